package io.github.emotion4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.graph.Parameters;
import io.github.emotion4j.core.graph.TrainableModel;
import io.github.emotion4j.core.graph.kernel.PassTooLargeException;
import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.Example;
import io.github.emotion4j.data.batch.Batch;
import io.github.emotion4j.data.batch.Batches;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which passes make a step: their parts, coefficients and dropout masks. */
class StepGradientsTest {

    private static final Dataset DATA = ToyTask.data(21, 7);
    private static final Loss LOSS = new Loss(new double[] {2, 0.5, 1.25}, 0.2);

    private static TrainableModel model(boolean dropout) {
        Checkpoint start = NewHead.on(ToyTask.encoder(2), ToyTask.LABELS, 1);
        return new TrainableModel(dropout ? start : ToyTask.withoutDropout(start), Pooling.MEAN, name -> false);
    }

    private static List<Batch> batches() {
        return Batches.shuffled(ToyTask.tokenizer().encode(DATA.texts()), 11, 3, 0);
    }

    /** A device on which a pass has room for so many texts. */
    private static StepGradients.Backward small(TrainableModel model, int texts) {
        return (batch, targets, accumulate, key) -> {
            if (batch.rows() > texts) {
                throw new PassTooLargeException("no room");
            }
            return model.backward(batch, targets, accumulate, key);
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 10})
    void aBatchTooLargeForOnePassHasTheLossAndGradientsOfOnePass(int texts) {
        try (var model = model(false)) {
            double whole = new StepGradients(model::backward, LOSS, DATA::labelId, 1).of(batches(), 0);
            float[] expected = model.gradients().toArray();

            double parts = new StepGradients(small(model, texts), LOSS, DATA::labelId, 1).of(batches(), 0);
            assertThat(parts).isCloseTo(whole, within(1e-6));
            assertThat(model.gradients().toArray()).containsExactly(expected, within(2e-6f));
            assertThat(norm(expected)).isGreaterThan(0.1);
        }
    }

    @Test
    void withDropoutThePartsOfABatchAreWhatAccumulatedPassesWithMasksOfTheirOwnWouldBe() {
        List<Batch> one = Batches.byLength(ToyTask.tokenizer().encode(DATA.texts()), 11, 1000)
                .subList(0, 1);
        var tokens = one.get(0).tokens();
        assertThat(tokens.rows()).isEqualTo(11);
        float[] targets = LOSS.coefficients(
                java.util.Arrays.stream(one.get(0).rows()).map(DATA::labelId).toArray(), 1);
        try (var model = model(true)) {
            double loss = new StepGradients(small(model, 3), LOSS, DATA::labelId, 9).of(one, 4);
            float[] found = model.gradients().toArray();

            double expected = 0;
            int[] cuts = {0, 2, 5, 8, 11}; // 5 and 6, then 2 and 3, 3 and 3
            for (int part = 0; part + 1 < cuts.length; part++) {
                float[] share = java.util.Arrays.copyOfRange(targets, 3 * cuts[part], 3 * cuts[part + 1]);
                expected += model.backward(
                        tokens.rows(cuts[part], cuts[part + 1]), share, part > 0, StepGradients.dropoutKey(9, 4, part));
            }
            assertThat(loss).isEqualTo(expected);
            assertThat(found).isEqualTo(model.gradients().toArray());
        }
    }

    @Test
    void aRunWhosePassesAreTooLargeEndsWithTheWeightsOfOneWithRoom() throws IOException {
        Options options = ToyTask.options().withGradientAccumulation(2).withLabelSmoothing(0.1);
        try (var one = model(false);
                var other = model(false)) {
            var whole = run(one, options, DATA, one::backward);
            var parts = run(other, options, DATA, small(other, 3));
            assertThat(parts.epochs().get(1).trainLoss())
                    .isCloseTo(whole.epochs().get(1).trainLoss(), within(1e-5));
            for (Parameters.Parameter parameter : one.layout().all()) {
                // A bias of all keys cancels in the softmax; Adam turns the rounding noise of its gradient into steps.
                boolean noise = parameter.name().endsWith("attention.key.bias");
                assertThat(values(other, parameter))
                        .as(parameter.name())
                        .containsExactly(values(one, parameter), within(noise ? 1e-2f : 1e-4f));
            }
        }
    }

    @Test
    void aSingleTextTooLargeForOnePassIsRefused() {
        try (var model = model(false)) {
            var step = new StepGradients(small(model, 0), LOSS, DATA::labelId, 1);
            assertThatThrownBy(() -> step.of(batches(), 0)).isInstanceOf(PassTooLargeException.class);
        }
    }

    @Test
    void noTwoPassesOfARunHaveTheSameDropoutMasksHoweverManyMakeAStep() throws IOException {
        Dataset many = ToyTask.data(2500, 3);
        Options options = ToyTask.options().withBatchSize(1).withGradientAccumulation(2100);
        List<Long> keys = new ArrayList<>();
        try (var model = model(true)) {
            run(model, options, many, (batch, targets, accumulate, key) -> {
                keys.add(key);
                return 1;
            });
        }
        assertThat(keys).hasSize(2 * 2500);
        assertThat(new HashSet<>(keys)).as("different keys").hasSize(2 * 2500);
    }

    /** Of texts that are all the same, with weights that stay, a pass differs from the next by its dropout masks alone. */
    @Test
    void thePartsOfAStepDropDifferentValuesSoThatTheirMeanVariesLess() throws IOException {
        Dataset same = Dataset.of(Collections.nCopies(512, new Example("30 4 9 17 5", "fear")), ToyTask.LABELS);
        Options still = ToyTask.options()
                .withEpochs(1)
                .withBatchSize(2)
                .withLearningRate(1e-30)
                .withWeightDecay(0);
        double single = deviation(losses(still, same).subList(0, 32));
        double mean = deviation(losses(still.withGradientAccumulation(8), same));
        assertThat(single).isGreaterThan(1e-3);
        assertThat(mean / single).as("of eight parts; 0.35 expected").isBetween(0.2, 0.55);
    }

    private static List<Double> losses(Options options, Dataset data) {
        List<Double> losses = new ArrayList<>();
        var listener = new TrainingListener() {
            @Override
            public void step(Step step) {
                losses.add(step.loss());
            }
        };
        new FineTuner(ToyTask.encoder(2), ToyTask.tokenizer(), options, listener).train(data, Optional.empty());
        return losses;
    }

    private static TrainingResult run(
            TrainableModel model, Options options, Dataset data, StepGradients.Backward backward) throws IOException {
        return ToyTask.loop(model, options, data, Optional.empty(), CheckedDirectory.NEW_FILE, backward)
                .run(Optional.empty(), false);
    }

    private static double deviation(List<Double> values) {
        assertThat(values).hasSize(32);
        double mean = values.stream().mapToDouble(v -> v).average().orElseThrow();
        return Math.sqrt(values.stream()
                .mapToDouble(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow());
    }

    private static double norm(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }

    private static float[] values(TrainableModel model, Parameters.Parameter parameter) {
        return model.weights().slice(parameter.from(), parameter.size()).toArray();
    }
}
