package io.github.emotion4j.core.onnx.file;

import java.util.List;
import java.util.Map;

/**
 * A graph inside a node: what an If does when its condition holds, or when it does not. It may use values from around the node.
 *
 * @param nodes each after those it needs
 * @param tensors stored with it, by name
 * @param outputs names of the values that become the node's outputs
 */
public record Branch(List<Node> nodes, Map<String, StoredTensor> tensors, List<String> outputs) {}
