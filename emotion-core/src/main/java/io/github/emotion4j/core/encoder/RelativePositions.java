package io.github.emotion4j.core.encoder;

/** What the distance of two tokens changes in the attention between them. */
public sealed interface RelativePositions {

    /** Nothing. */
    record None() implements RelativePositions {}

    /**
     * A number for each head and bucket of distances, added to the scores; the same in every layer: MPNet (Song et al., 2020), after T5 (Raffel et al.,
     * 2019). The table is {@code [buckets, heads]}.
     *
     * @param buckets half of them for keys before the query, half for those behind
     * @param maxDistance from here on all distances share a bucket
     */
    record Bias(int buckets, int maxDistance) implements RelativePositions {

        /**
         * The bucket of a distance.
         *
         * @param distance place of the query minus place of the key
         */
        public int bucket(int distance) {
            int half = buckets / 2;
            int exact = half / 2;
            int from = distance < 0 ? half : 0;
            int far = Math.abs(distance);
            if (far < exact) {
                return from + far;
            }
            float share = (float) Math.log((float) far / exact) / (float) Math.log((double) maxDistance / exact);
            return from + Math.min(half - 1, exact + (int) (share * (half - exact)));
        }
    }

    /**
     * Disentangled attention (He et al., 2020, 2021): a query also meets vectors of distances, and a key too. The table of distances is
     * {@code [2 span, hidden]}.
     *
     * @param span half the rows of the table
     * @param maxDistance the largest distance that is told from others
     * @param bucketed whether distances beyond {@code span / 2} share buckets that grow logarithmically
     * @param keys whether queries meet distances ("c2p")
     * @param queries whether keys do ("p2c")
     * @param shared whether distances are projected with the layer's own query and key matrices; otherwise they have their own
     * @param normalised whether a LayerNorm stands behind the table
     */
    record Disentangled(
            int span,
            int maxDistance,
            boolean bucketed,
            boolean keys,
            boolean queries,
            boolean shared,
            boolean normalised)
            implements RelativePositions {

        /** Checks the ranges. */
        public Disentangled {
            EncoderConfig.requirePositive("span of relative positions", span);
            EncoderConfig.requirePositive("maximum relative position", maxDistance);
        }

        /**
         * The row of a distance in the table.
         *
         * @param distance place of the query minus place of the key
         */
        public int row(int distance) {
            return Math.max(0, Math.min(2 * span - 1, span + (bucketed ? bucket(distance) : distance)));
        }

        /** In float32, as the original computes it: a bucket's border may lie on either side of an integer. */
        private int bucket(int distance) {
            int middle = span / 2;
            int far = Math.abs(distance);
            if (far <= middle) {
                return distance;
            }
            float share = (float) Math.log((float) far / middle)
                    / (float) Math.log((float) ((double) (maxDistance - 1) / middle));
            int bucket = (int) Math.ceil(share * (middle - 1)) + middle;
            return distance < 0 ? -bucket : bucket;
        }

        /** By how much more than one product the scores are divided: {@code sqrt(head size * terms)}. */
        public int terms() {
            return 1 + (keys ? 1 : 0) + (queries ? 1 : 0);
        }
    }

    /**
     * Queries and keys are turned by an angle that grows with their place (Su et al., 2021), pairs of the i-th and the (i + half)-th value of a head.
     *
     * @param base of the angles in layers whose tokens attend to all others
     * @param localBase of the angles in layers with a window
     */
    record Rotary(double base, double localBase) implements RelativePositions {
        /** Checks the ranges. */
        public Rotary {
            if (!(base > 0 && localBase > 0)) {
                throw new IllegalArgumentException(
                        "the base of rotary positions must be > 0, found " + base + " and " + localBase);
            }
        }
    }
}
