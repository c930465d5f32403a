package io.github.emotion4j.core.graph.kernel;

import io.github.emotion4j.core.encoder.RelativePositions;
import java.util.Arrays;
import java.util.List;

/** A number for each bucket of distances and head. */
public final class BiasScores implements RelativeScores {

    private final int heads;
    private final int[] buckets;
    private final Floats table;

    /**
     * @param heads of the attention
     * @param table {@code [buckets, heads]}
     */
    public BiasScores(RelativePositions.Bias positions, int heads, Extent extent, Floats table) {
        this.heads = heads;
        this.buckets = new int[2 * extent.reach() - 1];
        Arrays.setAll(buckets, i -> positions.bucket(i + 1 - extent.reach()));
        this.table = table;
    }

    /** Where the number for two tokens lies in the table. */
    private int at(Place place, int query, int key) {
        return buckets[place.distance(query, key) + buckets.length / 2] * heads + place.head();
    }

    @Override
    public void add(Place place, Matrix q, Matrix k, float[] scores, Scratch scratch) {
        float[] biases = scratch.array(1, table.size());
        table.get(0, biases, 0, table.size());
        int at = 0;
        for (int query = 0; query < place.queries(); query++) {
            for (int key = 0; key < place.keys(); key++) {
                scores[at++] += biases[at(place, query, key)];
            }
        }
    }

    @Override
    public void addGradients(Place place, float[] dScores, Matrix dq, Matrix dk, Scratch scratch) {
        // the table does not depend on queries and keys
    }

    @Override
    public List<Kernel> gradients(
            AttentionShape shape, Floats queries, Floats keysAndValues, Floats dScores, Floats[] targets) {
        return targets[0] == null ? List.of() : List.of(new TableGradient(shape, dScores, targets[0]));
    }

    /** One chunk: the table is small, and its columns lie side by side. */
    private final class TableGradient implements Kernel {

        private final AttentionShape shape;
        private final Floats dScores;
        private final Floats dTable;

        TableGradient(AttentionShape shape, Floats dScores, Floats dTable) {
            this.shape = shape;
            this.dScores = dScores;
            this.dTable = dTable;
        }

        @Override
        public int chunks() {
            return 1;
        }

        @Override
        public void run(int chunk, Pass pass, Scratch scratch) {
            float[] sums = scratch.array(0, dTable.size());
            if (pass.accumulate()) {
                dTable.get(0, sums, 0, dTable.size());
            } else {
                Arrays.fill(sums, 0, dTable.size(), 0f);
            }
            Packed tokens = pass.tokens();
            for (int text = 0; text < tokens.texts(); text++) {
                for (int head = 0; head < heads; head++) {
                    sum(new Place(tokens, text, head, shape.queries(tokens, text)), sums, scratch);
                }
            }
            dTable.put(0, sums, 0, dTable.size());
        }

        private void sum(Place place, float[] sums, Scratch scratch) {
            int count = place.queries() * place.keys();
            float[] d = scratch.array(1, count);
            dScores.get(shape.scoresFrom(place.tokens(), place.text(), place.head()), d, 0, count);
            int at = 0;
            for (int query = 0; query < place.queries(); query++) {
                for (int key = 0; key < place.keys(); key++) {
                    sums[at(place, query, key)] += d[at++];
                }
            }
        }
    }
}
