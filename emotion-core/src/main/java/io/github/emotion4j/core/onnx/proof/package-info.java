/**
 * Proposing an encoder for a graph and proving it: a configuration and weights by what the graph did on one batch, then the graph's numbers against the
 * encoder's on further ones. Whatever differs is refused.
 *
 * <p>Depends on {@code core.onnx.trace}, {@code core.onnx.run}, {@code core.onnx.tensor} and {@code core.onnx.file}, on {@code core.checkpoint}, and on
 * {@code core.graph} for the encoder's numbers. Not part of the public API.
 */
package io.github.emotion4j.core.onnx.proof;
