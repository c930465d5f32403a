package io.github.emotion4j.core.graph.kernel;

/** Rotary positions (Su et al., 2021): the i-th and the (i + half)-th value of a head are turned by {@code place * base^(-2i / head size)}. */
public final class Rotation implements Kernel {

    private static final int TOKENS = 16;

    /**
     * What is turned by which angles.
     *
     * @param base of the angles
     * @param headSize even
     * @param turned columns from the first that are turned, a multiple of the head size; the rest is copied
     * @param columns of the matrix
     */
    public record Angles(double base, int headSize, int turned, int columns) {

        /** Cosine and sine of each place, {@code [reach, head size]}: the cosines of the first half, then the sines. */
        float[] table(int reach) {
            int half = headSize / 2;
            float[] table = new float[Math.multiplyExact(reach, headSize)];
            for (int i = 0; i < half; i++) {
                float frequency = (float) (1 / Math.pow(base, 2.0 * i / headSize));
                for (int place = 0; place < reach; place++) {
                    double angle = place * frequency;
                    table[place * headSize + i] = (float) Math.cos(angle);
                    table[place * headSize + half + i] = (float) Math.sin(angle);
                }
            }
            return table;
        }
    }

    private final Angles angles;
    private final int direction;
    private final float[] table;
    private final Chunks tokens;
    private final Floats x;
    private final Floats y;

    /** @param back whether the opposite way, for a gradient */
    public Rotation(Angles angles, boolean back, Extent extent, Floats x, Floats y) {
        this.angles = angles;
        this.direction = back ? -1 : 1;
        this.table = angles.table(extent.reach());
        this.tokens = Chunks.of(extent.tokens(), TOKENS);
        this.x = x;
        this.y = y;
    }

    @Override
    public int chunks() {
        return tokens.count();
    }

    @Override
    public void run(int chunk, Pass pass, Scratch scratch) {
        int columns = angles.columns();
        int size = angles.headSize();
        int half = size / 2;
        float[] row = scratch.array(0, columns);
        Packed batch = pass.tokens();
        for (int token = tokens.from(chunk); token < tokens.from(chunk) + tokens.length(chunk); token++) {
            x.get(token * columns, row, 0, columns);
            int at = batch.position(token) * size;
            for (int head = 0; head < angles.turned(); head += size) {
                for (int i = 0; i < half; i++) {
                    float cos = table[at + i];
                    float sin = direction * table[at + half + i];
                    float a = row[head + i];
                    float b = row[head + half + i];
                    row[head + i] = a * cos - b * sin;
                    row[head + half + i] = b * cos + a * sin;
                }
            }
            y.put(token * columns, row, 0, columns);
        }
    }
}
