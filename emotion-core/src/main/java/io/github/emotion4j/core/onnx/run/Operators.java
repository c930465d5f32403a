package io.github.emotion4j.core.onnx.run;

import io.github.emotion4j.core.onnx.file.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operators that can be run. */
final class Operators {

    private static final Map<String, Call.Operator> STANDARD = new HashMap<>();
    private static final Map<String, Call.Operator> CONTRIBUTED = new HashMap<>();

    static {
        Elementwise.register(STANDARD);
        Rearranging.register(STANDARD);
        Indexing.register(STANDARD);
        NewTensors.register(STANDARD);
        Reduction.register(STANDARD);
        Normalisation.register(STANDARD);
        Product.register(STANDARD);
        Attention.register(STANDARD);
        Contributed.register(CONTRIBUTED);
    }

    private Operators() {}

    /** What computes a node; {@link Interpreter} itself runs the branches of an If. */
    static Optional<Call.Operator> of(Node node) {
        return Optional.ofNullable(
                switch (node.domain()) {
                    case "" -> STANDARD.get(node.op());
                    case "com.microsoft" -> CONTRIBUTED.get(node.op());
                    default -> null;
                });
    }

    /**
     * Passes if every node can be run. What cannot be at all, such as integers of 8 bits in place of weights, is told before what only is not known.
     *
     * @throws io.github.emotion4j.core.onnx.tensor.Refusal naming the first node that cannot be run, and why
     */
    static void require(List<Node> nodes) {
        for (Node node : nodes) {
            if (Unsupported.isQuantised(node)) {
                throw node.refusal(Unsupported.why(node));
            }
            node.branches().forEach(branch -> require(branch.nodes()));
        }
        for (Node node : nodes) {
            if (node.branches().isEmpty() && of(node).isEmpty()) {
                throw node.refusal(Unsupported.why(node));
            }
        }
    }
}
