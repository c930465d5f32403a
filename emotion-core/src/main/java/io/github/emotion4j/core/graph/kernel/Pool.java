package io.github.emotion4j.core.graph.kernel;

import io.github.emotion4j.core.encoder.Pooling;

/** One vector a text from its hidden states, and the way back; a text a chunk. */
public final class Pool {

    private Pool() {}

    /**
     * @param x {@code [tokens, width]}
     * @param y {@code [texts, width]}
     */
    public static Kernel forward(Pooling pooling, int texts, int width, Floats x, Floats y) {
        return new Forward(pooling, texts, width, x, y);
    }

    /**
     * @param dy {@code [texts, width]}
     * @param dx {@code [tokens, width]}
     */
    public static Kernel gradient(Pooling pooling, int texts, int width, Floats dy, Floats dx) {
        return new Gradient(pooling, texts, width, dy, dx);
    }

    /** First and last + 1 token that count; a hidden token 0 does not, unless there is no other. */
    private static int firstCounted(Packed tokens, int text) {
        return tokens.start(text) + (tokens.firstIsHidden(text) && tokens.length(text) > 1 ? 1 : 0);
    }

    private record Forward(Pooling pooling, int texts, int width, Floats x, Floats y) implements Kernel {

        @Override
        public int chunks() {
            return texts;
        }

        @Override
        public void run(int text, Pass pass, Scratch scratch) {
            Packed tokens = pass.tokens();
            float[] sum = scratch.array(0, width);
            if (pooling == Pooling.CLS) {
                x.get(tokens.start(text) * width, sum, 0, width);
            } else {
                float[] row = scratch.array(1, width);
                int first = firstCounted(tokens, text);
                int end = tokens.start(text + 1);
                java.util.Arrays.fill(sum, 0, width, 0f);
                for (int token = first; token < end; token++) {
                    x.get(token * width, row, 0, width);
                    for (int i = 0; i < width; i++) {
                        sum[i] += row[i];
                    }
                }
                for (int i = 0; i < width; i++) {
                    sum[i] /= end - first;
                }
            }
            y.put(text * width, sum, 0, width);
        }
    }

    private record Gradient(Pooling pooling, int texts, int width, Floats dy, Floats dx) implements Kernel {

        @Override
        public int chunks() {
            return texts;
        }

        @Override
        public void run(int text, Pass pass, Scratch scratch) {
            Packed tokens = pass.tokens();
            int start = tokens.start(text);
            int end = tokens.start(text + 1);
            float[] d = scratch.array(0, width);
            dy.get(text * width, d, 0, width);
            dx.zero(start * width, (end - start) * width);
            if (pooling == Pooling.CLS) {
                dx.put(start * width, d, 0, width);
                return;
            }
            int first = firstCounted(tokens, text);
            for (int i = 0; i < width; i++) {
                d[i] /= end - first;
            }
            for (int token = first; token < end; token++) {
                dx.put(token * width, d, 0, width);
            }
        }
    }
}
