package io.github.emotion4j.examples;

import io.github.emotion4j.core.EmotionClassifier;
import io.github.emotion4j.core.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Scores a file with one text a line: {@code ScoreFile MODEL TEXTS OUT}. Writes a line {@code label;probability} a text, in the same order. The file may
 * be of any size: only some thousand lines are in memory at a time.
 */
public final class ScoreFile {

    private ScoreFile() {}

    /** Model directory, file of texts, file to write. */
    public static void main(String[] args) throws IOException {
        if (args.length != 3) {
            System.err.println("usage: ScoreFile MODEL TEXTS OUT");
            System.exit(2);
        }
        try (var classifier = EmotionClassifier.load(Path.of(args[0]))) {
            score(classifier, Path.of(args[1]), Path.of(args[2]));
        }
    }

    static void score(EmotionClassifier classifier, Path texts, Path out) throws IOException {
        try (var lines = Files.lines(texts);
                var answers = classifier.predict(lines);
                var writer = Files.newBufferedWriter(out)) {
            for (var answer : (Iterable<Prediction>) answers::iterator) {
                writer.write(
                        answer.isRejected()
                                ? ";" + answer.rejection().orElseThrow()
                                : String.format(Locale.ROOT, "%s;%.4f", answer.label(), answer.score()));
                writer.newLine();
            }
        }
    }
}
