package io.github.emotion4j.core.graph.kernel;

import io.github.emotion4j.core.encoder.RelativePositions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Disentangled attention (He et al., 2020): {@code scale (q · K(distance) + k · Q(distance))}. For each text and head, queries are multiplied with all distances
 * at once, and what belongs to the distance of a key is then picked.
 */
public final class DisentangledScores implements RelativeScores {

    private final float scale;
    private final int headSize;
    private final Distances distances;
    private final Optional<Matrix> keys; // [distances, hidden], what queries meet
    private final Optional<Matrix> queries; // [distances, hidden], what keys meet

    /** @param inputs projected distances that queries meet and those that keys meet, as far as there are */
    public DisentangledScores(
            AttentionShape shape, RelativePositions.Disentangled positions, Extent extent, Floats... inputs) {
        this.scale = shape.scale();
        this.headSize = shape.headSize();
        this.distances = Distances.of(positions, extent);
        this.keys = positions.keys() ? Optional.of(Matrix.of(inputs[0], shape.hidden())) : Optional.empty();
        this.queries = positions.queries()
                ? Optional.of(Matrix.of(inputs[inputs.length - 1], shape.hidden()))
                : Optional.empty();
    }

    @Override
    public void add(Place place, Matrix q, Matrix k, float[] scores, Scratch scratch) {
        int column = place.head() * headSize;
        if (keys.isPresent()) {
            float[] met = met(place.queries(), q, keys.get().at(0, column), scratch); // [queries, distances]
            pick(place, scores, met, true);
        }
        if (queries.isPresent()) {
            float[] met = met(place.keys(), k, queries.get().at(0, column), scratch); // [keys, distances]
            pick(place, scores, met, false);
        }
    }

    private float[] met(int rows, Matrix tokens, Matrix table, Scratch scratch) {
        int count = distances.count();
        Floats memory = scratch.floats(0, rows * count);
        Gemm.multiply(Product.timesTransposed(rows, count, headSize), scale, tokens, table, Matrix.of(memory, count));
        float[] met = scratch.array(1, rows * count);
        memory.get(0, met, 0, rows * count);
        return met;
    }

    private void pick(Place place, float[] scores, float[] met, boolean byQuery) {
        int count = distances.count();
        int at = 0;
        for (int query = 0; query < place.queries(); query++) {
            for (int key = 0; key < place.keys(); key++) {
                scores[at++] += met[(byQuery ? query : key) * count + distances.row(place.distance(query, key))];
            }
        }
    }

    @Override
    public void addGradients(Place place, float[] dScores, Matrix dq, Matrix dk, Scratch scratch) {
        int column = place.head() * headSize;
        int count = distances.count();
        if (keys.isPresent()) {
            Matrix met = scattered(place, dScores, true, scratch);
            var product = Product.times(place.queries(), headSize, count).added(true);
            Gemm.multiply(product, scale, met, keys.get().at(0, column), dq);
        }
        if (queries.isPresent()) {
            Matrix met = scattered(place, dScores, false, scratch);
            var product = Product.times(place.keys(), headSize, count).added(true);
            Gemm.multiply(product, scale, met, queries.get().at(0, column), dk);
        }
    }

    /** The way back of {@link #pick}: {@code [queries, distances]}, or {@code [keys, distances]}. */
    private Matrix scattered(Place place, float[] dScores, boolean byQuery, Scratch scratch) {
        int count = distances.count();
        int rows = byQuery ? place.queries() : place.keys();
        float[] met = scratch.array(2, rows * count);
        Arrays.fill(met, 0, rows * count, 0f);
        int at = 0;
        for (int query = 0; query < place.queries(); query++) {
            for (int key = 0; key < place.keys(); key++) {
                met[(byQuery ? query : key) * count + distances.row(place.distance(query, key))] += dScores[at++];
            }
        }
        Floats memory = scratch.floats(0, rows * count);
        memory.put(0, met, 0, rows * count);
        return Matrix.of(memory, count);
    }

    @Override
    public List<Kernel> gradients(
            AttentionShape shape, Floats q, Floats keysAndValues, Floats dScores, Floats[] targets) {
        var kernels = new ArrayList<Kernel>();
        if (keys.isPresent() && targets[0] != null) {
            kernels.add(new TableGradient(shape, true, shape.queries(q), dScores, targets[0]));
        }
        if (queries.isPresent() && targets[targets.length - 1] != null) {
            kernels.add(
                    new TableGradient(shape, false, shape.keys(keysAndValues), dScores, targets[targets.length - 1]));
        }
        return kernels;
    }

    /** Gradient of the projected distances, a head a chunk: a head has columns of its own, the texts follow each other. */
    private final class TableGradient implements Kernel {

        private final AttentionShape shape;
        private final boolean byQuery;
        private final Matrix tokens;
        private final Floats dScores;
        private final Matrix dTable;

        TableGradient(AttentionShape shape, boolean byQuery, Matrix tokens, Floats dScores, Floats dTable) {
            this.shape = shape;
            this.byQuery = byQuery;
            this.tokens = tokens;
            this.dScores = dScores;
            this.dTable = Matrix.of(dTable, shape.hidden());
        }

        @Override
        public int chunks() {
            return shape.heads();
        }

        @Override
        public void run(int head, Pass pass, Scratch scratch) {
            Packed batch = pass.tokens();
            int column = head * headSize;
            for (int text = 0; text < batch.texts(); text++) {
                var place = new Place(batch, text, head, shape.queries(batch, text));
                int scores = place.queries() * place.keys();
                float[] d = scratch.array(0, scores);
                dScores.get(shape.scoresFrom(batch, text, head), d, 0, scores);
                Matrix met = scattered(place, d, byQuery, scratch);
                int rows = byQuery ? place.queries() : place.keys();
                int row = byQuery ? shape.queryRow(batch, text) : batch.start(text);
                var product = Product.transposedTimes(distances.count(), headSize, rows)
                        .added(text > 0);
                Gemm.multiply(product, scale, met, tokens.at(row, column), dTable.at(0, column));
            }
        }
    }
}
