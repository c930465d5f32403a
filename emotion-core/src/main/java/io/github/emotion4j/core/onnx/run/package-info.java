/**
 * Running an ONNX graph: a plain interpreter of ONNX's operators on heap arrays, slow and easy to check. What it does not know it refuses by name.
 *
 * <p>Depends on {@code core.onnx.file} and {@code core.onnx.tensor}; knows nothing of encoders. Not part of the public API.
 */
package io.github.emotion4j.core.onnx.run;
