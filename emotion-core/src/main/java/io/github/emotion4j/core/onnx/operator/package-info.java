/**
 * The meaning of ONNX's operators, and the interpreter that runs a graph by it: what depends only on sizes and the mask is computed, everything else
 * becomes a term.
 *
 * <p>Depends on {@code core.onnx.file}, {@code core.onnx.term} and {@code core.onnx.tensor}; of encoders it knows no more than their inputs. Not part
 * of the public API.
 */
package io.github.emotion4j.core.onnx.operator;
