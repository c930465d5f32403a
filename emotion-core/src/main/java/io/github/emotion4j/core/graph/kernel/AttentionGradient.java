package io.github.emotion4j.core.graph.kernel;

import java.util.Optional;

/** Backward pass of {@link AttentionForward}. */
public final class AttentionGradient implements Kernel {

    private final AttentionShape shape;
    private final Extent extent;
    private final Dropout dropout;
    private final Optional<RelativeScores> relative;
    private final Matrix queries;
    private final Matrix keys;
    private final Matrix values;
    private final Floats probabilities;
    private final Floats dropped;
    private final Matrix dContext;
    private final Matrix dQueries;
    private final Matrix dKeys;
    private final Matrix dValues;
    private final Floats dScores;

    /**
     * @param relative what distances added to the scores, if anything
     * @param dropped what multiplied the values: {@code probabilities} itself without dropout
     * @param dContext {@code [queries, hidden]}
     * @param dQueries laid out as {@code queries}
     * @param dKeysAndValues laid out as {@code keysAndValues}
     * @param dScores gradient of the scores, {@link AttentionShape#scores} floats
     */
    public AttentionGradient(
            AttentionShape shape,
            Extent extent,
            Dropout dropout,
            Optional<RelativeScores> relative,
            Floats queries,
            Floats keysAndValues,
            Floats probabilities,
            Floats dropped,
            Floats dContext,
            Floats dQueries,
            Floats dKeysAndValues,
            Floats dScores) {
        this.shape = shape;
        this.extent = extent;
        this.dropout = dropout;
        this.relative = relative;
        this.queries = shape.queries(queries);
        this.keys = shape.keys(keysAndValues);
        this.values = shape.values(keysAndValues);
        this.probabilities = probabilities;
        this.dropped = dropped;
        this.dContext = Matrix.of(dContext, shape.hidden());
        this.dQueries = shape.queries(dQueries);
        this.dKeys = shape.keys(dKeysAndValues);
        this.dValues = shape.values(dKeysAndValues);
        this.dScores = dScores;
    }

    @Override
    public int chunks() {
        return extent.texts() * shape.chunksPerText(extent.texts());
    }

    @Override
    public void run(int chunk, Pass pass, Scratch scratch) {
        int parts = shape.chunksPerText(extent.texts());
        int headsHere = shape.heads() / parts;
        for (int head = chunk % parts * headsHere; head < (chunk % parts + 1) * headsHere; head++) {
            differentiate(chunk / parts, head, pass, scratch);
        }
    }

    private void differentiate(int text, int head, Pass pass, Scratch scratch) {
        Packed tokens = pass.tokens();
        int length = tokens.length(text);
        int asking = shape.queries(tokens, text);
        int size = shape.headSize();
        int column = head * size;
        int count = asking * length;
        int from = shape.scoresFrom(tokens, text, head);
        int queryRow = shape.queryRow(tokens, text);
        int keyRow = tokens.start(text);
        Matrix dc = dContext.at(queryRow, column);
        Matrix weights = new Matrix(dropped, from, length);
        Matrix ds = new Matrix(dScores, from, length);
        Matrix v = values.at(keyRow, column);
        Gemm.multiply(Product.timesTransposed(asking, length, size), 1f, dc, v, ds); // [queries, keys]
        Gemm.multiply(Product.transposedTimes(length, size, asking), 1f, weights, dc, dValues.at(keyRow, column));

        float[] p = scratch.array(0, count);
        float[] d = scratch.array(1, count);
        probabilities.get(from, p, 0, count);
        dScores.get(from, d, 0, count);
        if (dropout.active()) {
            dropout.apply(d, 0, count, from, pass.dropoutKey());
        }
        for (int row = 0; row < asking; row++) {
            int at = row * length;
            float projection = VectorMath.dot(p, at, d, at, length);
            for (int i = at; i < at + length; i++) {
                d[i] = p[i] * (d[i] - projection);
            }
        }
        dScores.put(from, d, 0, count);
        Matrix k = keys.at(keyRow, column);
        Matrix q = queries.at(queryRow, column);
        Gemm.multiply(Product.times(asking, size, length), shape.scale(), ds, k, dQueries.at(queryRow, column));
        Gemm.multiply(Product.transposedTimes(length, size, asking), shape.scale(), ds, q, dKeys.at(keyRow, column));
        relative.ifPresent(added -> added.addGradients(
                new RelativeScores.Place(tokens, text, head, asking),
                d,
                dQueries.at(queryRow, column),
                dKeys.at(keyRow, column),
                scratch));
    }
}
