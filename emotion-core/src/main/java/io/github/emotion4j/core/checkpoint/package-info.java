/**
 * A checkpoint: configuration, named weights, an optional head; and its life on disk as a Hugging Face directory (config.json and weights; written as safetensors).
 *
 * <p>Plain Java: no ND4J. Reading ONNX lies in {@code core.onnx}, PyTorch's files in {@code core.checkpoint.torch}.
 */
package io.github.emotion4j.core.checkpoint;
