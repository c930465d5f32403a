package io.github.emotion4j.core.encoder;

import java.util.Objects;

/**
 * An encoder described by its parts. {@link EncoderDefinition} says how they are put together.
 *
 * @param architecture the family, which decides the names on disk
 * @param hiddenSize width of a hidden state; a multiple of the number of heads
 * @param layers number of blocks, at least 1
 * @param embeddings from token ids to vectors
 * @param attention of every block
 * @param feedForward of every block
 * @param norm the LayerNorms
 * @param sharedLayers whether all blocks use the same weights (Lan et al., 2019)
 * @param dropouts what is dropped in training
 * @param head the layout of the family's classification head
 */
public record EncoderConfig(
        Architecture architecture,
        int hiddenSize,
        int layers,
        Embeddings embeddings,
        SelfAttention attention,
        FeedForward feedForward,
        Normalisation norm,
        boolean sharedLayers,
        Dropouts dropouts,
        HeadLayout head) {

    /** Checks that the parts fit together. */
    public EncoderConfig {
        Objects.requireNonNull(architecture, "architecture");
        Objects.requireNonNull(dropouts, "dropouts");
        Objects.requireNonNull(head, "head");
        requirePositive("hidden size", hiddenSize);
        requirePositive("layers", layers);
        if (hiddenSize % attention.heads() != 0) {
            throw new IllegalArgumentException(
                    "hidden size " + hiddenSize + " is not a multiple of " + attention.heads() + " heads");
        }
        if (attention.relative() instanceof RelativePositions.Rotary && hiddenSize / attention.heads() % 2 != 0) {
            throw new IllegalArgumentException("rotary positions turn pairs of values, but a head has "
                    + hiddenSize / attention.heads() + " of them; expected an even number");
        }
        if (attention.windows().size() != layers) {
            throw new IllegalArgumentException(
                    "there are " + attention.windows().size() + " attention windows for " + layers + " layers");
        }
        if (!embeddings.projected() && embeddings.width() != hiddenSize) {
            throw new IllegalArgumentException("embeddings of " + embeddings.width()
                    + " values do not fit a hidden size of " + hiddenSize + " without a projection");
        }
    }

    /** Rows of the word embedding. */
    public int vocabularySize() {
        return embeddings.vocabularySize();
    }

    /** The most tokens of a text. */
    public int maxPositions() {
        return embeddings.maxTokens();
    }

    /** Rows of the segment embedding; 0 if there is none. */
    public int typeVocabularySize() {
        return embeddings.types();
    }

    /** Attention heads of a block. */
    public int heads() {
        return attention.heads();
    }

    /** Width of one attention head. */
    public int headSize() {
        return hiddenSize / attention.heads();
    }

    /** Width between the two feed-forward layers. */
    public int intermediateSize() {
        return feedForward.width();
    }

    /** The same encoder with other dropout probabilities. */
    public EncoderConfig withDropouts(Dropouts other) {
        return new EncoderConfig(
                architecture, hiddenSize, layers, embeddings, attention, feedForward, norm, sharedLayers, other, head);
    }

    static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be >= 1, found " + value);
        }
    }
}
