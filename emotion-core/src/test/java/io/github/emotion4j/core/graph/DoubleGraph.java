package io.github.emotion4j.core.graph;

import static io.github.emotion4j.core.encoder.WeightNames.POSITIONS;
import static io.github.emotion4j.core.encoder.WeightNames.TYPES;
import static io.github.emotion4j.core.encoder.WeightNames.WORDS;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.HeadShape;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.encoder.Positions;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The standard graph in double precision on one batch: loss and gradients of all parameters, the embedding tables by hand. */
final class DoubleGraph implements AutoCloseable {

    private final EncoderConfig config;
    private final Parameters layout;
    private final double[] weights;
    private final TokenBatch batch;
    private final Map<String, INDArray> arrays = new HashMap<>();
    private final Nd4jPass.Inputs inputs = new Nd4jPass.Inputs();
    private final Nd4jPass lossOnly;
    private final Nd4jPass everything;
    private final Map<String, String> gradients = new HashMap<>();

    DoubleGraph(Checkpoint checkpoint, Pooling pooling, TokenBatch batch, float[] targets, long dropoutKey) {
        this.config = checkpoint.config();
        this.batch = batch;
        HeadShape head = checkpoint.head().orElseThrow().shape();
        this.layout = new Parameters(config, Optional.of(head));
        this.weights = new double[layout.size()];
        for (Parameters.Parameter parameter : layout.all()) {
            float[] values = Parameters.tensor(checkpoint, parameter.name()).toArray();
            for (int i = 0; i < values.length; i++) {
                weights[parameter.from() + i] = values[i];
            }
        }
        var graph = StandardGraph.ofEmbedded(config, DataType.DOUBLE, true, this::array);
        SDVariable logits = graph.logits(pooling, head);
        Set<String> wanted = new HashSet<>(graph.parameters());
        wanted.add(StandardGraph.EMBEDDED);
        var differentiated = graph.loss(logits, wanted);
        differentiated.gradients().forEach((name, gradient) -> gradients.put(name, gradient.name()));
        lossOnly = new Nd4jPass(graph, List.of(differentiated.loss().name()));
        List<String> outputs = new ArrayList<>(lossOnly.wanted());
        outputs.addAll(gradients.values());
        everything = new Nd4jPass(graph, outputs);

        inputs.put(StandardGraph.MASK, batch.mask(), batch.rows(), batch.length());
        inputs.put(StandardGraph.TARGETS, doubles(targets), batch.rows(), head.labels());
        var dropout = new DropoutValues(config, batch, dropoutKey);
        graph.dropoutMasks().forEach(mask -> inputs.put(mask.name(), doubles(dropout.of(mask)), dropout.shape(mask)));
    }

    Parameters layout() {
        return layout;
    }

    double loss() {
        try (var all = withEmbeddings()) {
            return lossOnly.runDouble(all).get(lossOnly.wanted().get(0))[0];
        }
    }

    /** The loss with one weight changed for the moment. */
    double lossWith(int index, double change) {
        double before = weights[index];
        set(index, before + change);
        double loss = loss();
        set(index, before);
        return loss;
    }

    private void set(int index, double value) {
        weights[index] = value;
        for (Parameters.Parameter parameter : layout.all()) {
            int i = index - parameter.from();
            if (i >= 0 && i < parameter.size() && arrays.containsKey(parameter.name())) {
                arrays.get(parameter.name()).data().put(i, value);
            }
        }
    }

    /** Gradients of all parameters, laid out as the weights. */
    double[] gradient() {
        double[] all = new double[weights.length];
        Map<String, double[]> values;
        try (var placeholders = withEmbeddings()) {
            values = everything.runDouble(placeholders);
        }
        gradients.forEach((name, gradient) -> {
            double[] found = values.get(gradient);
            if (name.equals(StandardGraph.EMBEDDED)) {
                scatter(found, all);
            } else {
                System.arraycopy(found, 0, all, layout.get(name).from(), found.length);
            }
        });
        return all;
    }

    private Nd4jPass.Inputs withEmbeddings() {
        int width = config.embeddings().width();
        double[] rows = new double[batch.ids().length * width];
        for (int token = 0; token < batch.ids().length; token++) {
            for (int d = 0; d < width; d++) {
                for (int index : indices(token, d)) {
                    rows[token * width + d] += weights[index];
                }
            }
        }
        var all = inputs.copy();
        all.put(StandardGraph.EMBEDDED, rows, batch.ids().length, width);
        return all;
    }

    private void scatter(double[] gradient, double[] all) {
        int width = config.embeddings().width();
        for (int i = 0; i < gradient.length; i++) {
            for (int index : indices(i / width, i % width)) {
                all[index] += gradient[i];
            }
        }
    }

    /** Where the summands of an embedding lie among the weights. */
    private List<Integer> indices(int token, int column) {
        int width = config.embeddings().width();
        List<Integer> all = new ArrayList<>();
        all.add(layout.get(WORDS).from() + batch.ids()[token] * width + column);
        int place = token % batch.length();
        if (config.embeddings().positions() instanceof Positions.Learned) {
            all.add(layout.get(POSITIONS).from() + place * width + column);
        } else if (config.embeddings().positions() instanceof Positions.AfterPadding) {
            // no id of these batches is the padding's
            int row = config.embeddings().paddingId() + 1 + place;
            all.add(layout.get(POSITIONS).from() + row * width + column);
        }
        if (config.typeVocabularySize() > 0) {
            all.add(layout.get(TYPES).from() + batch.typeIds()[token] * width + column);
        }
        return all;
    }

    private INDArray array(String name) {
        return arrays.computeIfAbsent(name, key -> {
            Parameters.Parameter parameter = layout.get(key);
            double[] values =
                    java.util.Arrays.copyOfRange(weights, parameter.from(), parameter.from() + parameter.size());
            long[] shape =
                    java.util.Arrays.stream(parameter.shape()).asLongStream().toArray();
            return Nd4j.create(values, shape, 'c');
        });
    }

    private static double[] doubles(float[] values) {
        double[] copy = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            copy[i] = values[i];
        }
        return copy;
    }

    @Override
    public void close() {
        inputs.close();
        arrays.values().forEach(INDArray::close);
    }
}
