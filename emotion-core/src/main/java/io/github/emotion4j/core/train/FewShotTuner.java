package io.github.emotion4j.core.train;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.checkpoint.Tensor;
import io.github.emotion4j.core.encoder.Dropouts;
import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.graph.Freezing;
import io.github.emotion4j.core.graph.TrainableModel;
import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.data.batch.TokenBatch;
import io.github.emotion4j.data.tokenize.Encoding;
import io.github.emotion4j.data.tokenize.Tokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Tunes a sentence encoder on a few texts of each label: cross-entropy on the cosines to the labels' prototypes, which are trained along. The upper layers
 * are trained, the lower ones run once. It begins where the descriptions of the labels are, so that it has less to learn than a head from nothing.
 *
 * <p>The same options, data, checkpoint and machine give the same weights. Interrupting the thread stops it between two steps with a
 * {@link CancellationException}. Immutable; each call tunes a copy.
 */
public final class FewShotTuner {

    private static final double WEIGHT_DECAY = 0.01;
    private static final double MAX_GRADIENT_NORM = 1;
    private static final String HEAD_BIAS = "head.bias";

    /** A few texts touch few words, which would leave the others behind. */
    private static final Predicate<String> EMBEDDINGS = name -> name.startsWith("embeddings.");

    private final Checkpoint start;
    private final Pooling pooling;
    private final FewShotOptions options;
    private final TrainingListener listener;

    /**
     * What came of it.
     *
     * @param checkpoint the tuned encoder, without a head
     * @param prototypes tuned, {@code [labels][hidden]}, of any length
     * @param steps taken
     * @param loss of the last step
     */
    public record Result(Checkpoint checkpoint, double[][] prototypes, int steps, double loss) {}

    /** What is trained, batch by batch. */
    private record Trained(
            Checkpoint start,
            Function<int[], TokenBatch> batches,
            Predicate<String> frozen,
            Function<Checkpoint, Checkpoint> whole) {}

    /**
     * @param start a sentence encoder; its head, if it has one, is not used
     * @param pooling how it makes one vector of a text
     * @param listener hears each step
     */
    public FewShotTuner(Checkpoint start, Pooling pooling, FewShotOptions options, TrainingListener listener) {
        this.start = start;
        this.pooling = pooling;
        this.options = options;
        this.listener = listener;
    }

    /**
     * Tunes it.
     *
     * @param train a text of each label at least
     * @param tokenizer the encoder's; not closed here
     * @param prototypes of the labels, {@code [labels][hidden]}, each of length 1
     * @throws IllegalArgumentException if a label has no text
     */
    public Result tune(Dataset train, Tokenizer tokenizer, double[][] prototypes) {
        requireEveryLabel(train);
        Labels labels = train.labels();
        Trained trained = trained(headed(prototypes, labels), tokenizer.encode(train.texts()));
        int steps = options.stepsFor((double) train.size() / labels.size());
        var order = new BalancedOrder(train.labelIds(), labels.size(), options.textsOfALabel(), options.seed());
        var loss = Loss.plain(labels.size(), 0);
        double headRate = options.prototypeRate() / options.temperature() / options.learningRate();
        double last = 0;
        try (var model = new TrainableModel(
                        trained.start(),
                        pooling,
                        name -> name.equals(HEAD_BIAS) || trained.frozen().test(name));
                var optimiser = new AdamW(
                        model,
                        AdamW.Settings.withDecay(WEIGHT_DECAY),
                        name -> name.startsWith("head.") ? headRate : 1)) {
            // One step more than there are, so that none has a rate of 0.
            var schedule = new Schedule(options.learningRate(), Math.max(1, steps / 10), steps + 1L);
            long began = System.nanoTime();
            long tokens = 0;
            for (int step = 0; step < steps; step++) {
                if (Thread.interrupted()) {
                    throw new CancellationException("training was cancelled after step " + step);
                }
                int[] rows = order.next();
                TokenBatch batch = trained.batches().apply(rows);
                int[] truth = Arrays.stream(rows).map(train::labelId).toArray();
                last = model.backward(batch, loss.coefficients(truth, 1), false, 0);
                double norm = optimiser.gradientNorm();
                if (!Double.isFinite(last) || !Double.isFinite(norm)) {
                    throw new IllegalStateException("the loss of step " + (step + 1) + " is " + last
                            + " and the gradient norm " + norm + "; the learning rate is too high for this encoder");
                }
                double rate = schedule.rate(step + 1L);
                optimiser.step(rate, Math.min(1, MAX_GRADIENT_NORM / (norm + 1e-6)));
                tokens += batch.tokens();
                double seconds = (System.nanoTime() - began) / 1e9;
                listener.step(new TrainingListener.Step(
                        step + 1,
                        steps,
                        1,
                        last,
                        norm,
                        rate,
                        tokens / seconds,
                        seconds / (step + 1) * (steps - step - 1)));
            }
            Checkpoint tuned = model.toCheckpoint(labels);
            Tensor weight = tuned.head().orElseThrow().weight();
            return new Result(trained.whole().apply(tuned), rows(weight), steps, last);
        }
    }

    private static void requireEveryLabel(Dataset train) {
        int[] counts = train.labelCounts();
        List<String> without = IntStream.range(0, counts.length)
                .filter(label -> counts[label] == 0)
                .mapToObj(train.labels()::name)
                .toList();
        if (!without.isEmpty()) {
            throw new IllegalArgumentException("there is no text of " + without + "; give one of each label at least");
        }
    }

    /** The upper layers on kept states where the encoder can be cut, else all of it with the lower ones frozen. */
    private Trained trained(Checkpoint headed, List<Encoding> encodings) {
        EncoderConfig config = headed.config();
        int below = Math.max(0, config.layers() - options.layers());
        if (below > 0 && UpperLayers.canCut(config)) {
            var upper = new UpperLayers(headed, below, encodings);
            return new Trained(
                    upper.checkpoint(),
                    upper::batch,
                    EMBEDDINGS,
                    tuned -> upper.whole(tuned, Optional.empty(), Optional.empty()));
        }
        var still =
                new Checkpoint(config.withDropouts(Dropouts.NONE), headed.weights(), headed.head(), headed.labels());
        return new Trained(
                still,
                rows -> TokenBatch.of(
                        Arrays.stream(rows).mapToObj(encodings::get).toList()),
                new Freezing(below).or(EMBEDDINGS),
                tuned -> new Checkpoint(config, tuned.weights(), Optional.empty(), Optional.empty()));
    }

    /** The prototypes as a head; the temperature is in its weights, so that the vectors' cosines are its logits. */
    private Checkpoint headed(double[][] prototypes, Labels labels) {
        int width = start.config().hiddenSize();
        float[] weight = new float[prototypes.length * width];
        for (int at = 0; at < weight.length; at++) {
            weight[at] = (float) (prototypes[at / width][at % width] / options.temperature());
        }
        Head head = Head.onUnitVector(
                Tensor.of(weight, prototypes.length, width),
                Tensor.of(new float[prototypes.length], prototypes.length));
        return new Checkpoint(start.config(), start.weights(), Optional.of(head), Optional.of(labels));
    }

    private static double[][] rows(Tensor weight) {
        int width = weight.shape()[1];
        var rows = new double[weight.shape()[0]][width];
        for (int at = 0; at < weight.size(); at++) {
            rows[at / width][at % width] = weight.values().get(at);
        }
        return rows;
    }
}
