package io.github.emotion4j.core.graph.kernel;

import io.github.emotion4j.core.encoder.Activation;

/**
 * Backward pass of {@link GateForward}: {@code da = dy * b * activation'(a)} and {@code db = dy * activation(a)}.
 *
 * @param x {@code [rows, 2 width]}
 * @param dy {@code [rows, width]}
 * @param dx {@code [rows, 2 width]}
 */
public record GateGradient(int rows, int width, Activation activation, Floats x, Floats dy, Floats dx)
        implements Kernel {

    @Override
    public int chunks() {
        return Chunks.of(rows, GateForward.ROWS).count();
    }

    @Override
    public void run(int chunk, Pass pass, Scratch scratch) {
        var parts = Chunks.of(rows, GateForward.ROWS);
        float[] a = scratch.array(0, width);
        float[] b = scratch.array(1, width);
        float[] d = scratch.array(2, width);
        float[] da = scratch.array(3, width);
        for (int row = parts.from(chunk); row < parts.from(chunk) + parts.length(chunk); row++) {
            x.get(2 * row * width, a, 0, width);
            x.get(2 * row * width + width, b, 0, width);
            dy.get(row * width, d, 0, width);
            for (int i = 0; i < width; i++) {
                da[i] = d[i] * b[i];
            }
            Activations.multiplyByDerivative(activation, a, da, width, scratch);
            Activations.apply(activation, a, width, scratch);
            for (int i = 0; i < width; i++) {
                d[i] *= a[i];
            }
            dx.put(2 * row * width, da, 0, width);
            dx.put(2 * row * width + width, d, 0, width);
        }
    }
}
