package io.github.emotion4j.eval.umap;

/**
 * How membership decays with distance in the plane: {@code 1 / (1 + a d^2b)}.
 *
 * @param a above 0
 * @param b above 0
 */
record Curve(double a, double b) {

    private static final int POINTS = 300;
    private static final int STEPS = 200;

    /**
     * The curve nearest, by least squares over 300 distances up to {@code 3 spread}, to one that is 1 up to {@code minDist} and then decays
     * exponentially; by Levenberg-Marquardt in the logarithms of a and b, so that both stay positive.
     */
    static Curve fit(double minDist, double spread) {
        double[] found = {0, 0};
        double damping = 1e-3;
        double error = error(found, minDist, spread);
        for (int step = 0; step < STEPS && damping < 1e12; step++) {
            double[] normal = normalEquations(found, minDist, spread);
            double first = normal[0] * (1 + damping);
            double last = normal[2] * (1 + damping);
            double determinant = first * last - normal[1] * normal[1];
            double[] tried = {
                found[0] + (last * normal[3] - normal[1] * normal[4]) / determinant,
                found[1] + (first * normal[4] - normal[1] * normal[3]) / determinant
            };
            double triedError = error(tried, minDist, spread);
            if (triedError < error) {
                found = tried;
                error = triedError;
                damping /= 10;
            } else {
                damping *= 10;
            }
        }
        return new Curve(StrictMath.exp(found[0]), StrictMath.exp(found[1]));
    }

    private static double distance(int point, double spread) {
        return 3 * spread * point / (POINTS - 1);
    }

    private static double wanted(double distance, double minDist, double spread) {
        return distance < minDist ? 1 : StrictMath.exp(-(distance - minDist) / spread);
    }

    private static double error(double[] logarithms, double minDist, double spread) {
        var curve = new Curve(StrictMath.exp(logarithms[0]), StrictMath.exp(logarithms[1]));
        double sum = 0;
        for (int point = 0; point < POINTS; point++) {
            double distance = distance(point, spread);
            double residual = wanted(distance, minDist, spread) - curve.at(distance);
            sum += residual * residual;
        }
        return sum;
    }

    /** The upper triangle of J'J and then J'r, where J are the derivatives by both logarithms. */
    private static double[] normalEquations(double[] logarithms, double minDist, double spread) {
        var curve = new Curve(StrictMath.exp(logarithms[0]), StrictMath.exp(logarithms[1]));
        var sums = new double[5];
        for (int point = 1; point < POINTS; point++) { // at distance 0 every curve is 1
            double distance = distance(point, spread);
            double value = curve.at(distance);
            double byA = -value * (1 - value);
            double byB = byA * 2 * curve.b * StrictMath.log(distance);
            double residual = wanted(distance, minDist, spread) - value;
            sums[0] += byA * byA;
            sums[1] += byA * byB;
            sums[2] += byB * byB;
            sums[3] += byA * residual;
            sums[4] += byB * residual;
        }
        return sums;
    }

    /** Membership at a distance of at least 0. */
    double at(double distance) {
        return 1 / (1 + a * StrictMath.pow(distance, 2 * b));
    }

    /** Times the difference of two positions: the step of the first towards the other, below 0; for a squared distance above 0. */
    double attraction(double squared) {
        double power = StrictMath.pow(squared, b);
        return -2 * a * b * power / squared / (1 + a * power);
    }

    /** Likewise away from it, above 0. */
    double repulsion(double squared) {
        return 2 * b / ((0.001 + squared) * (1 + a * StrictMath.pow(squared, b)));
    }
}
