/**
 * Recognising an encoder in the term of an output: embeddings, blocks of attention and feed-forward layers, pooling, a classifier; and loading its
 * weights as a checkpoint. What is not exactly that is refused, with what was expected and what was found.
 *
 * <p>Depends on {@code core.onnx.term} and {@code core.onnx.tensor}, and takes weights from {@code core.onnx.file}; knows neither nodes nor
 * operators. Not part of the public API.
 */
package io.github.emotion4j.core.onnx.match;
