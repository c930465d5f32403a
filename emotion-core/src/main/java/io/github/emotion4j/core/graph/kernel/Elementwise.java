package io.github.emotion4j.core.graph.kernel;

/** Kernels without structure. */
public final class Elementwise {

    private static final int BLOCK = 1 << 14;

    private Elementwise() {}

    /** {@code y = dropout(a) + b}; {@code y} may be {@code a} or {@code b}. */
    public static Kernel sum(Dropout dropout, Floats a, Floats b, Floats y) {
        return new Sum(dropout, a, b, y);
    }

    /** {@code y = dropout(x)}; its own gradient, applied to the gradient. */
    public static Kernel dropout(Dropout dropout, Floats x, Floats y) {
        return new Drop(dropout, x, y);
    }

    private record Sum(Dropout dropout, Floats a, Floats b, Floats y) implements Kernel {

        @Override
        public int chunks() {
            return Chunks.of(y.size(), BLOCK).count();
        }

        @Override
        public void run(int chunk, Pass pass, Scratch scratch) {
            var parts = Chunks.of(y.size(), BLOCK);
            int from = parts.from(chunk);
            int count = parts.length(chunk);
            float[] s = scratch.array(0, count);
            float[] t = scratch.array(1, count);
            a.get(from, s, 0, count);
            if (dropout.active()) {
                dropout.apply(s, 0, count, from, pass.dropoutKey());
            }
            b.get(from, t, 0, count);
            for (int i = 0; i < count; i++) {
                s[i] += t[i];
            }
            y.put(from, s, 0, count);
        }
    }

    private record Drop(Dropout dropout, Floats x, Floats y) implements Kernel {

        @Override
        public int chunks() {
            return Chunks.of(y.size(), BLOCK).count();
        }

        @Override
        public void run(int chunk, Pass pass, Scratch scratch) {
            var parts = Chunks.of(y.size(), BLOCK);
            int from = parts.from(chunk);
            int count = parts.length(chunk);
            float[] s = scratch.array(0, count);
            x.get(from, s, 0, count);
            dropout.apply(s, 0, count, from, pass.dropoutKey());
            y.put(from, s, 0, count);
        }
    }
}
