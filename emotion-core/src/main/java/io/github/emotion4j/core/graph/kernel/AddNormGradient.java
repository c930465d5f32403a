package io.github.emotion4j.core.graph.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Backward pass of {@link AddNormForward}: rows first, leaving partial sums of the gain's and bias's gradients, which are then added up. */
public final class AddNormGradient {

    private static final int ROWS = 64;

    private AddNormGradient() {}

    /** Floats needed for partial sums. */
    public static int partials(int rows, int width) {
        return Chunks.of(rows, ROWS).count() * 2 * width;
    }

    /**
     * @param normalised from the forward pass, {@code [rows, width]}
     * @param inverseDeviation from the forward pass, {@code [rows]}
     * @param dSum gradient of the sum that is normalised, {@code [rows, width]}; that of the residual; or null
     * @param dx gradient of {@code x}: {@code dSum} with the dropout's mask; null without dropout
     * @param dGain {@code [width]}, or null if the parameters are frozen
     * @param dBias {@code [width]}, if there is a bias and it is not frozen
     * @param partials {@link #partials} floats, or null with {@code dGain}
     */
    public static List<Kernel> kernels(
            int rows,
            int width,
            Dropout dropout,
            Floats normalised,
            Floats inverseDeviation,
            Floats gain,
            Floats dy,
            Floats dSum,
            Floats dx,
            Floats dGain,
            Optional<Floats> dBias,
            Floats partials) {
        var chunks = Chunks.of(rows, ROWS);
        var overRows = new Rows(
                chunks,
                width,
                dropout,
                normalised,
                inverseDeviation,
                gain,
                dy,
                Optional.ofNullable(dSum),
                Optional.ofNullable(dx),
                Optional.ofNullable(partials));
        if (dGain == null || partials == null) {
            return List.of(overRows);
        }
        return List.of(overRows, new Sums(chunks.count(), width, partials, dGain, dBias));
    }

    private record Rows(
            Chunks rows,
            int width,
            Dropout dropout,
            Floats normalised,
            Floats inverseDeviation,
            Floats gain,
            Floats dy,
            Optional<Floats> dSum,
            Optional<Floats> dx,
            Optional<Floats> partials)
            implements Kernel {

        @Override
        public int chunks() {
            return rows.count();
        }

        @Override
        public void run(int chunk, Pass pass, Scratch scratch) {
            float[] g = scratch.array(0, width);
            float[] n = scratch.array(1, width);
            float[] d = scratch.array(2, width);
            float[] sums = scratch.array(3, 2 * width);
            float[] dBias = scratch.array(4, width);
            gain.get(0, g, 0, width);
            Arrays.fill(sums, 0, width, 0f);
            Arrays.fill(dBias, 0, width, 0f);
            for (int row = rows.from(chunk); row < rows.from(chunk) + rows.length(chunk); row++) {
                int at = row * width;
                normalised.get(at, n, 0, width);
                dy.get(at, d, 0, width);
                for (int i = 0; i < width; i++) {
                    sums[i] += d[i] * n[i];
                    dBias[i] += d[i];
                    d[i] *= g[i];
                }
                float mean = VectorMath.sum(d, 0, width) / width;
                float projection = VectorMath.dot(d, 0, n, 0, width) / width;
                float inverse = inverseDeviation.get(row);
                for (int i = 0; i < width; i++) {
                    d[i] = inverse * (d[i] - mean - n[i] * projection);
                }
                if (dSum.isPresent()) {
                    dSum.get().put(at, d, 0, width);
                }
                if (dx.isPresent()) {
                    dropout.apply(d, 0, width, at, pass.dropoutKey());
                    dx.get().put(at, d, 0, width);
                }
            }
            if (partials.isPresent()) {
                partials.get().put(chunk * 2 * width, sums, 0, width);
                partials.get().put(chunk * 2 * width + width, dBias, 0, width);
            }
        }
    }

    private record Sums(int parts, int width, Floats partials, Floats dGain, Optional<Floats> dBias) implements Kernel {

        @Override
        public int chunks() {
            return dBias.isPresent() ? 2 : 1;
        }

        @Override
        public void run(int chunk, Pass pass, Scratch scratch) {
            Floats target = chunk == 0 ? dGain : dBias.orElseThrow();
            float[] sum = scratch.array(0, width);
            float[] part = scratch.array(1, width);
            if (pass.accumulate()) {
                target.get(0, sum, 0, width);
            } else {
                Arrays.fill(sum, 0, width, 0f);
            }
            for (int p = 0; p < parts; p++) {
                partials.get((2 * p + chunk) * width, part, 0, width);
                for (int i = 0; i < width; i++) {
                    sum[i] += part[i];
                }
            }
            target.put(0, sum, 0, width);
        }
    }
}
