package io.github.emotion4j.core.encoder;

/**
 * The names of an encoder's weights inside this library, the same for every architecture and exporter. Matrices of linear layers are
 * {@code [out, in]}, as PyTorch keeps them: {@code y = x Wᵀ + b}.
 */
public final class WeightNames {

    /** Word embedding, {@code [vocabulary, hidden]}. */
    public static final String WORDS = "embeddings.word";
    /** Position embedding, {@code [positions, hidden]}. */
    public static final String POSITIONS = "embeddings.position";
    /** Segment embedding, {@code [types, hidden]}; absent where the configuration has no types. */
    public static final String TYPES = "embeddings.type";
    /** LayerNorm of the embeddings; {@link #gain} and {@link #bias} give its two vectors {@code [hidden]}. */
    public static final String EMBEDDING_NORM = "embeddings.norm";

    /** Linear layer behind the embeddings' LayerNorm, {@code [hidden, width]}; absent where the configuration has no projection. */
    public static final String EMBEDDING_PROJECTION = "embeddings.projection";
    /** Table of vectors of distances between two tokens, {@code [2 span, hidden]}. */
    public static final String RELATIVE = "relative.table";
    /** Table of attention biases by distance, {@code [buckets, heads]}. */
    public static final String RELATIVE_BIAS = "relative.bias";
    /** LayerNorm behind a table of vectors. */
    public static final String RELATIVE_NORM = "relative.norm";
    /** LayerNorm behind the last block, where LayerNorms stand before. */
    public static final String FINAL_NORM = "final.norm";
    /** First layer of the head, {@code [hidden, hidden]}. */
    public static final String HEAD_HIDDEN = "head.hidden";
    /** LayerNorm behind the head's first layer. */
    public static final String HEAD_NORM = "head.norm";
    /** Last layer of the head, {@code [labels, hidden]}. */
    public static final String HEAD = "head";

    private WeightNames() {}

    /** Whether weight decay applies to a parameter: to matrices and embeddings, not to biases and LayerNorms. */
    public static boolean decays(String name) {
        return !name.endsWith(".bias") && !name.endsWith(".gain");
    }

    /** Whether that is the name of a parameter of the head. */
    public static boolean isHead(String name) {
        return name.startsWith(HEAD);
    }

    /** Query projection of block {@code layer}, {@code [hidden, hidden]}. */
    public static String query(int layer) {
        return "layer." + layer + ".attention.query";
    }

    /** Key projection of block {@code layer}, {@code [hidden, hidden]}. */
    public static String key(int layer) {
        return "layer." + layer + ".attention.key";
    }

    /** Value projection of block {@code layer}, {@code [hidden, hidden]}. */
    public static String value(int layer) {
        return "layer." + layer + ".attention.value";
    }

    /** What distances are projected with where queries meet them, {@code [hidden, hidden]}. */
    public static String relativeKey(int layer) {
        return "layer." + layer + ".attention.relative.key";
    }

    /** What distances are projected with where keys meet them, {@code [hidden, hidden]}. */
    public static String relativeQuery(int layer) {
        return "layer." + layer + ".attention.relative.query";
    }

    /** Output projection of the attention of block {@code layer}, {@code [hidden, hidden]}. */
    public static String attentionOutput(int layer) {
        return "layer." + layer + ".attention.output";
    }

    /** LayerNorm after the attention of block {@code layer}. */
    public static String attentionNorm(int layer) {
        return "layer." + layer + ".attention.norm";
    }

    /** What the first feed-forward layer of block {@code layer} is multiplied with, {@code [intermediate, hidden]}; only where there is a gate. */
    public static String gate(int layer) {
        return "layer." + layer + ".ffn.gate";
    }

    /** First feed-forward layer of block {@code layer}, {@code [intermediate, hidden]}. */
    public static String inner(int layer) {
        return "layer." + layer + ".ffn.inner";
    }

    /** Second feed-forward layer of block {@code layer}, {@code [hidden, intermediate]}. */
    public static String outer(int layer) {
        return "layer." + layer + ".ffn.outer";
    }

    /** LayerNorm after the feed-forward part of block {@code layer}: the block's output. */
    public static String outputNorm(int layer) {
        return "layer." + layer + ".ffn.norm";
    }

    /** The matrix of a linear layer, {@code [out, in]}. */
    public static String weight(String linear) {
        return linear + ".weight";
    }

    /** The bias of a linear layer {@code [out]} or of a LayerNorm {@code [hidden]}. */
    public static String bias(String part) {
        return part + ".bias";
    }

    /** The gain of a LayerNorm, {@code [hidden]}. */
    public static String gain(String norm) {
        return norm + ".gain";
    }
}
