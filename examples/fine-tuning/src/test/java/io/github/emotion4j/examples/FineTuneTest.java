package io.github.emotion4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.core.ClassifierOptions;
import io.github.emotion4j.core.EmotionClassifier;
import io.github.emotion4j.core.train.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FineTuneTest {

    private static final Path CHECKPOINT =
            Path.of("../../emotion-core/src/test/resources/io/github/emotion4j/core/tiny-distilbert");

    @TempDir
    Path folder;

    private static List<String> lines(int count, long seed) {
        var random = new Random(seed);
        var lines = new ArrayList<String>();
        String[] good = {"happy", "glad", "love", "great"};
        String[] bad = {"angry", "hate", "mad", "awful"};
        for (int i = 0; i < count; i++) {
            boolean positive = i % 2 == 0;
            String word = (positive ? good : bad)[random.nextInt(4)];
            lines.add("i feel so " + word + " today;" + (positive ? "good" : "bad"));
        }
        return lines;
    }

    @Test
    void theSavedModelHasLearntWhatItWasShown() throws Exception {
        Path train = Files.write(folder.resolve("train.txt"), lines(256, 1));
        Path validation = Files.write(folder.resolve("validation.txt"), lines(64, 2));
        Path out = folder.resolve("model");
        FineTune.tune(
                CHECKPOINT,
                train,
                validation,
                out,
                Options.defaults().withEpochs(8).withBatchSize(16).withLearningRate(3e-3));
        try (var classifier =
                EmotionClassifier.load(out, ClassifierOptions.defaults().withVerify(true))) {
            assertThat(classifier.labels().names()).containsExactly("bad", "good");
            assertThat(classifier.predict("i feel so glad today").label()).isEqualTo("good");
            assertThat(classifier.predict("i feel so awful today").label()).isEqualTo("bad");
        }
        assertThat(out.resolve("README.md")).content().contains("model-index", "## Limits");
    }
}
