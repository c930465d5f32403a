package io.github.emotion4j.core.graph.kernel;

/** Rows scaled to length 1, and the way back; one chunk, there are few rows. Sums are in double precision. */
public final class UnitLength {

    private UnitLength() {}

    /**
     * {@code y = x / |x|}.
     *
     * @param x {@code [rows, width]}
     * @param y {@code [rows, width]}
     */
    public static Kernel forward(int rows, int width, Floats x, Floats y) {
        return new Forward(rows, width, x, y);
    }

    /**
     * {@code dx = (dy - y (y · dy)) / |x|}: what of dy lies along y changes the length only.
     *
     * @param x {@code [rows, width]}
     * @param dy {@code [rows, width]}
     * @param dx {@code [rows, width]}
     */
    public static Kernel gradient(int rows, int width, Floats x, Floats dy, Floats dx) {
        return new Gradient(rows, width, x, dy, dx);
    }

    private static double length(float[] row, int width) {
        double squares = 0;
        for (int i = 0; i < width; i++) {
            squares += (double) row[i] * row[i];
        }
        return Math.sqrt(squares);
    }

    private record Forward(int rows, int width, Floats x, Floats y) implements Kernel {

        @Override
        public int chunks() {
            return 1;
        }

        @Override
        public void run(int chunk, Pass pass, Scratch scratch) {
            float[] row = scratch.array(0, width);
            for (int r = 0; r < rows; r++) {
                x.get(r * width, row, 0, width);
                double length = length(row, width);
                for (int i = 0; i < width; i++) {
                    row[i] = (float) (row[i] / length);
                }
                y.put(r * width, row, 0, width);
            }
        }
    }

    private record Gradient(int rows, int width, Floats x, Floats dy, Floats dx) implements Kernel {

        @Override
        public int chunks() {
            return 1;
        }

        @Override
        public void run(int chunk, Pass pass, Scratch scratch) {
            float[] row = scratch.array(0, width);
            float[] d = scratch.array(1, width);
            for (int r = 0; r < rows; r++) {
                x.get(r * width, row, 0, width);
                dy.get(r * width, d, 0, width);
                double length = length(row, width);
                double along = 0;
                for (int i = 0; i < width; i++) {
                    along += d[i] * (row[i] / length);
                }
                for (int i = 0; i < width; i++) {
                    d[i] = (float) ((d[i] - along * (row[i] / length)) / length);
                }
                dx.put(r * width, d, 0, width);
            }
        }
    }
}
