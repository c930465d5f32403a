/**
 * A model as services and commands know it: checkpoint, pooling, tokenizer and where it came from, in memory and as a directory on disk. The parts lie in
 * {@code core.checkpoint} and {@code core.onnx}; prediction in {@code core}.
 */
package io.github.emotion4j.core.model;
