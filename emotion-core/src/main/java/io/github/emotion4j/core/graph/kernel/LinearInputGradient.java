package io.github.emotion4j.core.graph.kernel;

import io.github.emotion4j.core.encoder.Activation;
import java.util.Optional;

/**
 * First half of the backward pass of a linear layer: {@code dz = dy * activation'(x Wᵀ + b)} and {@code dx = dz W}, a block of rows at a time.
 */
public final class LinearInputGradient implements Kernel {

    private final int in;
    private final int out;
    private final Optional<Activation> activation;
    private final Multiplier multiplier;
    private final Matrix weight;
    private final Optional<Floats> bias;
    private final Matrix product;
    private final Matrix dy;
    private final Matrix dz;
    private final Optional<Matrix> dx;
    private final Chunks rows;

    /**
     * @param product {@code x Wᵀ} of the forward pass; not read without an activation
     * @param dz {@code [rows, out]}; {@code dy} itself without an activation
     * @param dx {@code [rows, in]}, or null if nobody asks for it
     */
    public LinearInputGradient(
            int rows,
            int in,
            int out,
            Optional<Activation> activation,
            Multiplier multiplier,
            Floats weight,
            Optional<Floats> bias,
            Floats product,
            Floats dy,
            Floats dz,
            Floats dx) {
        this.in = in;
        this.out = out;
        this.activation = activation;
        this.multiplier = multiplier;
        this.weight = Matrix.of(weight, in);
        this.bias = bias;
        this.product = Matrix.of(product, out);
        this.dy = Matrix.of(dy, out);
        this.dz = Matrix.of(dz, out);
        this.dx = Optional.ofNullable(dx).map(floats -> Matrix.of(floats, in));
        this.rows = Chunks.of(rows, rows >= 1024 ? 256 : 128);
    }

    @Override
    public int chunks() {
        return rows.count();
    }

    @Override
    public void run(int chunk, Pass pass, Scratch scratch) {
        int from = rows.from(chunk);
        int height = rows.length(chunk);
        activation.ifPresent(kind -> {
            float[] b = scratch.array(0, out);
            float[] z = scratch.array(1, out);
            float[] d = scratch.array(2, out);
            bias.ifPresent(floats -> floats.get(0, b, 0, out));
            for (int row = from; row < from + height; row++) {
                int at = row * out;
                product.floats().get(at, z, 0, out);
                dy.floats().get(at, d, 0, out);
                if (bias.isPresent()) {
                    for (int i = 0; i < out; i++) {
                        z[i] += b[i];
                    }
                }
                Activations.multiplyByDerivative(kind, z, d, out, scratch);
                dz.floats().put(at, d, 0, out);
            }
        });
        var times = Product.times(height, in, out);
        dx.ifPresent(target -> multiplier.multiply(times, dz.at(from, 0), weight, target.at(from, 0), scratch));
    }
}
