package io.github.emotion4j.core.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/**
 * Reverse-mode differentiation of a SameDiff graph into the same graph, from each operation's own {@code doDiff}.
 *
 * <p>SameDiff's {@code createGradFunction} clones operations through FlatBuffers by their registered names, which operations of our own do not
 * survive, and differentiates towards everything; this walk does neither.
 */
final class Gradients {

    /** Adds two gradients of one variable. */
    interface Sum {
        SDVariable of(SDVariable variable, SDVariable first, SDVariable second);
    }

    private Gradients() {}

    /**
     * Adds the operations that compute gradients.
     *
     * @param loss the variable that is differentiated
     * @param upstream its own gradient, a one
     * @param wanted names of the variables whose gradients are asked for; no operation has them as outputs
     * @return gradients by the name of the variable, one for each use; a variable that the loss does not depend on is missing
     */
    static Map<String, List<SDVariable>> add(
            SameDiff graph, SDVariable loss, SDVariable upstream, Set<String> wanted, Sum sum) {
        List<SameDiffOp> operations = new ArrayList<>(graph.getOps().values());
        Set<String> depends = dependents(operations, wanted);
        Map<String, SDVariable> gradients = new HashMap<>();
        Map<String, List<SDVariable>> found = new HashMap<>();
        gradients.put(loss.name(), upstream);
        Collections.reverse(operations);
        for (SameDiffOp operation : operations) {
            List<SDVariable> above = new ArrayList<>();
            operation.getOutputsOfOp().forEach(name -> above.add(gradients.get(name)));
            List<String> inputs = operation.getInputsToOp();
            if (above.stream().allMatch(java.util.Objects::isNull)
                    || inputs.stream().noneMatch(depends::contains)) {
                continue;
            }
            List<SDVariable> below = operation.getOp().doDiff(above);
            for (int i = 0; i < inputs.size(); i++) {
                String input = inputs.get(i);
                if (wanted.contains(input)) {
                    found.computeIfAbsent(input, name -> new ArrayList<>()).add(below.get(i));
                } else if (depends.contains(input)) {
                    SDVariable gradient = below.get(i);
                    gradients.merge(input, gradient, (a, b) -> sum.of(graph.getVariable(input), a, b));
                }
            }
        }
        return found;
    }

    private static Set<String> dependents(List<SameDiffOp> operations, Set<String> wanted) {
        Set<String> depends = new HashSet<>(wanted);
        for (SameDiffOp operation : operations) {
            if (operation.getInputsToOp().stream().anyMatch(depends::contains)) {
                depends.addAll(operation.getOutputsOfOp());
            }
        }
        return depends;
    }
}
