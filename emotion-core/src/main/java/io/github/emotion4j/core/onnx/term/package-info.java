/**
 * An algebra of tensors: a term says how a tensor is computed from token ids, weights and known numbers on a probe. Terms are in a normal form, in
 * which equal computations are the same object, and nothing that changes a number is simplified away.
 *
 * <p>Depends on {@code core.onnx.tensor} and, for the weights, on {@code core.onnx.file}. Not part of the public API.
 */
package io.github.emotion4j.core.onnx.term;
