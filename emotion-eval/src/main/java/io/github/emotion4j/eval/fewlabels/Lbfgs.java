package io.github.emotion4j.eval.fewlabels;

import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * Minimises a smooth convex function by L-BFGS (Nocedal and Wright, Numerical Optimization, 2006, algorithms 7.4 and 7.5) with a line search for the
 * strong Wolfe conditions by bisection. Deterministic.
 */
final class Lbfgs {

    private static final int MEMORY = 10;
    private static final double SUFFICIENT_DECREASE = 1e-4;
    private static final double CURVATURE = 0.9;
    private static final int SEARCH_STEPS = 60;

    /** A function and its gradient. */
    @FunctionalInterface
    interface Function {
        /**
         * The value at a point.
         *
         * @param gradient is filled
         */
        double at(double[] point, double[] gradient);
    }

    /** A change of the point and of the gradient. */
    private record Change(double[] point, double[] gradient, double product) {}

    private Lbfgs() {}

    /**
     * The minimum, from a start that is changed into it.
     *
     * @param tolerance the largest absolute slope that is left
     * @param rounds at most so many
     */
    static void minimise(Function function, double[] point, double tolerance, int rounds) {
        var changes = new ArrayDeque<Change>();
        var gradient = new double[point.length];
        double value = function.at(point, gradient);
        for (int round = 0; round < rounds && largest(gradient) > tolerance; round++) {
            double[] direction = direction(gradient, changes);
            double first = changes.isEmpty() ? 1 / Math.max(1, Math.sqrt(dot(gradient, gradient))) : 1;
            var next = new double[point.length];
            var slope = new double[point.length];
            double found = search(function, point, value, gradient, direction, first, next, slope);
            var moved = difference(next, point);
            var bent = difference(slope, gradient);
            double product = dot(moved, bent);
            if (!(found <= value) || largest(moved) == 0) {
                return; // rounding is all that is left
            }
            if (product > 0) {
                changes.addFirst(new Change(moved, bent, product));
                if (changes.size() > MEMORY) {
                    changes.removeLast();
                }
            }
            System.arraycopy(next, 0, point, 0, point.length);
            System.arraycopy(slope, 0, gradient, 0, point.length);
            value = found;
        }
    }

    /** The quasi-Newton direction, downwards. */
    private static double[] direction(double[] gradient, ArrayDeque<Change> changes) {
        double[] q = gradient.clone();
        var alphas = new ArrayDeque<Double>();
        for (Change change : changes) {
            double alpha = dot(change.point(), q) / change.product();
            add(q, -alpha, change.gradient());
            alphas.addFirst(alpha);
        }
        if (!changes.isEmpty()) {
            Change newest = changes.getFirst();
            scale(q, newest.product() / dot(newest.gradient(), newest.gradient()));
        }
        Iterator<Double> alpha = alphas.iterator();
        for (Iterator<Change> oldest = changes.descendingIterator(); oldest.hasNext(); ) {
            Change change = oldest.next();
            double beta = dot(change.gradient(), q) / change.product();
            add(q, alpha.next() - beta, change.point());
        }
        scale(q, -1);
        return q;
    }

    /** Leaves the point it found, and its gradient, in the last two arrays. */
    private static double search(
            Function function,
            double[] from,
            double value,
            double[] gradient,
            double[] direction,
            double first,
            double[] next,
            double[] slope) {
        double down = dot(gradient, direction);
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double step = first;
        double found = value;
        for (int trial = 0; trial < SEARCH_STEPS; trial++) {
            System.arraycopy(from, 0, next, 0, from.length);
            add(next, step, direction);
            found = function.at(next, slope);
            if (!(found <= value + SUFFICIENT_DECREASE * step * down)) {
                high = step;
            } else if (dot(slope, direction) < CURVATURE * down) {
                low = step;
            } else {
                return found;
            }
            step = Double.isInfinite(high) ? 2 * step : (low + high) / 2;
        }
        return found;
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int at = 0; at < a.length; at++) {
            sum += a[at] * b[at];
        }
        return sum;
    }

    private static double[] difference(double[] a, double[] b) {
        double[] difference = a.clone();
        add(difference, -1, b);
        return difference;
    }

    private static void add(double[] to, double factor, double[] values) {
        for (int at = 0; at < to.length; at++) {
            to[at] += factor * values[at];
        }
    }

    private static void scale(double[] values, double factor) {
        for (int at = 0; at < values.length; at++) {
            values[at] *= factor;
        }
    }
}
