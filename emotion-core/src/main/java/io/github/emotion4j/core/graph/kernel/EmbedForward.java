package io.github.emotion4j.core.graph.kernel;

import java.util.Optional;

/** Sum of word, position and segment embedding of every token. */
public final class EmbedForward implements Kernel {

    private final Tables tables;
    private final Floats y;
    private final Chunks tokens;

    /**
     * The tables of an encoder, or their gradients.
     *
     * @param words {@code [vocabulary, width]}
     * @param positions {@code [positions, width]}, if there are any
     * @param types {@code [types, width]}, if there are any
     */
    public record Tables(int width, Floats words, Optional<Floats> positions, Optional<Floats> types) {}

    /** @param y {@code [tokens, width]} */
    public EmbedForward(int count, Tables tables, Floats y) {
        this.tables = tables;
        this.y = y;
        this.tokens = Chunks.of(count, 64);
    }

    @Override
    public int chunks() {
        return tokens.count();
    }

    @Override
    public void run(int chunk, Pass pass, Scratch scratch) {
        int width = tables.width();
        float[] sum = scratch.array(0, width);
        float[] part = scratch.array(1, width);
        Packed batch = pass.tokens();
        for (int token = tokens.from(chunk); token < tokens.from(chunk) + tokens.length(chunk); token++) {
            tables.words().get(batch.id(token) * width, sum, 0, width);
            if (tables.positions().isPresent()) {
                add(tables.positions().get(), batch.positionRow(token), sum, part, width);
            }
            if (tables.types().isPresent()) {
                add(tables.types().get(), batch.type(token), sum, part, width);
            }
            y.put(token * width, sum, 0, width);
        }
    }

    private static void add(Floats table, int row, float[] sum, float[] part, int width) {
        table.get(row * width, part, 0, width);
        for (int i = 0; i < width; i++) {
            sum[i] += part[i];
        }
    }
}
