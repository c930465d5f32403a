package io.github.emotion4j.examples;

import io.github.emotion4j.core.EmotionClassifier;
import io.github.emotion4j.core.card.CardMetric;
import io.github.emotion4j.core.card.ModelCard;
import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.core.model.ModelDirectory;
import io.github.emotion4j.core.train.FineTuner;
import io.github.emotion4j.core.train.Options;
import io.github.emotion4j.core.train.TrainingListener;
import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.format.Datasets;
import io.github.emotion4j.data.format.ReadOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Fine-tunes a checkpoint on two files of {@code text;label} lines, saves the model with its card, loads it again and asks it:
 * {@code FineTune CHECKPOINT TRAIN VALIDATION OUT}. The checkpoint is a model directory or an ONNX file.
 */
public final class FineTune {

    private FineTune() {}

    /** Checkpoint, training file, validation file, directory to write. */
    public static void main(String[] args) throws IOException {
        if (args.length != 4) {
            System.err.println("usage: FineTune CHECKPOINT TRAIN VALIDATION OUT");
            System.exit(2);
        }
        Path out = Path.of(args[3]);
        tune(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]), out, Options.defaults());
        try (var classifier = EmotionClassifier.load(out)) {
            System.out.println(classifier.predict("i did not expect that at all"));
        }
    }

    static void tune(Path checkpoint, Path training, Path validation, Path out, Options options) throws IOException {
        Model start = ModelDirectory.read(checkpoint);
        Dataset train = Datasets.read(training, ReadOptions.defaults());
        Dataset held = Datasets.read(validation, ReadOptions.defaults().withLabels(train.labels()));
        try (var tokenizer = start.openTokenizer()) {
            var result = new FineTuner(start.checkpoint(), tokenizer, options, TrainingListener.NONE)
                    .train(train, Optional.of(held));
            var account = options.account();
            account.put("seed", options.seed());
            var tuned = start.withCheckpoint(result.checkpoint())
                    .withPooling(result.pooling())
                    .withTraining(account)
                    .withWarnings(result.warnings());
            double accuracy = result.epochs()
                    .get(result.bestEpoch() - 1)
                    .validation()
                    .orElseThrow()
                    .accuracy();
            var card = new ModelCard(
                    out.getFileName().toString(),
                    train.labels(),
                    "other",
                    List.of("en"),
                    Optional.empty(),
                    ModelDirectory.loadsInTransformers(tuned),
                    Optional.empty(),
                    List.of(new CardMetric(
                            "validation", held.size(), "accuracy", "Accuracy", accuracy, Optional.empty())),
                    tuned.trainingInWords(),
                    tuned.warnings());
            ModelDirectory.write(tuned, card, out);
        }
    }
}
