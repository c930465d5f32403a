package io.github.emotion4j.core.train;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.encoder.Activation;
import io.github.emotion4j.core.encoder.Architecture;
import io.github.emotion4j.core.encoder.Dropouts;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.graph.TinyEncoders;
import io.github.emotion4j.core.graph.TrainableModel;
import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.Example;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.data.batch.Batches;
import io.github.emotion4j.data.tokenize.Encoding;
import io.github.emotion4j.data.tokenize.Tokenizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Texts of numbers, whose label is told by one of them, and a tiny encoder to learn it. */
final class ToyTask {

    static final Labels LABELS = Labels.of(List.of("fear", "joy", "love"));

    private ToyTask() {}

    /** An encoder of one layer, or more, without a head. */
    static Checkpoint encoder(int layers) {
        var config = TinyEncoders.config(Architecture.BERT, Activation.GELU_ERF, 40, 12, 12, layers, 2, 16);
        return TinyEncoders.withoutHead(TinyEncoders.of(config, false, 3));
    }

    /** The same checkpoint, which drops nothing. */
    static Checkpoint withoutDropout(Checkpoint checkpoint) {
        return new Checkpoint(
                checkpoint.config().withDropouts(Dropouts.NONE),
                checkpoint.weights(),
                checkpoint.head(),
                checkpoint.labels());
    }

    /** Rows whose label is the number of 30, 31 or 32 that occurs in them. */
    static Dataset data(int rows, long seed) {
        var random = new Random(seed);
        List<Example> examples = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            int label = random.nextInt(LABELS.size());
            List<String> words = new ArrayList<>(List.of(String.valueOf(30 + label)));
            int others = random.nextInt(8);
            for (int i = 0; i < others; i++) {
                words.add(String.valueOf(3 + random.nextInt(20)));
            }
            Collections.shuffle(words, random);
            examples.add(new Example(String.join(" ", words), LABELS.name(label)));
        }
        return Dataset.of(examples, LABELS);
    }

    /** Short and quick; the mean of all tokens. */
    static Options options() {
        return Options.defaults()
                .withEpochs(2)
                .withBatchSize(8)
                .withLearningRate(5e-3)
                .withPooling(Pooling.MEAN)
                .withWarmupRatio(0.1);
    }

    /** The values of all weights and of the head. */
    static Map<String, float[]> weights(Checkpoint checkpoint) {
        Map<String, float[]> all = new HashMap<>();
        checkpoint.weights().forEach((name, tensor) -> all.put(name, tensor.toArray()));
        all.put("head.weight", checkpoint.head().orElseThrow().weight().toArray());
        all.put("head.bias", checkpoint.head().orElseThrow().bias().toArray());
        return all;
    }

    /** A run whose states go through {@code files} and whose gradients come from {@code backward}. */
    static TrainingLoop loop(
            TrainableModel model,
            Options options,
            Dataset train,
            Optional<Dataset> validation,
            CheckedDirectory.Opener files,
            StepGradients.Backward backward) {
        List<Encoding> encodings = tokenizer().encode(train.texts());
        var seams = new TrainingLoop.Seams(
                files, backward, epoch -> Batches.shuffled(encodings, options.batchSize(), options.seed(), epoch));
        return new TrainingLoop(
                model, tokenizer(), options, TrainingListener.NONE, train, validation, Optional.of(seams));
    }

    /** Each number is its own id. */
    static Tokenizer tokenizer() {
        return new Numbers(0);
    }

    /** Another vocabulary: ids are shifted. */
    static Tokenizer otherTokenizer() {
        return new Numbers(1);
    }

    private record Numbers(int shift) implements Tokenizer {

        @Override
        public Encoding encode(String text) {
            String[] words = text.split(" ");
            int[] ids = new int[words.length + 1];
            ids[0] = 1;
            for (int i = 0; i < words.length; i++) {
                ids[i + 1] = Integer.parseInt(words[i]) + shift;
            }
            return new Encoding(ids, Collections.nCopies(ids.length, "n"), new int[ids.length], new int[ids.length], 0);
        }

        @Override
        public int vocabularySize() {
            return 40;
        }

        @Override
        public int maxLength() {
            return 12;
        }

        @Override
        public void close() {}
    }
}
