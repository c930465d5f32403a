package io.github.emotion4j.core.onnx.proof;

import java.util.function.IntPredicate;

/** How far two sets of numbers are apart: the largest difference, in proportion to the number expected where that is above 1. */
final class Difference {

    private Difference() {}

    /** Infinite if there are more of one than of the other, or if one of them is not a number. */
    static double worst(float[] found, float[] expected) {
        return worst(found, expected, i -> true);
    }

    /** The same, of those elements that count. */
    static double worst(float[] found, float[] expected, IntPredicate counts) {
        if (found.length != expected.length) {
            return Double.POSITIVE_INFINITY;
        }
        double worst = 0;
        for (int i = 0; i < found.length; i++) {
            if (counts.test(i)) {
                double difference = Math.abs(found[i] - (double) expected[i]) / Math.max(1, Math.abs(expected[i]));
                // also where it is NaN
                worst = difference <= worst ? worst : Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
            }
        }
        return worst;
    }
}
