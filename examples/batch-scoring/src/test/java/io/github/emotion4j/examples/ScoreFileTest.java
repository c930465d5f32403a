package io.github.emotion4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.core.EmotionClassifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreFileTest {

    private static final Path MODEL =
            Path.of("../../emotion-core/src/test/resources/io/github/emotion4j/core/tiny-distilbert");

    @TempDir
    Path folder;

    @Test
    void writesALineATextInTheSameOrder() throws Exception {
        var texts = List.of("angry", "i feel so happy today", "", "what a surprise!");
        var lines = IntStream.range(0, 3000).mapToObj(i -> texts.get(i % 4)).toList();
        Path in = Files.write(folder.resolve("texts.txt"), lines);
        Path out = folder.resolve("scores.csv");
        ScoreFile.main(new String[] {MODEL.toString(), in.toString(), out.toString()});
        var written = Files.readAllLines(out);
        assertThat(written).hasSize(3000);
        try (var classifier = EmotionClassifier.load(MODEL)) {
            for (int i = 0; i < 4; i++) {
                var answer = classifier.predict(texts.get(i));
                assertThat(written.get(i))
                        .isEqualTo(String.format(Locale.ROOT, "%s;%.4f", answer.label(), answer.score()))
                        .isEqualTo(written.get(2996 + i));
            }
        }
    }
}
