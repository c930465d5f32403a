package io.github.emotion4j.core.export;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.checkpoint.Tensor;
import io.github.emotion4j.core.encoder.Activation;
import io.github.emotion4j.core.encoder.Architecture;
import io.github.emotion4j.core.encoder.WeightNames;
import io.github.emotion4j.core.graph.TinyEncoders;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Tiny checkpoints with random weights, and batches for them. */
public final class RandomCheckpoints {

    private static final int HIDDEN = 24;
    private static final int INNER = 40;
    private static final int VOCABULARY = 90;
    private static final int POSITIONS = 48;

    private RandomCheckpoints() {}

    /** A checkpoint of two layers, three heads and four labels with that architecture's kind of head. */
    public static Checkpoint of(Architecture architecture, Activation activation, boolean plainHead, long seed) {
        return of(architecture, activation, plainHead, VOCABULARY, POSITIONS, seed);
    }

    /** The same for a tokenizer of that many tokens, and texts of up to that many. */
    public static Checkpoint of(
            Architecture architecture,
            Activation activation,
            boolean plainHead,
            int vocabulary,
            int positions,
            long seed) {
        var random = new Random(seed);
        boolean bert = architecture == Architecture.BERT;
        var config = TinyEncoders.config(architecture, activation, vocabulary, positions, HIDDEN, 2, 3, INNER);
        var weights = new HashMap<String, Tensor>();
        weights.put(WeightNames.WORDS, tensor(random, 1, vocabulary, HIDDEN));
        weights.put(WeightNames.POSITIONS, tensor(random, 1, positions, HIDDEN));
        if (bert) {
            weights.put(WeightNames.TYPES, tensor(random, 1, 2, HIDDEN));
        }
        norm(weights, random, WeightNames.EMBEDDING_NORM);
        for (int layer = 0; layer < 2; layer++) {
            linear(weights, random, WeightNames.query(layer), HIDDEN, HIDDEN);
            linear(weights, random, WeightNames.key(layer), HIDDEN, HIDDEN);
            linear(weights, random, WeightNames.value(layer), HIDDEN, HIDDEN);
            linear(weights, random, WeightNames.attentionOutput(layer), HIDDEN, HIDDEN);
            norm(weights, random, WeightNames.attentionNorm(layer));
            linear(weights, random, WeightNames.inner(layer), INNER, HIDDEN);
            linear(weights, random, WeightNames.outer(layer), HIDDEN, INNER);
            norm(weights, random, WeightNames.outputNorm(layer));
        }
        Optional<Head.HiddenLayer> hidden = plainHead
                ? Optional.empty()
                : Optional.of(new Head.HiddenLayer(
                        tensor(random, 0.3, HIDDEN, HIDDEN),
                        tensor(random, 0.3, HIDDEN),
                        bert ? Activation.TANH : Activation.RELU));
        var head = new Head(hidden, tensor(random, 0.5, 4, HIDDEN), tensor(random, 0.5, 4));
        return new Checkpoint(
                config,
                weights,
                Optional.of(head),
                Optional.of(Labels.of(List.of("sadness", "joy", "fear", "surprise"))));
    }

    /** Texts of 2 to {@code length} random tokens, the first of the full length. */
    public static TokenBatch batch(int rows, int length, long seed) {
        var random = new Random(seed);
        int[] ids = new int[rows * length];
        int[] mask = new int[rows * length];
        for (int row = 0; row < rows; row++) {
            int tokens = row == 0 ? length : Math.min(length, 2 + random.nextInt(length));
            for (int i = 0; i < tokens; i++) {
                ids[row * length + i] = random.nextInt(VOCABULARY);
                mask[row * length + i] = 1;
            }
        }
        return new TokenBatch(rows, length, ids, mask, new int[rows * length]);
    }

    private static void linear(Map<String, Tensor> weights, Random random, String name, int out, int in) {
        weights.put(WeightNames.weight(name), tensor(random, 0.3, out, in));
        weights.put(WeightNames.bias(name), tensor(random, 0.3, out));
    }

    private static void norm(Map<String, Tensor> weights, Random random, String name) {
        var gain = tensor(random, 0.2, HIDDEN).toArray();
        for (int i = 0; i < gain.length; i++) {
            gain[i] += 1;
        }
        weights.put(WeightNames.gain(name), Tensor.of(gain, HIDDEN));
        weights.put(WeightNames.bias(name), tensor(random, 0.2, HIDDEN));
    }

    private static Tensor tensor(Random random, double deviation, int... shape) {
        int size = 1;
        for (int axis : shape) {
            size *= axis;
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        return Tensor.of(values, shape);
    }
}
