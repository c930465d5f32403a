package io.github.emotion4j.core.onnx.trace;

import io.github.emotion4j.core.onnx.file.Node;
import io.github.emotion4j.core.onnx.tensor.Value;

/**
 * Rows of a table of the file that a graph used.
 *
 * @param node that chose or added them
 * @param table {@code [rows, width]}
 * @param indices which rows; null where they are known before any token is and were added as they are
 * @param rows the rows
 */
public record LookUp(Node node, Parameter table, Value indices, Value rows) implements Part {}
