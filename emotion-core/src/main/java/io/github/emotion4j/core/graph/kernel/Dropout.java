package io.github.emotion4j.core.graph.kernel;

/**
 * Inverted dropout (Srivastava et al., 2014) whose masks are a function of key and element index (a counter-based generator, as in Salmon et al.,
 * 2011, with the finaliser of SplitMix64): nothing is stored, the backward pass computes the same mask again, and a resumed run needs no state.
 *
 * @param probability with which an element is dropped, in [0, 1); resolved to 1/65536
 * @param site distinguishes the places of a graph that drop
 */
public record Dropout(double probability, int site) {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** Drops nothing. */
    public static final Dropout NONE = new Dropout(0, 0);

    /** Checks the range. */
    public Dropout {
        if (!(probability >= 0 && probability < 1)) {
            throw new IllegalArgumentException("dropout must be in [0, 1), found " + probability);
        }
    }

    /** Whether anything is dropped at all. */
    public boolean active() {
        return threshold() < 65536;
    }

    /**
     * Multiplies values by their masks: 0 where dropped, {@code 1 / (1 - probability)} elsewhere.
     *
     * @param values changed in place, {@code values[at .. at + count)}
     * @param index of {@code values[at]} within the whole array of this site
     * @param key of the pass
     */
    public void apply(float[] values, int at, int count, long index, long key) {
        int threshold = threshold();
        float scale = 65536f / threshold;
        long seed = mix(key + GOLDEN * (site + 1L));
        int done = 0;
        while (done < count) {
            long element = index + done;
            long bits = mix(seed + GOLDEN * (element >>> 2)) >>> (16 * (element & 3));
            int lanes = Math.min(count - done, 4 - (int) (element & 3));
            for (int lane = 0; lane < lanes; lane++, bits >>>= 16, done++) {
                values[at + done] = (int) (bits & 0xFFFF) < threshold ? values[at + done] * scale : 0f;
            }
        }
    }

    private int threshold() {
        return (int) Math.round((1 - probability) * 65536);
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
