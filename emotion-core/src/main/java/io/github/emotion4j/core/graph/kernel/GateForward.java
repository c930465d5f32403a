package io.github.emotion4j.core.graph.kernel;

import io.github.emotion4j.core.encoder.Activation;

/**
 * {@code y = activation(a) * b} of the halves of x's rows (Shazeer, 2020).
 *
 * @param x {@code [rows, 2 width]}
 * @param y {@code [rows, width]}
 */
public record GateForward(int rows, int width, Activation activation, Floats x, Floats y) implements Kernel {

    static final int ROWS = 16;

    @Override
    public int chunks() {
        return Chunks.of(rows, ROWS).count();
    }

    @Override
    public void run(int chunk, Pass pass, Scratch scratch) {
        var parts = Chunks.of(rows, ROWS);
        float[] a = scratch.array(0, width);
        float[] b = scratch.array(1, width);
        for (int row = parts.from(chunk); row < parts.from(chunk) + parts.length(chunk); row++) {
            x.get(2 * row * width, a, 0, width);
            x.get(2 * row * width + width, b, 0, width);
            Activations.apply(activation, a, width, scratch);
            for (int i = 0; i < width; i++) {
                a[i] *= b[i];
            }
            y.put(row * width, a, 0, width);
        }
    }
}
