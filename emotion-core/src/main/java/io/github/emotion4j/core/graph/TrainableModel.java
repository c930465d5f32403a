package io.github.emotion4j.core.graph;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.EncoderConfig;
import io.github.emotion4j.core.checkpoint.Pooling;
import io.github.emotion4j.core.graph.kernel.Floats;
import io.github.emotion4j.core.graph.kernel.Kernel;
import io.github.emotion4j.core.graph.kernel.Packed;
import io.github.emotion4j.core.graph.kernel.Pass;
import io.github.emotion4j.core.graph.kernel.Team;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * An encoder with a head, its weights, and the gradients of the loss with respect to them, in native memory that is reused from step to step.
 *
 * <p>Not thread-safe; owned by one training loop, which closes it.
 */
public final class TrainableModel implements AutoCloseable {

    private static final float[] NO_TARGETS = {};

    private final EncoderConfig config;
    private final HeadShape head;
    private final Parameters layout;
    private final Floats weights;
    private final Floats gradients;
    private final List<Parameters.Parameter> trainable;
    private final Arena arena = new Arena();
    private final Plan backward;
    private final Plan forward;
    private final String loss;

    /**
     * @param start weights to begin with, including a head
     * @param pooling what the head sees
     * @param frozen whether the parameter of that name keeps its value
     * @throws IllegalArgumentException if the checkpoint has no head, a weight is missing or has the wrong shape
     */
    public TrainableModel(Checkpoint start, Pooling pooling, Predicate<String> frozen) {
        this.config = start.config();
        this.head = HeadShape.of(start.head()
                .orElseThrow(() -> new IllegalArgumentException("a model to be trained needs a head; add one first")));
        this.layout = new Parameters(config, Optional.of(head));
        this.trainable = layout.all().stream()
                .filter(parameter -> !frozen.test(parameter.name()))
                .toList();
        this.weights = Floats.allocate(layout.size());
        this.gradients = Floats.allocate(layout.size());
        layout.load(start, weights);

        var training = new EncoderGraph(config, true);
        SDVariable lossVariable = training.loss(pooling, head);
        this.loss = lossVariable.name();
        this.backward = backwardPlan(training, lossVariable, frozen);
        var inference = new EncoderGraph(config, false);
        SDVariable logits = inference.logits(pooling, head);
        this.forward = new Plan(inference.graph(), List.of(logits.name()), boundWeights(inference));
    }

    private Plan backwardPlan(EncoderGraph graph, SDVariable lossVariable, Predicate<String> frozen) {
        Map<String, Floats> bound = boundWeights(graph);
        List<String> wanted = new ArrayList<>(List.of(loss));
        List<String> differentiated = graph.parameters().entrySet().stream()
                .filter(range -> !frozen.test(range.getValue()[0]))
                .map(Map.Entry::getKey)
                .toList();
        graph.gradients(lossVariable, differentiated).forEach((name, gradient) -> {
            String[] range = graph.parameters().get(name);
            bound.put(gradient.name(), layout.slice(gradients, range[0], range[1]));
            wanted.add(gradient.name());
        });
        return new Plan(graph.graph(), wanted, bound);
    }

    private Map<String, Floats> boundWeights(EncoderGraph graph) {
        Map<String, Floats> bound = new HashMap<>();
        graph.parameters().forEach((name, range) -> bound.put(name, layout.slice(weights, range[0], range[1])));
        return bound;
    }

    /** Sizes and constants. */
    public EncoderConfig config() {
        return config;
    }

    /** Number of logits. */
    public int labels() {
        return head.labels();
    }

    /** Where each parameter lies in {@link #weights()} and {@link #gradients()}. */
    public Parameters layout() {
        return layout;
    }

    /** The parameters that are not frozen, in memory order. */
    public List<Parameters.Parameter> trainable() {
        return trainable;
    }

    /** The weights, laid out by {@link #layout()}. */
    public Floats weights() {
        return weights;
    }

    /** The gradients of the last step, laid out by {@link #layout()}; zero for frozen parameters. */
    public Floats gradients() {
        return gradients;
    }

    /**
     * Forward and backward pass of one batch.
     *
     * @param targets coefficients of the loss, {@code [rows, labels]}, see {@link Pass}
     * @param accumulate whether the gradients are added to those of the passes before
     * @param dropoutKey decides the dropout masks
     * @return the loss
     * @throws IllegalArgumentException if an id is outside the vocabulary or the batch is too long
     */
    public float backward(TokenBatch batch, float[] targets, boolean accumulate, long dropoutKey) {
        Tokens.check(batch, config);
        Packed tokens = Packed.of(batch);
        Plan.Program program = backward.bind(tokens.extent(), arena);
        run(program.kernels(), new Pass(tokens, targets, accumulate, dropoutKey));
        return program.values().get(loss).get(0);
    }

    /**
     * Logits of a batch, without dropout, {@code [rows, labels]} row-major.
     *
     * @throws IllegalArgumentException if an id is outside the vocabulary or the batch is too long
     */
    public float[] logits(TokenBatch batch) {
        Tokens.check(batch, config);
        Packed tokens = Packed.of(batch);
        Plan.Program program = forward.bind(tokens.extent(), arena);
        run(program.kernels(), new Pass(tokens, NO_TARGETS, false, 0));
        return program.values().values().iterator().next().toArray();
    }

    /** Executes further kernels, an optimiser's, with the same threads. */
    public void run(List<Kernel> kernels) {
        run(kernels, null);
    }

    private static void run(List<Kernel> kernels, Pass pass) {
        Team.shared().run(kernels, pass);
    }

    /** The model as it is now, copied. */
    public Checkpoint toCheckpoint(Labels labels) {
        return layout.toCheckpoint(config, Optional.of(head), Optional.of(labels), weights);
    }

    @Override
    public void close() {
        weights.close();
        gradients.close();
        arena.close();
    }
}
