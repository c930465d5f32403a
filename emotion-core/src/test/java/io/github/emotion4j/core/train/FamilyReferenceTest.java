package io.github.emotion4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.emotion4j.core.FamilyCases;
import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.graph.Encoder;
import io.github.emotion4j.core.graph.TrainableModel;
import io.github.emotion4j.data.batch.TokenBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Classifiers of every family against the numbers that transformers computes: hidden states, logits and a run of fine-tuning, on both engines. */
class FamilyReferenceTest {

    private static final float TOLERANCE = 1e-4f;

    static Stream<Arguments> directoriesByEngine() throws IOException {
        return FamilyCases.directories()
                .flatMap(directory -> Stream.of(System.getenv()
                                .getOrDefault("ENGINES", "fused,nd4j")
                                .split(","))
                        .map(engine -> Arguments.of(directory, engine)));
    }

    @AfterEach
    void chooseTheEngineAgain() {
        System.clearProperty("emotion.engine");
    }

    @ParameterizedTest
    @MethodSource("directoriesByEngine")
    void hiddenStatesAndLogitsAreThoseOfTransformersInABatchAndAlone(Path directory, String engine) throws IOException {
        FamilyCases cases = FamilyCases.of(directory);
        System.setProperty("emotion.engine", engine);
        Checkpoint checkpoint = FamilyCases.checkpoint(directory);
        Pooling pooling = checkpoint.config().head().pooling();
        try (var encoder = Encoder.of(checkpoint)) {
            TokenBatch all = FamilyCases.batch(checkpoint, cases.input_ids);
            same(encoder.logits(all, pooling), cases.logits);
            same(encoder.features(all, Pooling.CLS), cases.hidden_first);
            same(encoder.features(all, Pooling.MEAN), cases.hidden_mean);
            for (int text = 0; text < cases.texts.size(); text++) {
                TokenBatch alone = FamilyCases.batch(checkpoint, List.of(cases.input_ids.get(text)));
                same(encoder.logits(alone, pooling), List.of(cases.logits.get(text)));
                same(encoder.features(alone, Pooling.CLS), List.of(cases.hidden_first.get(text)));
                same(encoder.features(alone, Pooling.MEAN), List.of(cases.hidden_mean.get(text)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("directoriesByEngine")
    void everyStepOfFineTuningHasPyTorchsLossAndGradientNorm(Path directory, String engine) throws IOException {
        FamilyCases cases = FamilyCases.of(directory);
        System.setProperty("emotion.engine", engine);
        assumeTrue(!cases.multi_label, "several labels a text");
        Checkpoint start = FamilyCases.checkpoint(directory);
        Pooling pooling = start.config().head().pooling();
        FamilyCases.Run run = cases.finetune;
        try (var model = new TrainableModel(start, pooling, name -> false);
                var optimiser = new AdamW(model, AdamW.Settings.withDecay(run.weight_decay))) {
            for (int number = 0; number < run.steps.size(); number++) {
                FamilyCases.Batch batch = run.batches.get(number % run.batches.size());
                FamilyCases.Step step = run.steps.get(number);
                List<int[]> ids = batch.texts.stream()
                        .map(text -> cases.input_ids.get(cases.texts.indexOf(text)))
                        .toList();
                int[] labels = batch.labels.stream()
                        .mapToInt(label -> ((Number) label).intValue())
                        .toArray();
                float[] coefficients = Loss.plain(model.labels(), 0).coefficients(labels, 1);
                double loss = model.backward(FamilyCases.batch(start, ids), coefficients, false, 0);
                double norm = optimiser.gradientNorm();
                optimiser.step(step.learning_rate, Math.min(1, run.max_grad_norm / (norm + 1e-6)));
                close("loss of step " + number, loss, step.loss);
                close("gradient norm of step " + number, norm, step.gradient_norm);
            }
            float[] logits = model.logits(FamilyCases.batch(start, cases.input_ids));
            float[] expected = FamilyCases.flat(run.logits_after);
            for (int i = 0; i < expected.length; i++) {
                assertThat(logits[i]).isCloseTo(expected[i], within(Math.max(1e-3f, 1e-3f * Math.abs(expected[i]))));
            }
        }
    }

    private static void close(String what, double found, double expected) {
        assertThat(found).as(what).isCloseTo(expected, within(TOLERANCE * Math.max(Math.abs(expected), 1e-2)));
    }

    private static void same(float[] found, List<float[]> expected) {
        assertThat(found).containsExactly(FamilyCases.flat(expected), within(TOLERANCE));
    }
}
