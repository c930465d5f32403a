package io.github.emotion4j.core.graph.kernel;

import java.util.Arrays;
import java.util.Optional;

/** {@code y = LayerNorm(dropout(x) + residual)} over the rows (Ba et al., 2016), keeping what the backward pass needs. */
public final class AddNormForward implements Kernel {

    private final int width;
    private final double epsilon;
    private final Dropout dropout;
    private final Floats x;
    private final Optional<Floats> residual;
    private final Floats gain;
    private final Optional<Floats> bias;
    private final Floats y;
    private final Optional<Floats> normalised;
    private final Optional<Floats> inverseDeviation;
    private final Chunks rows;

    /**
     * @param residual {@code [rows, width]}, or null
     * @param y {@code [rows, width]}
     * @param normalised the values before gain and bias, {@code [rows, width]}, or null if nobody asks for them
     * @param inverseDeviation {@code [rows]}, or null
     */
    public AddNormForward(
            int rows,
            int width,
            double epsilon,
            Dropout dropout,
            Floats x,
            Floats residual,
            Floats gain,
            Optional<Floats> bias,
            Floats y,
            Floats normalised,
            Floats inverseDeviation) {
        this.width = width;
        this.epsilon = epsilon;
        this.dropout = dropout;
        this.x = x;
        this.residual = Optional.ofNullable(residual);
        this.gain = gain;
        this.bias = bias;
        this.y = y;
        this.normalised = Optional.ofNullable(normalised);
        this.inverseDeviation = Optional.ofNullable(inverseDeviation);
        this.rows = Chunks.of(rows, rows >= 512 ? 64 : 8);
    }

    @Override
    public int chunks() {
        return rows.count();
    }

    @Override
    public void run(int chunk, Pass pass, Scratch scratch) {
        float[] g = scratch.array(0, width);
        float[] b = scratch.array(1, width);
        float[] s = scratch.array(2, width);
        float[] other = scratch.array(3, width);
        gain.get(0, g, 0, width);
        if (bias.isPresent()) {
            bias.get().get(0, b, 0, width);
        } else {
            Arrays.fill(b, 0, width, 0f);
        }
        for (int row = rows.from(chunk); row < rows.from(chunk) + rows.length(chunk); row++) {
            int at = row * width;
            x.get(at, s, 0, width);
            if (dropout.active()) {
                dropout.apply(s, 0, width, at, pass.dropoutKey());
            }
            if (residual.isPresent()) {
                residual.get().get(at, other, 0, width);
                for (int i = 0; i < width; i++) {
                    s[i] += other[i];
                }
            }
            float mean = VectorMath.sum(s, 0, width) / width;
            for (int i = 0; i < width; i++) {
                s[i] -= mean;
            }
            float inverse = (float) (1 / Math.sqrt(VectorMath.dot(s, 0, s, 0, width) / width + epsilon));
            for (int i = 0; i < width; i++) {
                s[i] *= inverse;
                other[i] = s[i] * g[i] + b[i];
            }
            y.put(at, other, 0, width);
            if (normalised.isPresent()) {
                normalised.get().put(at, s, 0, width);
            }
            if (inverseDeviation.isPresent()) {
                inverseDeviation.get().put(row, inverse);
            }
        }
    }
}
