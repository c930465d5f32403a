package io.github.emotion4j.core.onnx.proof;

import io.github.emotion4j.core.encoder.Activation;
import io.github.emotion4j.core.onnx.file.OnnxGraph;
import io.github.emotion4j.core.onnx.proof.WeightMap.Between;
import io.github.emotion4j.core.onnx.run.Interpreter;
import io.github.emotion4j.core.onnx.tensor.Value;
import io.github.emotion4j.core.onnx.trace.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which activations stand between linear layers, by running what is between them by itself: on numbers where the known activations bend, and far from
 * there, where they are straight unless they are cut off. So an activation is told from another that texts rarely show to be one.
 *
 * @param graph the graph
 * @param inputs a batch of texts; sizes in the graph may depend on it
 * @param tolerance of the file
 */
record Activations(OnnxGraph graph, Map<String, Value> inputs, Tolerance tolerance) {

    private static final double REACH = 9;
    private static final int POINTS = 181;
    private static final double[] FAR = {-1e4, -1000, -100, -30, -12, 12, 30, 100, 1000, 1e4};

    /**
     * Passes if what stands in those places are the activations that are expected there.
     *
     * @throws io.github.emotion4j.core.onnx.tensor.Refusal naming the first that is another
     */
    void require(List<Between> places) {
        List<Activation> found = find(places);
        for (int i = 0; i < found.size(); i++) {
            if (found.get(i) != places.get(i).activation()) {
                throw places.get(i)
                        .before()
                        .node()
                        .refusal("the activation " + found.get(i) + " after it, expected "
                                + places.get(i).activation());
            }
        }
    }

    /** The activation between two linear layers. */
    Activation find(Part.Linear before, Part.Linear after) {
        return find(List.of(new Between(before, null, false, after))).get(0);
    }

    private List<Activation> find(List<Between> places) {
        var given = new HashMap<>(inputs);
        for (Between place : places) {
            Value product = place.before().result().value();
            float[] grid = grid(product.size(), place.gated() ? product.lastAxis() / 2 : 0);
            given.put(place.before().result().name(), Value.of(product.type(), product.shape(), grid));
        }
        List<String> wanted = places.stream()
                .map(place -> place.after().node().inputs().get(0))
                .toList();
        Map<String, Value> results = new Interpreter(graph, wanted, given.keySet()).run(given);
        var found = new ArrayList<Activation>();
        for (int i = 0; i < places.size(); i++) {
            found.add(nearest(places.get(i), results.get(wanted.get(i)).floats()));
        }
        return found;
    }

    private Activation nearest(Between place, float[] after) {
        int size = place.before().result().value().size();
        float[] before = place.gated() ? grid(size / 2, 0) : place.before().withBias(grid(size, 0));
        Activation nearest = null;
        double least = Double.POSITIVE_INFINITY;
        for (Activation candidate : Activation.values()) {
            double distance = distance(before, after, candidate);
            nearest = distance < least ? candidate : nearest;
            least = Math.min(distance, least);
        }
        if (!(least <= tolerance.activation())) {
            throw place.before()
                    .node()
                    .refusal("an unknown activation after it; nearest is " + nearest + ", which differs by "
                            + (float) least);
        }
        return nearest;
    }

    /** Numbers to try, over and over; where {@code half} is not 0 in the first half of each row, and ones, to be multiplied by, in the other. */
    private static float[] grid(int size, int half) {
        float[] grid = new float[size];
        int next = 0;
        for (int i = 0; i < size; i++) {
            if (half > 0 && i / half % 2 == 1) {
                grid[i] = 1;
                continue;
            }
            int at = next++ % (POINTS + FAR.length);
            grid[i] = (float) (at < POINTS ? -REACH + 2 * REACH * at / (POINTS - 1) + 1e-3 : FAR[at - POINTS]);
        }
        return grid;
    }

    private static double distance(float[] before, float[] after, Activation activation) {
        double worst = before.length == after.length ? 0 : Double.POSITIVE_INFINITY;
        for (int i = 0; i < Math.min(before.length, after.length); i++) {
            double difference = Math.abs(activation.of(before[i]) - after[i]) / Math.max(1, Math.abs(before[i]));
            worst = difference <= worst ? worst : Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
        }
        return worst;
    }
}
