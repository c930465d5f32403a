/**
 * A checkpoint: configuration, named weights, an optional head; and files of tensors (safetensors, whole or in parts).
 *
 * <p>Plain Java: no ND4J. Reading ONNX lies in {@code core.onnx}, PyTorch's files in {@code core.checkpoint.torch}, Hugging Face directories
 * in {@code core.checkpoint.hub}.
 */
package io.github.emotion4j.core.checkpoint;
