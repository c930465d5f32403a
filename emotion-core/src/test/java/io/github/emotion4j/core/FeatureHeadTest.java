package io.github.emotion4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.core.checkpoint.Tensor;
import io.github.emotion4j.core.checkpoint.hub.HubDirectory;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.features.FeatureHead;
import io.github.emotion4j.core.features.MissingLibraryException;
import io.github.emotion4j.core.graph.Encoder;
import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.core.model.ModelDirectory;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.data.batch.TokenBatch;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heads of other libraries, of which emotion-core itself has none. */
class FeatureHeadTest {

    @TempDir
    Path folder;

    private Path directory;

    /** An encoder without a head, and the description of a classifier beside it. */
    @BeforeEach
    void write() throws IOException {
        directory = TinyModels.copy("tiny-bert", folder);
        Checkpoint whole = ModelDirectory.read(directory).checkpoint();
        for (String file : List.of("config.json", "model.safetensors")) {
            Files.delete(directory.resolve(file));
        }
        HubDirectory.write(
                new Checkpoint(whole.config(), whole.weights(), Optional.empty(), Optional.empty()), directory);
        Files.writeString(directory.resolve(FeatureHead.FILE), "{}");
    }

    /** Says yes where the first number is positive. */
    public record Sign(int columns) implements FeatureHead {
        @Override
        public Labels labels() {
            return Labels.of(List.of("no", "yes"));
        }

        @Override
        public float[] logits(float[] vectors) {
            float[] logits = new float[2 * vectors.length / columns];
            for (int row = 0; row < logits.length / 2; row++) {
                logits[2 * row + 1] = vectors[row * columns] > 0 ? 9 : -9;
            }
            return logits;
        }
    }

    /** Finds a head as wide as the description is long. */
    public static final class Signs implements FeatureHead.Reader {
        @Override
        public FeatureHead read(Path directory) throws IOException {
            return new Sign((int) Files.size(directory.resolve(FeatureHead.FILE)));
        }
    }

    @Test
    void withoutTheLibraryThatReadsItAModelIsRefusedWithTheArtefactToAdd() {
        assertThatThrownBy(() -> EmotionClassifier.load(directory))
                .isInstanceOf(MissingLibraryException.class)
                .hasMessageContaining(directory.resolve("classifier.json").toString())
                .hasMessageContaining("io.github.emotion4j:emotion-eval");
    }

    @Test
    void itIsNotTakenForACheckpointToTrainFromWhereAHeadOfTheEncoderIsNeeded() throws IOException {
        Model model = ModelDirectory.read(directory);
        assertThatThrownBy(model::head)
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("classifier on frozen features")
                .hasMessageNotContaining("checkpoint to train from");
        Files.delete(directory.resolve(FeatureHead.FILE));
        assertThatThrownBy(() -> EmotionClassifier.load(directory)).hasMessageContaining("checkpoint to train from");
    }

    @Test
    void aModelTrainedOnFromOneWithSuchAHeadDoesNotAnswerWithItsHead() throws IOException {
        Model model = ModelDirectory.read(directory);
        assertThat(model.featureHead()).contains(directory);
        assertThat(model.withPooling(Pooling.MEAN).featureHead()).contains(directory);
        assertThat(model.withCheckpoint(model.checkpoint()).featureHead()).isEmpty();
    }

    @Test
    void aReaderOfTheCallingThreadsClassPathIsFoundAndAnswersLikeAnyOtherModel() throws Exception {
        Path services = Files.createDirectories(folder.resolve("path/META-INF/services"));
        Files.writeString(services.resolve(FeatureHead.Reader.class.getName()), Signs.class.getName());
        URL[] path = {folder.resolve("path").toUri().toURL()};
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        try (var loader = new URLClassLoader(path, before)) {
            thread.setContextClassLoader(loader);
            assertThatThrownBy(() -> EmotionClassifier.load(directory))
                    .isInstanceOf(InvalidModelException.class)
                    .hasMessageContaining("trained on vectors of 2 values")
                    .hasMessageContaining("the encoder beside it has 24");
            Files.writeString(directory.resolve(FeatureHead.FILE), "{" + " ".repeat(22) + "}");
            try (var classifier = EmotionClassifier.load(directory)) {
                List<Prediction> answers = classifier.predict(Arrays.asList("i feel so happy today", null, "", "sad"));
                assertThat(classifier.labels().names()).containsExactly("no", "yes");
                assertThat(answers).extracting(Prediction::isRejected).containsExactly(false, true, false, false);
                assertThat(answers.get(0).score()).isGreaterThan(0.999f);
            }
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void aVectorThatIsNoNumberIsNotAnsweredThoughTheHeadWould() throws IOException {
        Checkpoint whole = ModelDirectory.read(directory).checkpoint();
        Map<String, Tensor> weights = new HashMap<>(whole.weights());
        Tensor words = whole.weight("embeddings.word");
        float[] values = words.toArray();
        values[7 * 24] = Float.NaN;
        weights.put("embeddings.word", Tensor.of(values, words.shape()));
        var damaged = new Checkpoint(whole.config(), weights, Optional.empty(), Optional.empty());
        int[] ids = {2, 5, 3, 2, 7, 3};
        try (var scorer = new FeatureScorer(Encoder.of(damaged), Pooling.CLS, new Sign(24))) {
            float[] logits = scorer.logits(new TokenBatch(2, 3, ids, new int[] {1, 1, 1, 1, 1, 1}, new int[6]));
            assertThat(logits[0]).isZero();
            assertThat(Math.abs(logits[1])).isEqualTo(9);
            assertThat(new float[] {logits[2], logits[3]}).containsOnly(Float.NaN);
        }
    }
}
