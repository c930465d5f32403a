/**
 * What a graph did with the numbers of its file while it ran, and in which order: tables, linear layers, LayerNorms, attentions; and how they make up
 * the skeleton of an encoder. A guess that is good enough to be proven, or refused.
 *
 * <p>Depends on {@code core.onnx.run}, {@code core.onnx.file} and {@code core.onnx.tensor}. Not part of the public API.
 */
package io.github.emotion4j.core.onnx.trace;
