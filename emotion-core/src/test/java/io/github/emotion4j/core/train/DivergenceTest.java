package io.github.emotion4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Tensor;
import io.github.emotion4j.data.Dataset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that blow up. */
class DivergenceTest {

    private static final Dataset TRAIN = ToyTask.data(96, 1);
    private static final Dataset VALIDATION = ToyTask.data(60, 2);
    private static final Options OPTIONS = ToyTask.options().withWarmupRatio(0);

    private static TrainingResult train(Options options, Optional<Dataset> validation) {
        return train(ToyTask.encoder(1), options, validation);
    }

    private static TrainingResult train(Checkpoint start, Options options, Optional<Dataset> validation) {
        return new FineTuner(start, ToyTask.tokenizer(), options, TrainingListener.NONE).train(TRAIN, validation);
    }

    @ParameterizedTest
    @CsvSource({"1e30, 8", "1e20, 8", "1e39, 8", "1e30, 96", "1e20, 96", "1e39, 96"})
    void aLearningRateThatEndsInNoNumbersIsToldWithWhatToLower(double rate, int batchSize) {
        // With batches of all 96 texts and one epoch, the only step is also the last: its loss is still fine.
        Options options = OPTIONS.withEpochs(batchSize == 96 ? 1 : 3)
                .withLearningRate(rate)
                .withBatchSize(batchSize);
        for (var validation : List.of(Optional.<Dataset>empty(), Optional.of(VALIDATION))) {
            assertThatThrownBy(() -> train(options, validation))
                    .isInstanceOf(TrainingDivergedException.class)
                    .hasMessageStartingWith("training diverged: the ")
                    .hasMessageContaining("lower the learning rate (now " + rate + ")")
                    .hasMessageContaining("warm up");
        }
    }

    @Test
    void gradientsThatAreNotClippedAreNamedToo() {
        assertThatThrownBy(() -> train(
                        OPTIONS.withLearningRate(1e30).withMaxGradNorm(Double.POSITIVE_INFINITY), Optional.empty()))
                .hasMessageContaining("clip the gradients to a norm of 1 (now not clipped)");
    }

    @Test
    void aLossThatIsNoNumberBeforeTheFirstUpdateIsTheCheckpointsFault() {
        Checkpoint start = ToyTask.encoder(1);
        Map<String, Tensor> weights = new HashMap<>(start.weights());
        float[] words = start.weight("embeddings.word").toArray();
        Arrays.fill(words, Float.NaN);
        weights.put(
                "embeddings.word",
                Tensor.of(words, start.weight("embeddings.word").shape()));
        var broken = new Checkpoint(start.config(), weights, Optional.empty(), Optional.empty());

        assertThatThrownBy(() -> train(broken, OPTIONS, Optional.empty()))
                .isInstanceOf(TrainingDivergedException.class)
                .hasMessageContaining("the loss of step 1 is NaN before anything was learnt")
                .hasMessageContaining("checkpoint's weights")
                .hasMessageNotContaining("learning rate");
    }

    @ParameterizedTest
    @ValueSource(doubles = {10, 100, 1e3})
    void aLossThatRoseByOrdersOfMagnitudeStandsInTheResult(double rate) {
        for (var validation : List.of(Optional.<Dataset>empty(), Optional.of(VALIDATION))) {
            TrainingResult result =
                    train(OPTIONS.withLearningRate(rate).withMaxGradNorm(Double.POSITIVE_INFINITY), validation);
            assertThat(result.warnings()).hasSize(1);
            assertThat(result.warnings().get(0))
                    .contains("loss rose from 1.", "training diverged", "lower the learning rate (now " + rate + ")");
        }
    }

    @Test
    void soDoesOneThatTheLastStepAloneHasRaised() {
        TrainingResult result = train(OPTIONS.withEpochs(1).withBatchSize(96).withLearningRate(1e4), Optional.empty());
        assertThat(result.epochs().get(0).trainLoss()).isLessThan(2);
        assertThat(result.warnings()).hasSize(1);
        assertThat(result.warnings().get(0)).contains("after the last step");
    }

    @Test
    void aRunThatLearnsHasNoWarnings() {
        for (var validation : List.of(Optional.<Dataset>empty(), Optional.of(VALIDATION))) {
            for (String weights : List.of("none", "balanced", "joy=9,fear=0.1")) {
                assertThat(train(
                                        OPTIONS.withEpochs(6)
                                                .withClassWeights(ClassWeights.parse(weights))
                                                .withLabelSmoothing(0.1),
                                        validation)
                                .warnings())
                        .as(weights)
                        .isEmpty();
            }
        }
    }

    @Test
    void aModelThatHasLearntAndIsTrainedOnHasToFallBehindGuessingBeforeItsLossCountsAsRisen() {
        var divergence = new Divergence(OPTIONS, 3);
        assertThat(divergence.rise(0.001, List.of(epoch(1, 0.4, 0.9)), Optional.of(0.5)))
                .isEmpty();
        assertThat(divergence.rise(0.001, List.of(epoch(1, 1.2, 0.9)), Optional.empty()))
                .hasValueSatisfying(warning -> assertThat(warning).contains("from 0.00100", "to 1.20 in epoch 1"));
        assertThat(divergence.rise(1.1, List.of(epoch(1, 1.2, 10), epoch(2, 1.0, 12)), Optional.empty()))
                .hasValueSatisfying(warning -> assertThat(warning).contains("validation loss", "12.0 after epoch 2"));
        assertThat(divergence.rise(1.1, List.of(epoch(1, 10.9, 10.9)), Optional.of(10.9)))
                .isEmpty();
        assertThat(divergence.rise(1.1, List.of(), Optional.of(11.1))).isPresent();
    }

    private static Epoch epoch(int number, double train, double validation) {
        return new Epoch(number, train, Optional.of(new Scores(validation, 0, 0, 0)), 1);
    }
}
