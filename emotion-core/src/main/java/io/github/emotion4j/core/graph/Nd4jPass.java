package io.github.emotion4j.core.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.samediff.internal.InferenceSession;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs a standard graph. Each run has a session of its own, whose arrays are freed at its end: SameDiff keeps sessions, and what they allocated, by
 * thread.
 *
 * @param wanted names of the results
 */
record Nd4jPass(StandardGraph graph, List<String> wanted) {

    /** Arrays of the placeholders; closing frees them. */
    static final class Inputs implements AutoCloseable {

        private final Map<String, INDArray> arrays = new HashMap<>();
        private final List<INDArray> owned = new ArrayList<>();

        void put(String name, float[] values, long... shape) {
            own(name, Nd4j.create(values, shape, 'c'));
        }

        void put(String name, double[] values, long... shape) {
            own(name, Nd4j.create(values, shape, 'c'));
        }

        /** What is owned is the flat array: a view cannot be closed. */
        void put(String name, int[] values, long... shape) {
            INDArray flat = Nd4j.createFromArray(values);
            own(name, flat);
            arrays.put(name, flat.reshape(shape));
        }

        /** The same arrays and more to come; they stay owned here. */
        Inputs copy() {
            var copy = new Inputs();
            copy.arrays.putAll(arrays);
            return copy;
        }

        private void own(String name, INDArray array) {
            owned.add(array);
            arrays.put(name, array);
        }

        @Override
        public void close() {
            owned.forEach(INDArray::close);
            owned.clear();
        }
    }

    /** The results, row-major. */
    Map<String, float[]> run(Inputs inputs) {
        Map<String, float[]> values = new HashMap<>();
        compute(inputs, (name, array) -> values.put(name, array.data().asFloat()));
        return values;
    }

    /** The results of a graph in double precision, row-major. */
    Map<String, double[]> runDouble(Inputs inputs) {
        Map<String, double[]> values = new HashMap<>();
        compute(inputs, (name, array) -> values.put(name, array.data().asDouble()));
        return values;
    }

    private interface Taker {
        void take(String name, INDArray array);
    }

    private void compute(Inputs inputs, Taker taker) {
        var session = new InferenceSession(graph.graph());
        try (var memory = new ClosingMemory()) {
            session.setMmgr(memory);
            Map<String, INDArray> results =
                    session.output(wanted, inputs.arrays, null, List.of(), List.of(), At.defaultAt());
            for (String name : wanted) {
                try (INDArray array = results.get(name)) {
                    try (INDArray plain = array.dup('c')) {
                        taker.take(name, plain);
                    }
                }
            }
        }
    }
}
