package io.github.emotion4j.core.graph.kernel;

import java.util.Optional;

/** Second half of the backward pass of a linear layer: {@code dW = dzᵀ x} and {@code db = sum of dz's rows}, a block of outputs at a time. */
public final class LinearWeightGradient implements Kernel {

    private final int rows;
    private final int in;
    private final int out;
    private final Multiplier multiplier;
    private final Matrix x;
    private final Matrix dz;
    private final Matrix dWeight;
    private final Optional<Floats> dBias;
    private final Chunks outputs;

    /**
     * @param x {@code [rows, in]}
     * @param dz {@code [rows, out]}
     * @param dWeight {@code [out, in]}
     * @param dBias {@code [out]}, if there is a bias
     */
    public LinearWeightGradient(
            int rows,
            int in,
            int out,
            Multiplier multiplier,
            Floats x,
            Floats dz,
            Floats dWeight,
            Optional<Floats> dBias) {
        this.rows = rows;
        this.in = in;
        this.out = out;
        this.multiplier = multiplier;
        this.x = Matrix.of(x, in);
        this.dz = Matrix.of(dz, out);
        this.dWeight = Matrix.of(dWeight, in);
        this.dBias = dBias;
        this.outputs = Chunks.of(out, Math.min(768, Math.max(192, (out / 4 + 15) / 16 * 16)));
    }

    @Override
    public int chunks() {
        return outputs.count();
    }

    @Override
    public void run(int chunk, Pass pass, Scratch scratch) {
        int from = outputs.from(chunk);
        int width = outputs.length(chunk);
        var times = Product.transposedTimes(width, in, rows).added(pass.accumulate());
        multiplier.multiply(times, dz.at(0, from), x, dWeight.at(from, 0), scratch);
        dBias.ifPresent(target -> sumRows(target, from, width, pass, scratch));
    }

    private void sumRows(Floats target, int from, int width, Pass pass, Scratch scratch) {
        float[] sum = scratch.array(0, width);
        float[] row = scratch.array(1, width);
        if (pass.accumulate()) {
            target.get(from, sum, 0, width);
        } else {
            java.util.Arrays.fill(sum, 0, width, 0f);
        }
        for (int r = 0; r < rows; r++) {
            dz.floats().get(r * out + from, row, 0, width);
            for (int i = 0; i < width; i++) {
                sum[i] += row[i];
            }
        }
        target.put(from, sum, 0, width);
    }
}
