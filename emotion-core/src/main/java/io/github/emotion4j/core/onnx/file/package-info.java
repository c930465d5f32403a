/**
 * The ONNX file: its graph with functions replaced by their bodies, its nodes, its stored tensors and the files that hold their bytes.
 *
 * <p>The only package below {@code core.onnx} that knows protobuf. Depends on {@code core.onnx.tensor}. Not part of the public API.
 */
package io.github.emotion4j.core.onnx.file;
