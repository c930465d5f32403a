package io.github.emotion4j.core.graph.kernel;

import io.github.emotion4j.core.encoder.Activation;
import java.util.Optional;

/**
 * {@code y = activation(x Wᵀ + b)}. Many rows are cut into blocks of rows, few rows into blocks of columns, so that there is work for all threads
 * either way. Bias and activation are applied while the block is in the cache.
 */
public final class LinearForward implements Kernel {

    private static final int MANY_ROWS = 256;

    private final Matrix x;
    private final Matrix weight;
    private final Optional<Floats> bias;
    private final Matrix product;
    private final Matrix y;
    private final int in;
    private final Optional<Activation> activation;
    private final Multiplier multiplier;
    private final Chunks rows;
    private final Chunks columns;

    /**
     * @param product where {@code x Wᵀ} is kept for the backward pass, or {@code y} itself
     * @param y {@code [rows, out]}
     */
    public LinearForward(
            int rows,
            int in,
            int out,
            Optional<Activation> activation,
            Multiplier multiplier,
            Floats x,
            Floats weight,
            Optional<Floats> bias,
            Floats product,
            Floats y) {
        this.x = Matrix.of(x, in);
        this.weight = Matrix.of(weight, in);
        this.bias = bias;
        this.product = Matrix.of(product, out);
        this.y = Matrix.of(y, out);
        this.in = in;
        this.activation = activation;
        this.multiplier = multiplier;
        boolean many = rows >= MANY_ROWS;
        this.rows = Chunks.of(rows, many ? (rows >= 1024 ? 256 : 128) : rows);
        this.columns = Chunks.of(out, many ? out : Math.max(32, (out / 8 + 15) / 16 * 16));
    }

    @Override
    public int chunks() {
        return rows.count() * columns.count();
    }

    @Override
    public void run(int chunk, Pass pass, Scratch scratch) {
        int row = rows.from(chunk / columns.count());
        int height = rows.length(chunk / columns.count());
        int column = columns.from(chunk % columns.count());
        int width = columns.length(chunk % columns.count());
        Matrix target = product.at(row, column);
        var times = Product.timesTransposed(height, width, in);
        multiplier.multiply(times, x.at(row, 0), weight.at(column, 0), target, scratch);
        if (bias.isEmpty() && activation.isEmpty()) {
            return;
        }
        float[] b = scratch.array(0, width);
        float[] values = scratch.array(1, width);
        bias.ifPresent(floats -> floats.get(column, b, 0, width));
        for (int r = 0; r < height; r++) {
            product.floats().get(target.from() + r * target.stride(), values, 0, width);
            if (bias.isPresent()) {
                for (int i = 0; i < width; i++) {
                    values[i] += b[i];
                }
            }
            if (activation.isPresent()) {
                Activations.apply(activation.get(), values, width, scratch);
            }
            y.floats().put(y.at(row + r, column).from(), values, 0, width);
        }
    }
}
