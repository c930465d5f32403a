package io.github.emotion4j.core.graph.kernel;

import java.util.Optional;

/** Scaled dot-product attention within each text (Vaswani et al., 2017): {@code dropout(softmax(scale Q Kᵀ + relative)) V}, head by head. */
public final class AttentionForward implements Kernel {

    /** e to the power of it, and of its distance to any other score, is as good as 0. */
    private static final float HIDDEN = -Float.MAX_VALUE;

    private final AttentionShape shape;
    private final Extent extent;
    private final Dropout dropout;
    private final Optional<RelativeScores> relative;
    private final Matrix queries;
    private final Matrix keys;
    private final Matrix values;
    private final Matrix context;
    private final Floats probabilities;
    private final Optional<Floats> dropped;

    /**
     * @param relative what distances add to the scores, if anything
     * @param queries see {@link AttentionShape}
     * @param keysAndValues see {@link AttentionShape}; the same array as {@code queries} unless only token 0 asks
     * @param context {@code [queries, hidden]}
     * @param probabilities before dropout, {@link AttentionShape#scores} floats
     * @param dropped after dropout, as large; null without dropout
     */
    public AttentionForward(
            AttentionShape shape,
            Extent extent,
            Dropout dropout,
            Optional<RelativeScores> relative,
            Floats queries,
            Floats keysAndValues,
            Floats context,
            Floats probabilities,
            Floats dropped) {
        this.shape = shape;
        this.extent = extent;
        this.dropout = dropout;
        this.relative = relative;
        this.queries = shape.queries(queries);
        this.keys = shape.keys(keysAndValues);
        this.values = shape.values(keysAndValues);
        this.context = Matrix.of(context, shape.hidden());
        this.probabilities = probabilities;
        this.dropped = Optional.ofNullable(dropped);
    }

    @Override
    public int chunks() {
        return extent.texts() * shape.chunksPerText(extent.texts());
    }

    @Override
    public void run(int chunk, Pass pass, Scratch scratch) {
        int parts = shape.chunksPerText(extent.texts());
        int text = chunk / parts;
        int headsHere = shape.heads() / parts;
        for (int head = chunk % parts * headsHere; head < (chunk % parts + 1) * headsHere; head++) {
            attend(text, head, pass, scratch);
        }
    }

    private void attend(int text, int head, Pass pass, Scratch scratch) {
        Packed tokens = pass.tokens();
        int length = tokens.length(text);
        int asking = shape.queries(tokens, text);
        int size = shape.headSize();
        int column = head * size;
        int from = shape.scoresFrom(tokens, text, head);
        Matrix q = queries.at(shape.queryRow(tokens, text), column);
        Matrix k = keys.at(tokens.start(text), column);
        Matrix v = values.at(tokens.start(text), column);
        var products = new Matrix(probabilities, from, length); // [queries, keys]
        Gemm.multiply(Product.timesTransposed(asking, length, size), shape.scale(), q, k, products);

        float[] scores = scratch.array(0, asking * length);
        probabilities.get(from, scores, 0, asking * length);
        relative.ifPresent(
                added -> added.add(new RelativeScores.Place(tokens, text, head, asking), q, k, scores, scratch));
        if (!shape.everywhere()) {
            hideDistant(scores, tokens, text, asking);
        }
        softmax(scores, asking, length, tokens.firstIsHidden(text), scratch);
        probabilities.put(from, scores, 0, asking * length);
        if (dropped.isPresent()) {
            dropout.apply(scores, 0, asking * length, from, pass.dropoutKey());
            dropped.get().put(from, scores, 0, asking * length);
        }
        Matrix weights = new Matrix(dropped.orElse(probabilities), from, length);
        Matrix c = context.at(shape.queryRow(tokens, text), column);
        Gemm.multiply(Product.times(asking, size, length), 1f, weights, v, c); // [queries, head size]
    }

    /** Keys outside the window get the lowest score. */
    private void hideDistant(float[] scores, Packed tokens, int text, int asking) {
        int start = tokens.start(text);
        int length = tokens.length(text);
        if (tokens.position(start + length - 1) - tokens.position(start) <= shape.window()) {
            return;
        }
        for (int query = 0; query < asking; query++) {
            int place = tokens.position(start + query);
            for (int key = 0; key < length; key++) {
                if (Math.abs(tokens.position(start + key) - place) > shape.window()) {
                    scores[query * length + key] = HIDDEN;
                }
            }
        }
    }

    private static void softmax(float[] scores, int rows, int length, boolean firstIsHidden, Scratch scratch) {
        for (int row = 0; row < rows; row++) {
            int at = row * length;
            if (firstIsHidden && length > 1) {
                scores[at] = HIDDEN;
            }
            float max = VectorMath.max(scores, at, length);
            for (int i = at; i < at + length; i++) {
                scores[i] -= max;
            }
        }
        VectorMath.exp(scores, scratch.array(1, rows * length), rows * length);
        for (int row = 0; row < rows; row++) {
            int at = row * length;
            if (firstIsHidden && length > 1) {
                scores[at] = 0f;
            }
            float inverse = 1f / VectorMath.sum(scores, at, length);
            for (int i = at; i < at + length; i++) {
                scores[i] *= inverse;
            }
        }
    }
}
