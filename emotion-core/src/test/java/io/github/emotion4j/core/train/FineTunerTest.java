package io.github.emotion4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.graph.Freezing;
import io.github.emotion4j.core.graph.Precision;
import io.github.emotion4j.core.graph.TrainableModel;
import io.github.emotion4j.data.Dataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FineTunerTest {

    private static final Dataset TRAIN = ToyTask.data(96, 1);
    private static final Dataset VALIDATION = ToyTask.data(60, 2);

    private static TrainingResult train(Options options) {
        return train(ToyTask.encoder(1), options);
    }

    private static TrainingResult train(Checkpoint start, Options options) {
        return new FineTuner(start, ToyTask.tokenizer(), options, TrainingListener.NONE)
                .train(TRAIN, Optional.of(VALIDATION));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "balanced", "joy=2,love=0.5"})
    void separableDataIsLearnedWhateverTheClassWeights(String weights) {
        Options options = ToyTask.options()
                .withEpochs(15)
                .withClassWeights(ClassWeights.parse(weights))
                .withLabelSmoothing(0.05);
        TrainingResult result = new FineTuner(ToyTask.encoder(1), ToyTask.tokenizer(), options, TrainingListener.NONE)
                .train(ToyTask.data(400, 1), Optional.of(VALIDATION));

        Epoch best = result.epochs().get(result.bestEpoch() - 1);
        assertThat(best.validation().orElseThrow().accuracy()).isGreaterThan(0.95);
        assertThat(best.trainLoss()).isLessThan(result.epochs().get(0).trainLoss());
    }

    @Test
    void separableDataIsLearnedWithBfloat16Products() {
        Options options = ToyTask.options().withEpochs(15).withPrecision(Precision.BF16);
        TrainingResult result = new FineTuner(ToyTask.encoder(1), ToyTask.tokenizer(), options, TrainingListener.NONE)
                .train(ToyTask.data(400, 1), Optional.of(VALIDATION));
        Epoch best = result.epochs().get(result.bestEpoch() - 1);
        assertThat(best.validation().orElseThrow().accuracy()).isGreaterThan(0.95);
    }

    @Test
    void theSameSeedGivesTheSameBitsAndAnotherOneOthers() {
        Map<String, float[]> first = ToyTask.weights(train(ToyTask.options()).checkpoint());
        Map<String, float[]> again = ToyTask.weights(train(ToyTask.options()).checkpoint());
        Map<String, float[]> other =
                ToyTask.weights(train(ToyTask.options().withSeed(43)).checkpoint());

        first.forEach((name, values) -> {
            assertThat(again.get(name)).as(name).isEqualTo(values);
            assertThat(other.get(name)).as(name).isNotEqualTo(values);
        });
    }

    @Test
    void frozenEmbeddingsAndLayersKeepTheirBits() {
        Checkpoint start = ToyTask.encoder(3);
        Checkpoint end = train(start, ToyTask.options().withFreezeLayers(2)).checkpoint();

        start.weights().forEach((name, tensor) -> {
            float[] trained = end.weight(name).toArray();
            if (new Freezing(2).test(name)) {
                assertThat(trained).as(name).isEqualTo(tensor.toArray());
            } else {
                assertThat(trained).as(name).isNotEqualTo(tensor.toArray());
            }
        });
        assertThat(start.weights().keySet().stream().filter(new Freezing(2))).hasSize(5 + 2 * 16);
    }

    @Test
    void accumulatedGradientsOfEqualPartsAreThoseOfTheWholeBatch() {
        Checkpoint start = NewHead.on(ToyTask.withoutDropout(ToyTask.encoder(2)), ToyTask.LABELS, 1);
        var batch = io.github.emotion4j.core.graph.TinyEncoders.batch(
                start.config(), 8, 6, io.github.emotion4j.core.graph.TinyEncoders.Padding.RIGHT, 4);
        int[] truth = {0, 1, 2, 0, 1, 2, 0, 1};
        var loss = Loss.plain(3, 0.1);
        try (var model = new TrainableModel(start, Pooling.MEAN, name -> false)) {
            float whole = model.backward(batch, loss.coefficients(truth, 1), false, 0);
            float[] expected = model.gradients().toArray();
            float parts = 0;
            for (int part = 0; part < 2; part++) {
                var half = batch.rows(4 * part, 4 * part + 4);
                int[] labels = Arrays.copyOfRange(truth, 4 * part, 4 * part + 4);
                parts += model.backward(half, loss.coefficients(labels, 2), part > 0, 0);
            }
            assertThat(parts).isCloseTo(whole, within(1e-6f));
            assertThat(model.gradients().toArray()).containsExactly(expected, within(1e-5f));
        }
    }

    @Test
    void accumulationTakesAsManyStepsAsThereAreGroupsOfBatches() {
        List<Long> totals = new ArrayList<>();
        var listener = new TrainingListener() {
            @Override
            public void step(Step step) {
                totals.add(step.totalSteps());
            }
        };
        new FineTuner(ToyTask.encoder(1), ToyTask.tokenizer(), ToyTask.options().withGradientAccumulation(5), listener)
                .train(TRAIN, Optional.empty());

        // 12 batches an epoch: 5, 5 and 2 of them.
        assertThat(totals).hasSize(6).containsOnly(6L);
    }

    @Test
    void trainingEndsEarlyAndTheBestEpochIsKept() {
        TrainingResult result = train(ToyTask.options()
                .withEpochs(40)
                .withLearningRate(2e-2)
                .withBestBy(Options.BestBy.LOSS)
                .withEarlyStopping(2));

        int last = result.epochs().size();
        assertThat(last).isLessThan(40).isEqualTo(result.bestEpoch() + 2);
        double best = result.epochs()
                .get(result.bestEpoch() - 1)
                .validation()
                .orElseThrow()
                .loss();
        assertThat(result.epochs())
                .allMatch(epoch -> epoch.validation().orElseThrow().loss() >= best);
        assertThat(evaluated(result.checkpoint()).loss()).isCloseTo(best, within(1e-6));
    }

    private static Scores evaluated(Checkpoint checkpoint) {
        try (var encoder = io.github.emotion4j.core.graph.Encoder.of(checkpoint)) {
            float[] logits = new float[VALIDATION.size() * 3];
            for (int row = 0; row < VALIDATION.size(); row++) {
                var encoding = ToyTask.tokenizer().encode(VALIDATION.text(row));
                float[] one =
                        encoder.logits(io.github.emotion4j.data.batch.TokenBatch.of(List.of(encoding)), Pooling.MEAN);
                System.arraycopy(one, 0, logits, row * 3, 3);
            }
            return Scores.of(VALIDATION.labelIds(), logits, 3);
        }
    }

    @Test
    void aCancelledTrainingStopsBetweenTwoSteps() throws Exception {
        var started = new CountDownLatch(3);
        var ended = new CountDownLatch(1);
        var thrown = new AtomicReference<Throwable>();
        var listener = new TrainingListener() {
            @Override
            public void step(Step step) {
                started.countDown();
            }
        };
        var executor = Executors.newSingleThreadExecutor();
        try {
            var future = executor.submit(() -> {
                try {
                    new FineTuner(
                                    ToyTask.encoder(1),
                                    ToyTask.tokenizer(),
                                    ToyTask.options().withEpochs(100_000),
                                    listener)
                            .train(TRAIN, Optional.empty());
                } catch (Throwable e) {
                    thrown.set(e);
                } finally {
                    ended.countDown();
                }
            });
            assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
            future.cancel(true);
            assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            executor.shutdownNow();
        }
        assertThat(thrown.get()).isInstanceOf(CancellationException.class).hasMessageContaining("after step");
        assertThat(train(ToyTask.options()).epochs()).hasSize(2);
    }

    @Test
    void whatCannotBeTrainedIsRefused() {
        assertThatThrownBy(() -> new FineTuner(
                        ToyTask.encoder(1),
                        ToyTask.tokenizer(),
                        ToyTask.options().withFreezeLayers(2),
                        TrainingListener.NONE))
                .hasMessageContaining("at most the 1 layers");
        var tuner = new FineTuner(ToyTask.encoder(1), ToyTask.tokenizer(), ToyTask.options(), TrainingListener.NONE);
        assertThatThrownBy(() -> tuner.train(TRAIN.select(), Optional.empty()))
                .hasMessageContaining("nothing to train");
        assertThatThrownBy(() -> tuner.train(TRAIN, Optional.of(VALIDATION.select())))
                .hasMessageContaining("validation data has no rows");
    }
}
