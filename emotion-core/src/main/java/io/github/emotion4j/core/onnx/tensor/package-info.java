/**
 * Tensors whose numbers are known: element types, shapes, the numbers, rearrangements of them; and the refusal that every step below
 * {@code core.onnx} throws.
 *
 * <p>Plain arithmetic: depends on nothing else in this library. Not part of the public API.
 */
package io.github.emotion4j.core.onnx.tensor;
