package io.github.emotion4j.core.graph.kernel;

import java.util.Optional;

/** Sum of word, position and segment embedding of every token. */
public final class EmbedForward implements Kernel {

    private final int width;
    private final Floats words;
    private final Floats positions;
    private final Optional<Floats> types;
    private final Floats y;
    private final Chunks tokens;

    /**
     * @param words {@code [vocabulary, width]}
     * @param positions {@code [positions, width]}
     * @param types {@code [types, width]}, or null
     * @param y {@code [tokens, width]}
     */
    public EmbedForward(int count, int width, Floats words, Floats positions, Floats types, Floats y) {
        this.width = width;
        this.words = words;
        this.positions = positions;
        this.types = Optional.ofNullable(types);
        this.y = y;
        this.tokens = Chunks.of(count, 64);
    }

    @Override
    public int chunks() {
        return tokens.count();
    }

    @Override
    public void run(int chunk, Pass pass, Scratch scratch) {
        float[] sum = scratch.array(0, width);
        float[] part = scratch.array(1, width);
        Packed batch = pass.tokens();
        for (int token = tokens.from(chunk); token < tokens.from(chunk) + tokens.length(chunk); token++) {
            words.get(batch.id(token) * width, sum, 0, width);
            add(positions, batch.position(token), sum, part);
            if (types.isPresent()) {
                add(types.get(), batch.type(token), sum, part);
            }
            y.put(token * width, sum, 0, width);
        }
    }

    private void add(Floats table, int row, float[] sum, float[] part) {
        table.get(row * width, part, 0, width);
        for (int i = 0; i < width; i++) {
            sum[i] += part[i];
        }
    }
}
