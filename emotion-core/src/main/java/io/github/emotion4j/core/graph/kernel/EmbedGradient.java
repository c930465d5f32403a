package io.github.emotion4j.core.graph.kernel;

import io.github.emotion4j.core.encoder.Embeddings;
import io.github.emotion4j.core.encoder.Positions;
import java.util.ArrayList;
import java.util.List;

/**
 * Gradients of the embedding tables: dense, as PyTorch's are by default. A chunk adds up some columns of all tokens in token order, so that no two
 * threads meet and the sum does not depend on them.
 *
 * <p>The padding token's row of the word embedding gets no gradient even where the token is attended to: that is PyTorch's {@code padding_idx}, which all
 * families' implementations set; and where positions are counted from the padding id, its row of positions gets none either.
 */
public final class EmbedGradient {

    private static final int COLUMNS = 128;
    private static final int ZEROES = 1 << 18;

    private EmbedGradient() {}

    /**
     * @param part says which token is padding
     * @param dy {@code [tokens, width]}
     * @param tables gradients
     */
    public static List<Kernel> kernels(Embeddings part, Floats dy, EmbedForward.Tables tables) {
        var kernels = new ArrayList<Kernel>(List.of(new Clear(tables.words())));
        tables.positions().map(Clear::new).ifPresent(kernels::add);
        tables.types().map(Clear::new).ifPresent(kernels::add);
        int padding = part.paddingId();
        kernels.add(
                new Scatter(padding, part.positions() instanceof Positions.AfterPadding ? padding : -1, dy, tables));
        return kernels;
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

    /**
     * @param padding id without gradient
     * @param paddingRow position without gradient
     */
    private record Scatter(int padding, int paddingRow, Floats dy, EmbedForward.Tables tables) implements Kernel {

        @Override
        public int chunks() {
            return Chunks.of(tables.width(), COLUMNS).count();
        }

        @Override
        public void run(int chunk, Pass pass, Scratch scratch) {
            int width = tables.width();
            var columns = Chunks.of(width, COLUMNS);
            int column = columns.from(chunk);
            int count = columns.length(chunk);
            float[] d = scratch.array(0, count);
            float[] sum = scratch.array(1, count);
            Packed batch = pass.tokens();
            for (int token = 0; token < batch.tokens(); token++) {
                dy.get(token * width + column, d, 0, count);
                if (batch.id(token) != padding) {
                    add(tables.words(), batch.id(token) * width + column, d, sum, count);
                }
                int row = batch.positionRow(token);
                if (tables.positions().isPresent() && row != paddingRow) {
                    add(tables.positions().get(), row * width + column, d, sum, count);
                }
                if (tables.types().isPresent()) {
                    add(tables.types().get(), batch.type(token) * width + column, d, sum, count);
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
