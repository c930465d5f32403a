package io.github.emotion4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.HubDirectory;
import io.github.emotion4j.core.checkpoint.Pooling;
import io.github.emotion4j.core.checkpoint.Safetensors;
import io.github.emotion4j.core.graph.Encoder;
import io.github.emotion4j.core.graph.TrainableModel;
import io.github.emotion4j.data.batch.TokenBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Classifiers of every family, as transformers saves them, against the numbers that transformers computes: hidden states, logits and a run of fine-tuning, on
 * both engines. {@code -Demotion.families=DIR} takes another folder of the same form.
 */
class FamilyReferenceTest {

    private static final float TOLERANCE = 1e-4f;

    /** cases.json of a directory. */
    private static final class Cases {
        boolean multi_label;
        List<String> texts;
        List<int[]> input_ids;
        List<float[]> logits;
        List<float[]> hidden_first;
        List<float[]> hidden_mean;
        Run finetune;
    }

    private static final class Run {
        double weight_decay;
        double max_grad_norm;
        List<Batch> batches;
        List<Step> steps;
        List<float[]> logits_after;
    }

    private static final class Batch {
        List<String> texts;
        List<Object> labels;
    }

    private static final class Step {
        double loss;
        double gradient_norm;
        double learning_rate;
    }

    static Stream<Arguments> directoriesByEngine() throws IOException {
        return directories()
                .flatMap(directory -> Stream.of(System.getenv()
                                .getOrDefault("ENGINES", "fused,nd4j")
                                .split(","))
                        .map(engine -> Arguments.of(directory, engine)));
    }

    private static Stream<Path> directories() throws IOException {
        Path root = Path.of(
                System.getProperty("emotion.families", System.getProperty("emotion.reference", "none") + "/families"));
        if (!Files.isDirectory(root)) {
            return Stream.of(root);
        }
        try (Stream<Path> folders = Files.list(root)) {
            List<Path> found = folders.filter(folder -> Files.exists(folder.resolve("cases.json")))
                    .sorted()
                    .toList();
            assertThat(found).as("folders with cases.json in " + root).isNotEmpty();
            return found.stream();
        }
    }

    @AfterEach
    void chooseTheEngineAgain() {
        System.clearProperty("emotion.engine");
    }

    @ParameterizedTest
    @MethodSource("directoriesByEngine")
    void hiddenStatesAndLogitsAreThoseOfTransformersInABatchAndAlone(Path directory, String engine) throws IOException {
        Cases cases = cases(directory);
        System.setProperty("emotion.engine", engine);
        Checkpoint checkpoint = HubDirectory.read(directory, Safetensors.open(directory.resolve("model.safetensors")));
        Pooling pooling = checkpoint.config().head().pooling();
        try (var encoder = Encoder.of(checkpoint)) {
            TokenBatch all = batch(checkpoint, cases.input_ids);
            same(encoder.logits(all, pooling), cases.logits);
            same(encoder.features(all, Pooling.CLS), cases.hidden_first);
            same(encoder.features(all, Pooling.MEAN), cases.hidden_mean);
            for (int text = 0; text < cases.texts.size(); text++) {
                TokenBatch alone = batch(checkpoint, List.of(cases.input_ids.get(text)));
                same(encoder.logits(alone, pooling), List.of(cases.logits.get(text)));
                same(encoder.features(alone, Pooling.CLS), List.of(cases.hidden_first.get(text)));
                same(encoder.features(alone, Pooling.MEAN), List.of(cases.hidden_mean.get(text)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("directoriesByEngine")
    void everyStepOfFineTuningHasPyTorchsLossAndGradientNorm(Path directory, String engine) throws IOException {
        Cases cases = cases(directory);
        System.setProperty("emotion.engine", engine);
        assumeTrue(!cases.multi_label, "several labels a text");
        Checkpoint start = HubDirectory.read(directory, Safetensors.open(directory.resolve("model.safetensors")));
        Pooling pooling = start.config().head().pooling();
        Run run = cases.finetune;
        try (var model = new TrainableModel(start, pooling, name -> false);
                var optimiser = new AdamW(model, AdamW.Settings.withDecay(run.weight_decay))) {
            for (int number = 0; number < run.steps.size(); number++) {
                Batch batch = run.batches.get(number % run.batches.size());
                Step step = run.steps.get(number);
                List<int[]> ids = batch.texts.stream()
                        .map(text -> cases.input_ids.get(cases.texts.indexOf(text)))
                        .toList();
                int[] labels = batch.labels.stream()
                        .mapToInt(label -> ((Number) label).intValue())
                        .toArray();
                float[] coefficients = Loss.plain(model.labels(), 0).coefficients(labels, 1);
                double loss = model.backward(batch(start, ids), coefficients, false, 0);
                double norm = optimiser.gradientNorm();
                optimiser.step(step.learning_rate, Math.min(1, run.max_grad_norm / (norm + 1e-6)));
                close("loss of step " + number, loss, step.loss);
                close("gradient norm of step " + number, norm, step.gradient_norm);
            }
            float[] logits = model.logits(batch(start, cases.input_ids));
            float[] expected = flat(run.logits_after);
            for (int i = 0; i < expected.length; i++) {
                assertThat(logits[i]).isCloseTo(expected[i], within(Math.max(1e-3f, 1e-3f * Math.abs(expected[i]))));
            }
        }
    }

    private static void close(String what, double found, double expected) {
        assertThat(found).as(what).isCloseTo(expected, within(TOLERANCE * Math.max(Math.abs(expected), 1e-2)));
    }

    private static void same(float[] found, List<float[]> expected) {
        assertThat(found).containsExactly(flat(expected), within(TOLERANCE));
    }

    private static float[] flat(List<float[]> rows) {
        float[] all = new float[rows.size() * rows.get(0).length];
        for (int row = 0; row < rows.size(); row++) {
            System.arraycopy(rows.get(row), 0, all, row * rows.get(0).length, rows.get(0).length);
        }
        return all;
    }

    private static TokenBatch batch(Checkpoint checkpoint, List<int[]> texts) {
        int length = texts.stream().mapToInt(ids -> ids.length).max().orElseThrow();
        int[] ids = new int[texts.size() * length];
        Arrays.fill(ids, checkpoint.config().embeddings().paddingId());
        int[] mask = new int[ids.length];
        for (int row = 0; row < texts.size(); row++) {
            int[] text = texts.get(row);
            System.arraycopy(text, 0, ids, row * length, text.length);
            Arrays.fill(mask, row * length, row * length + text.length, 1);
        }
        return new TokenBatch(texts.size(), length, ids, mask, new int[ids.length]);
    }

    private static Cases cases(Path directory) throws IOException {
        assumeTrue(Files.isDirectory(directory), () -> "there is no " + directory);
        return new Gson().fromJson(Files.readString(directory.resolve("cases.json")), Cases.class);
    }
}
