package io.github.emotion4j.cli;

import io.github.emotion4j.core.EmotionClassifier;
import io.github.emotion4j.core.Prediction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The example of the README, kept compiling. */
final class ReadmeExample {

    private ReadmeExample() {}

    static List<String> labels(Path model, List<String> messages) throws IOException {
        try (var classifier = EmotionClassifier.load(model)) { // thread-safe; keep one for the whole service
            List<Prediction> answers = classifier.predict(messages);
            answers.forEach(answer -> System.out.println(answer.label() + " " + answer.scores()));
            return answers.stream().map(Prediction::label).toList();
        }
    }
}
