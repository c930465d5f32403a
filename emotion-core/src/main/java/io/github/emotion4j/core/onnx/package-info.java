/** Reads ONNX files by recognition: finds the encoder in the graph by its structure and refuses what it does not fully account for. */
package io.github.emotion4j.core.onnx;
