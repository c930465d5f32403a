package io.github.emotion4j.eval;

/**
 * A confidence interval of 95 % (two-sided).
 *
 * @param low lower end, at most {@code high}; NaN where the value is undefined
 * @param high upper end
 */
public record Interval(double low, double high) {

    /** The 97.5 % quantile of the standard normal distribution. */
    static final double Z = 1.959963984540054;

    /** Checks the order of the ends. */
    public Interval {
        if (low > high) {
            throw new IllegalArgumentException("interval from " + low + " to " + high + ": the ends are exchanged");
        }
    }

    /**
     * The interval of a proportion by Wilson's score (Wilson, 1927), which keeps its coverage near 0 and 1 and for few trials.
     *
     * @param successes in {@code [0, trials]}
     * @param trials at least 0; with none the interval is NaN
     */
    public static Interval wilson(long successes, long trials) {
        if (successes < 0 || successes > trials) {
            throw new IllegalArgumentException(successes + " successes of " + trials + " trials");
        }
        if (trials == 0) {
            return new Interval(Double.NaN, Double.NaN);
        }
        double share = (double) successes / trials;
        double square = Z * Z / trials;
        double centre = (share + square / 2) / (1 + square);
        double half = Z * Math.sqrt(share * (1 - share) / trials + square / (4 * trials)) / (1 + square);
        return new Interval(Math.max(0, centre - half), Math.min(1, centre + half));
    }

    /** Whether a value lies inside or on an end. */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }
}
