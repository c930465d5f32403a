package io.github.emotion4j.core.train;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.checkpoint.Tensor;
import io.github.emotion4j.core.encoder.Dropouts;
import io.github.emotion4j.core.encoder.Embeddings;
import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.Normalisation;
import io.github.emotion4j.core.encoder.Positions;
import io.github.emotion4j.core.encoder.RelativePositions;
import io.github.emotion4j.core.encoder.SelfAttention;
import io.github.emotion4j.core.encoder.WeightNames;
import io.github.emotion4j.core.graph.Encoder;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.data.batch.Batch;
import io.github.emotion4j.data.batch.Batches;
import io.github.emotion4j.data.batch.TokenBatch;
import io.github.emotion4j.data.tokenize.Encoding;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The upper layers of an encoder as an encoder of their own, whose words are what the lower layers make of the tokens of certain texts: those are computed
 * once, however often the upper layers are trained on them. Without dropout, and exact: the LayerNorm behind the last lower layer becomes that of the
 * embeddings, so that the word of a token is the state in front of that LayerNorm's gain and bias, which a LayerNorm leaves as it is.
 */
final class UpperLayers {

    private static final int BATCH = 64;
    private static final int TOKENS_OF_A_BATCH = 4096;
    private static final String LAYER = "layer.";

    private final Checkpoint whole;
    private final int below;
    private final List<int[]> words;
    private final Checkpoint upper;

    /**
     * Computes the states.
     *
     * @param whole of a configuration that {@linkplain #canCut can be cut}
     * @param below how many layers are left out, from 1 to one less than all
     * @param texts at least one
     */
    UpperLayers(Checkpoint whole, int below, List<Encoding> texts) {
        this.whole = whole;
        this.below = below;
        EncoderConfig config = whole.config();
        int width = config.hiddenSize();
        int[] starts = new int[texts.size() + 1];
        for (int text = 0; text < texts.size(); text++) {
            starts[text + 1] = Math.addExact(starts[text], texts.get(text).length());
        }
        float[] table = new float[Math.multiplyExact(starts[texts.size()], width)]; // [tokens, hidden]
        try (Encoder lower = Encoder.of(lower())) {
            for (Batch batch : Batches.byLength(texts, BATCH, TOKENS_OF_A_BATCH)) {
                float[] states = lower.hiddenStates(batch.tokens());
                for (int row = 0; row < batch.rows().length; row++) {
                    int text = batch.rows()[row];
                    int size = (starts[text + 1] - starts[text]) * width;
                    System.arraycopy(states, row * batch.tokens().length() * width, table, starts[text] * width, size);
                }
            }
        }
        this.words = IntStream.range(0, texts.size())
                .mapToObj(
                        text -> IntStream.range(starts[text], starts[text + 1]).toArray())
                .toList();
        this.upper = upper(table);
    }

    /** Whether the layers of such an encoder see nothing but the states of the layer below, normalised behind it. */
    static boolean canCut(EncoderConfig config) {
        return config.norm().placement() == Normalisation.Placement.AFTER
                && config.norm().bias()
                && !config.sharedLayers()
                && config.attention().relative() instanceof RelativePositions.None;
    }

    /** The upper layers, with a vocabulary of all tokens of the texts and no dropout. */
    Checkpoint checkpoint() {
        return upper;
    }

    /** Some of the texts, by their place in the list. */
    TokenBatch batch(int[] texts) {
        return TokenBatch.of(Arrays.stream(texts)
                .mapToObj(text -> {
                    int[] ids = words.get(text);
                    return new Encoding(ids, List.of(), new int[ids.length], new int[ids.length], 0);
                })
                .toList());
    }

    /** The encoder with trained upper layers in place of its own. */
    Checkpoint whole(Checkpoint trained, Optional<Head> head, Optional<Labels> labels) {
        Map<String, Tensor> weights = new HashMap<>(whole.weights());
        trained.weights().forEach((name, tensor) -> {
            if (name.startsWith(LAYER)) {
                weights.put(moved(name, below), tensor);
            }
        });
        return new Checkpoint(whole.config(), weights, head, labels);
    }

    private Checkpoint lower() {
        EncoderConfig config = whole.config();
        Map<String, Tensor> weights = new HashMap<>();
        whole.weights().forEach((name, tensor) -> {
            if (!name.startsWith(LAYER) || layer(name) < below) {
                weights.put(name, tensor);
            }
        });
        String norm = WeightNames.outputNorm(below - 1);
        float[] ones = new float[config.hiddenSize()];
        Arrays.fill(ones, 1);
        weights.put(WeightNames.gain(norm), Tensor.of(ones, ones.length));
        weights.put(WeightNames.bias(norm), Tensor.of(new float[ones.length], ones.length));
        return new Checkpoint(
                layers(config, config.embeddings(), 0, below), weights, Optional.empty(), Optional.empty());
    }

    private Checkpoint upper(float[] table) {
        EncoderConfig config = whole.config();
        int width = config.hiddenSize();
        int rows = table.length / width;
        var embeddings = new Embeddings(rows, width, -1, new Positions.None(config.maxPositions()), 0, false);
        Map<String, Tensor> weights = new HashMap<>();
        weights.put(WeightNames.WORDS, Tensor.of(table, rows, width));
        String norm = WeightNames.outputNorm(below - 1);
        weights.put(WeightNames.gain(WeightNames.EMBEDDING_NORM), whole.weight(WeightNames.gain(norm)));
        weights.put(WeightNames.bias(WeightNames.EMBEDDING_NORM), whole.weight(WeightNames.bias(norm)));
        whole.weights().forEach((name, tensor) -> {
            if (name.startsWith(LAYER) && layer(name) >= below) {
                weights.put(moved(name, -below), tensor);
            }
        });
        return new Checkpoint(
                layers(config, embeddings, below, config.layers()), weights, whole.head(), whole.labels());
    }

    private static EncoderConfig layers(EncoderConfig config, Embeddings embeddings, int from, int to) {
        SelfAttention attention = config.attention();
        return new EncoderConfig(
                        config.architecture(),
                        config.hiddenSize(),
                        to - from,
                        embeddings,
                        new SelfAttention(
                                attention.heads(),
                                attention.bias(),
                                attention.relative(),
                                attention.windows().subList(from, to)),
                        config.feedForward(),
                        config.norm(),
                        config.sharedLayers(),
                        config.dropouts(),
                        config.head())
                .withDropouts(Dropouts.NONE);
    }

    private static int layer(String name) {
        return Integer.parseInt(name.substring(LAYER.length(), name.indexOf('.', LAYER.length())));
    }

    private static String moved(String name, int by) {
        int end = name.indexOf('.', LAYER.length());
        return LAYER + (layer(name) + by) + name.substring(end);
    }
}
