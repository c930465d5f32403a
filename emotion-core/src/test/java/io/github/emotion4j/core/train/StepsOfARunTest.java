package io.github.emotion4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.encoder.Dropouts;
import io.github.emotion4j.core.graph.TrainableModel;
import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.batch.Batch;
import io.github.emotion4j.data.batch.Batches;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whether a whole run takes the steps that are compared with PyTorch's piece by piece: which batches make a step, what they are divided by, which
 * learning rate a step has, what is clipped. A loop written down plainly is the other side.
 */
class StepsOfARunTest {

    private static final int ROWS = 53; // seven batches of eight, the last of five

    @ParameterizedTest
    @CsvSource({
        "1, 0, none, 0, 1",
        "3, 0.5, 'joy=3,fear=0.2', 0.3, 0.05",
        "5, 1, balanced, 0.1, Infinity",
        "9, 0.3, none, 0, 1e-3"
    })
    void aRunTakesTheStepsOfThePlainLoop(
            int accumulation, double warmup, String weights, double smoothing, double clip) {
        Dataset train = ToyTask.data(ROWS, 5);
        Checkpoint encoder = ToyTask.encoder(1);
        Checkpoint start = new Checkpoint(
                encoder.config().withDropouts(Dropouts.NONE), encoder.weights(), Optional.empty(), Optional.empty());
        Options options = ToyTask.options()
                .withEpochs(3)
                .withGradientAccumulation(accumulation)
                .withWarmupRatio(warmup)
                .withClassWeights(ClassWeights.parse(weights))
                .withLabelSmoothing(smoothing)
                .withMaxGradNorm(clip);
        List<TrainingListener.Step> taken = new ArrayList<>();
        var listener = new TrainingListener() {
            @Override
            public void step(Step step) {
                taken.add(step);
            }
        };
        var result = new FineTuner(start, ToyTask.tokenizer(), options, listener).train(train, Optional.empty());

        int stepsOfAnEpoch = (7 + accumulation - 1) / accumulation;
        assertThat(taken).hasSize(3 * stepsOfAnEpoch);
        try (var model = new TrainableModel(
                        NewHead.on(start, ToyTask.LABELS, options.seed()), options.pooling(), n -> false);
                var optimiser = new AdamW(model, AdamW.Settings.withDecay(options.weightDecay()))) {
            plainLoop(train, options, model, optimiser, taken, stepsOfAnEpoch);
            var expected = ToyTask.weights(model.toCheckpoint(ToyTask.LABELS));
            ToyTask.weights(result.checkpoint())
                    .forEach((name, values) -> assertThat(values).as(name).isEqualTo(expected.get(name)));
        }
    }

    private static void plainLoop(
            Dataset train,
            Options options,
            TrainableModel model,
            AdamW optimiser,
            List<TrainingListener.Step> taken,
            int stepsOfAnEpoch) {
        long total = 3L * stepsOfAnEpoch;
        long warm = Math.round(total * options.warmupRatio());
        double[] weights = options.classWeights().of(train);
        for (int step = 0; step < total; step++) {
            List<Batch> batches = Batches.shuffled(
                    ToyTask.tokenizer().encode(train.texts()), 8, options.seed(), step / stepsOfAnEpoch);
            int from = step % stepsOfAnEpoch * options.gradientAccumulation();
            int parts = Math.min(options.gradientAccumulation(), batches.size() - from);
            double loss = 0;
            for (int part = 0; part < parts; part++) {
                Batch batch = batches.get(from + part);
                int[] truth = IntStream.of(batch.rows()).map(train::labelId).toArray();
                loss += model.backward(
                        batch.tokens(), coefficients(truth, weights, options.labelSmoothing(), parts), part > 0, 0);
            }
            double norm = optimiser.gradientNorm();
            double rate = options.learningRate()
                    * (step < warm ? (double) step / warm : (double) (total - step) / (total - warm));
            optimiser.step(rate, Math.min(1, options.maxGradNorm() / (norm + 1e-6)));
            assertThat(taken.get(step).loss()).as("loss of step %d", step).isCloseTo(loss, within(1e-9));
            assertThat(taken.get(step).gradientNorm())
                    .as("norm of step %d", step)
                    .isEqualTo(norm);
            assertThat(taken.get(step).learningRate())
                    .as("rate of step %d", step)
                    .isCloseTo(rate, within(1e-15));
        }
    }

    /** The definition of torch.nn.CrossEntropyLoss, weights and smoothing together, divided by the number of parts. */
    private static float[] coefficients(int[] truth, double[] weights, double smoothing, int parts) {
        double sum = IntStream.of(truth).mapToDouble(label -> weights[label]).sum();
        float[] coefficients = new float[truth.length * 3];
        for (int i = 0; i < coefficients.length; i++) {
            double target = i % 3 == truth[i / 3] ? 1 - smoothing + smoothing / 3 : smoothing / 3;
            coefficients[i] = (float) (target * weights[i % 3] / sum / parts);
        }
        return coefficients;
    }
}
