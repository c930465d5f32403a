package io.github.emotion4j.core.graph;

import io.github.emotion4j.core.graph.kernel.Extent;
import io.github.emotion4j.core.graph.kernel.Floats;
import io.github.emotion4j.core.graph.kernel.Kernel;
import io.github.emotion4j.core.graph.kernel.PassTooLargeException;
import io.github.emotion4j.core.graph.op.FusedOp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/**
 * Turns a SameDiff graph of fused operations into lists of kernels. Which operations are needed, and when a value is used for the last time, is found
 * once; {@link #bind} then gives every value of a pass its place in an arena, where values that do not live at the same time share memory.
 *
 * <p>Immutable; programs bound to the same arena must not run at the same time.
 */
final class Plan {

    private record Step(FusedOp operation, List<String> inputs, List<String> outputs, List<String> dying) {}

    private final List<Step> steps = new ArrayList<>();
    private final Map<String, Floats> bound;
    private final Set<String> read = new HashSet<>();
    private final Set<String> wanted;

    /**
     * @param graph operations in the order of their creation, which is an order of execution
     * @param wanted names of the values to keep until the end of the pass
     * @param bound memory of parameters, and of values that shall lie in memory of the caller
     */
    Plan(SameDiff graph, Collection<String> wanted, Map<String, Floats> bound) {
        this.wanted = Set.copyOf(wanted);
        this.bound = Map.copyOf(bound);
        List<SameDiffOp> backwards = new ArrayList<>(graph.getOps().values());
        Collections.reverse(backwards);
        read.addAll(wanted);
        Set<String> living = new HashSet<>(wanted);
        for (SameDiffOp operation : backwards) {
            List<String> outputs = operation.getOutputsOfOp();
            if (outputs.stream().noneMatch(read::contains)) {
                continue;
            }
            List<String> dying = new ArrayList<>();
            for (String name : concatenation(operation.getInputsToOp(), outputs)) {
                read.addAll(operation.getInputsToOp());
                if (!bound.containsKey(name) && living.add(name)) {
                    dying.add(name);
                }
            }
            steps.add(new Step((FusedOp) operation.getOp(), operation.getInputsToOp(), outputs, dying));
        }
        Collections.reverse(steps);
    }

    /** A list of kernels on memory of an arena, and where the wanted values will be. */
    record Program(List<Kernel> kernels, Map<String, Floats> values) {}

    /**
     * Places every value of a pass of that extent. The arena grows if it is too small.
     *
     * @throws PassTooLargeException if the pass needs 2^31 floats or more
     */
    Program bind(Extent extent, Arena arena) {
        var layout = new MemoryLayout();
        Map<String, MemoryLayout.Place> places = place(extent, layout);
        Floats memory = arena.atLeast(layout.size());
        Map<String, Floats> values = new HashMap<>(bound);
        places.forEach((name, place) -> values.put(name, memory.slice(place.from(), place.size())));
        List<Kernel> kernels = new ArrayList<>();
        for (Step step : steps) {
            kernels.addAll(
                    step.operation().kernels(floats(step.inputs(), values), floats(step.outputs(), values), extent));
        }
        values.keySet().retainAll(wanted);
        return new Program(kernels, values);
    }

    private Map<String, MemoryLayout.Place> place(Extent extent, MemoryLayout layout) {
        Map<String, MemoryLayout.Place> places = new HashMap<>();
        try {
            for (Step step : steps) {
                int[] sizes = step.operation().outputSizes(extent);
                for (int i = 0; i < sizes.length; i++) {
                    String output = step.outputs().get(i);
                    if (!bound.containsKey(output)
                            && (read.contains(output) || step.operation().needsOutput(i))) {
                        places.put(output, layout.take(sizes[i]));
                    }
                }
                step.dying().stream()
                        .map(places::get)
                        .filter(java.util.Objects::nonNull)
                        .forEach(layout::giveBack);
            }
        } catch (ArithmeticException overflow) {
            throw new PassTooLargeException(
                    "a batch of " + extent.texts() + " texts and " + extent.tokens() + " tokens needs more than the "
                            + "8 GiB of memory that one pass can have; take smaller batches or shorter texts",
                    overflow);
        }
        return places;
    }

    private static Floats[] floats(List<String> names, Map<String, Floats> values) {
        return names.stream().map(values::get).toArray(Floats[]::new);
    }

    private static List<String> concatenation(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
