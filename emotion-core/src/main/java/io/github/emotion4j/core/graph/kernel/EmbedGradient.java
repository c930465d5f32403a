package io.github.emotion4j.core.graph.kernel;

import java.util.List;
import java.util.Optional;

/**
 * Gradients of the embedding tables: dense, as PyTorch's are by default. A chunk adds up some columns of all tokens in token order, so that no two
 * threads meet and the sum does not depend on them.
 *
 * <p>The word embedding's row of the padding token, id 0 in BERT's and DistilBERT's vocabularies, gets no gradient even where the token is attended
 * to: that is PyTorch's {@code padding_idx}, which both families' implementations set.
 */
public final class EmbedGradient {

    private static final int PADDING = 0;
    private static final int COLUMNS = 128;
    private static final int ZEROES = 1 << 18;

    private EmbedGradient() {}

    /**
     * @param dy {@code [tokens, width]}
     * @param dWords {@code [vocabulary, width]}
     * @param dPositions {@code [positions, width]}
     * @param dTypes {@code [types, width]}, or null
     */
    public static List<Kernel> kernels(int width, Floats dy, Floats dWords, Floats dPositions, Floats dTypes) {
        var scatter = new Scatter(width, dy, dWords, dPositions, Optional.ofNullable(dTypes));
        return dTypes == null
                ? List.of(new Clear(dWords), new Clear(dPositions), scatter)
                : List.of(new Clear(dWords), new Clear(dPositions), new Clear(dTypes), scatter);
    }

    private record Clear(Floats table) implements Kernel {

        @Override
        public int chunks() {
            return Chunks.of(table.size(), ZEROES).count();
        }

        @Override
        public void run(int chunk, Pass pass, Scratch scratch) {
            if (!pass.accumulate()) {
                var parts = Chunks.of(table.size(), ZEROES);
                table.zero(parts.from(chunk), parts.length(chunk));
            }
        }
    }

    private record Scatter(int width, Floats dy, Floats dWords, Floats dPositions, Optional<Floats> dTypes)
            implements Kernel {

        @Override
        public int chunks() {
            return Chunks.of(width, COLUMNS).count();
        }

        @Override
        public void run(int chunk, Pass pass, Scratch scratch) {
            var columns = Chunks.of(width, COLUMNS);
            int column = columns.from(chunk);
            int count = columns.length(chunk);
            float[] d = scratch.array(0, count);
            float[] sum = scratch.array(1, count);
            Packed batch = pass.tokens();
            for (int token = 0; token < batch.tokens(); token++) {
                dy.get(token * width + column, d, 0, count);
                if (batch.id(token) != PADDING) {
                    add(dWords, batch.id(token) * width + column, d, sum, count);
                }
                add(dPositions, batch.position(token) * width + column, d, sum, count);
                if (dTypes.isPresent()) {
                    add(dTypes.get(), batch.type(token) * width + column, d, sum, count);
                }
            }
        }

        private static void add(Floats table, int at, float[] d, float[] sum, int count) {
            table.get(at, sum, 0, count);
            for (int i = 0; i < count; i++) {
                sum[i] += d[i];
            }
            table.put(at, sum, 0, count);
        }
    }
}
