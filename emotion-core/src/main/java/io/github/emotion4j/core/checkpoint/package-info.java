/**
 * A checkpoint: configuration, named weights, an optional head; and its life on disk as a Hugging Face directory (safetensors, config.json).
 *
 * <p>Plain Java: no ND4J. Reading ONNX lies in {@code core.onnx}.
 */
package io.github.emotion4j.core.checkpoint;
