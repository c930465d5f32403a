/**
 * A model for other runtimes: ONNX files, and SameDiff files, of nothing but standard operators.
 *
 * <p>The model directory (safetensors, {@code config.json}), which Hugging Face's tools load, lies in {@code core.checkpoint}; reading ONNX in
 * {@code core.onnx}.
 */
package io.github.emotion4j.core.export;
