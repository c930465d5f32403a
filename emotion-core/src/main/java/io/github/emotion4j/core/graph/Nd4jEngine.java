package io.github.emotion4j.core.graph;

import io.github.emotion4j.core.graph.kernel.Floats;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The standard graph, executed by ND4J on the backend that is loaded. Weights and gradients stay where the fused engine has them, in memory of the
 * host, and are copied to and from ND4J's arrays, so that the optimiser and everything above is the same.
 */
final class Nd4jEngine implements Engine {

    private final Model model;
    private final EmbeddedRows embedded;
    private final Map<String, INDArray> arrays = new HashMap<>();
    private final Map<Output, Nd4jPass> forward = new HashMap<>();
    private Nd4jPass backward;
    private Map<String, String> gradients = Map.of();
    private boolean stale;

    Nd4jEngine(Model model) {
        if (model.precision() != Precision.FLOAT32) {
            throw new IllegalArgumentException("precision " + model.precision()
                    + " is for the CPU's own kernels; ND4J's operations compute in FLOAT32: leave the precision out");
        }
        this.model = model;
        this.embedded = new EmbeddedRows(model);
        model.training().ifPresent(this::prepareTraining);
    }

    @Override
    public float[] forward(Output output, TokenBatch batch) {
        refresh();
        Nd4jPass pass = forward.computeIfAbsent(output, this::forwardPass);
        float[] values;
        try (var inputs = inputs(batch)) {
            values = pass.run(inputs).get(pass.wanted().get(0));
        }
        return output instanceof HiddenStates ? withoutPadding(values, batch) : values;
    }

    @Override
    public float backward(TokenBatch batch, float[] targets, boolean accumulate, long dropoutKey) {
        Training training =
                model.training().orElseThrow(() -> new IllegalStateException("this model was not made for training"));
        refresh();
        Map<String, float[]> values;
        try (var inputs = inputs(batch)) {
            int labels = model.head().orElseThrow().labels();
            if (targets.length != batch.rows() * labels) {
                throw new IllegalArgumentException(
                        "expected " + batch.rows() + " x " + labels + " target coefficients, found " + targets.length);
            }
            inputs.put(StandardGraph.TARGETS, targets, batch.rows(), labels);
            var dropout = new DropoutValues(model.config(), batch, dropoutKey);
            backward.graph()
                    .dropoutMasks()
                    .forEach(mask -> inputs.put(mask.name(), dropout.of(mask), dropout.shape(mask)));
            values = backward.run(inputs);
        }
        gradients.forEach((parameter, gradient) -> {
            float[] found = values.get(gradient);
            if (parameter.equals(StandardGraph.EMBEDDED)) {
                embedded.scatter(batch, found, training.gradients(), accumulate);
                embedded.tables().stream().filter(training.frozen()).forEach(table -> {
                    Floats unwanted = model.layout().slice(training.gradients(), table, table);
                    unwanted.zero(0, unwanted.size());
                });
            } else {
                add(found, model.layout().slice(training.gradients(), parameter, parameter), accumulate);
            }
        });
        return values.get(backward.wanted().get(0))[0];
    }

    private static void add(float[] values, Floats target, boolean accumulate) {
        if (accumulate) {
            float[] before = target.toArray();
            for (int i = 0; i < values.length; i++) {
                values[i] += before[i];
            }
        }
        target.put(0, values, 0, values.length);
    }

    private void prepareTraining(Training training) {
        var graph = StandardGraph.ofEmbedded(model.config(), DataType.FLOAT, true, this::array);
        SDVariable logits = graph.logits(training.pooling(), model.head().orElseThrow());
        Set<String> wanted = graph.parameters().stream()
                .filter(name -> !training.frozen().test(name))
                .collect(Collectors.toCollection(HashSet::new));
        if (embedded.tables().stream().anyMatch(training.frozen().negate())) {
            wanted.add(StandardGraph.EMBEDDED);
        }
        var loss = graph.loss(logits, wanted);
        gradients = new HashMap<>();
        loss.gradients().forEach((name, gradient) -> gradients.put(name, gradient.name()));
        List<String> outputs = new ArrayList<>(List.of(loss.loss().name()));
        outputs.addAll(gradients.values());
        backward = new Nd4jPass(graph, outputs);
    }

    private Nd4jPass forwardPass(Output output) {
        var graph = StandardGraph.ofEmbedded(model.config(), DataType.FLOAT, false, this::array);
        SDVariable result;
        if (output instanceof Features features) {
            result = graph.pooled(features.pooling());
        } else if (output instanceof Logits logits) {
            result = graph.logits(logits.pooling(), model.head().orElseThrow());
        } else {
            result = graph.hiddenStates();
        }
        return new Nd4jPass(graph, List.of(result.name()));
    }

    private Nd4jPass.Inputs inputs(TokenBatch batch) {
        var inputs = new Nd4jPass.Inputs();
        inputs.put(
                StandardGraph.EMBEDDED,
                embedded.lookUp(batch),
                (long) batch.rows() * batch.length(),
                model.config().embeddings().width());
        inputs.put(StandardGraph.MASK, attended(batch), batch.rows(), batch.length());
        return inputs;
    }

    /** The mask, with a 1 for token 0 of a text that has none: it then attends to itself, as in the packed form. */
    private static int[] attended(TokenBatch batch) {
        int[] mask = batch.mask().clone();
        for (int row = 0; row < batch.rows(); row++) {
            int from = row * batch.length();
            int count = 0;
            for (int i = from; i < from + batch.length(); i++) {
                count += mask[i];
            }
            if (count == 0) {
                mask[from] = 1;
            }
        }
        return mask;
    }

    private float[] withoutPadding(float[] states, TokenBatch batch) {
        int width = model.config().hiddenSize();
        for (int i = 0; i < batch.mask().length; i++) {
            if (batch.mask()[i] == 0) {
                java.util.Arrays.fill(states, i * width, (i + 1) * width, 0f);
            }
        }
        return states;
    }

    private INDArray array(String name) {
        return arrays.computeIfAbsent(name, this::copy);
    }

    private INDArray copy(String name) {
        Parameters.Parameter parameter = model.layout().get(name);
        long[] shape = java.util.Arrays.stream(parameter.shape()).asLongStream().toArray();
        return Nd4j.create(model.layout().slice(model.weights(), name, name).toArray(), shape, 'c');
    }

    @Override
    public void weightsChanged() {
        stale = true;
    }

    private void refresh() {
        if (stale) {
            arrays.forEach((name, array) -> {
                try (INDArray fresh = copy(name)) {
                    array.assign(fresh);
                }
            });
            stale = false;
        }
    }

    @Override
    public void close() {
        arrays.values().forEach(INDArray::close);
        arrays.clear();
    }
}
