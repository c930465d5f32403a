package io.github.emotion4j.eval.umap;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Stochastic gradient descent on the cross-entropy between the graph and the plane (algorithm 5 of the paper): an edge is drawn together as often as it
 * weighs, and each time its head is pushed away from five rows that chance picks.
 *
 * <p>One thread, one stream of chance: the same seed gives the same map. Not thread-safe.
 */
final class Layout {

    private static final int NEGATIVES = 5;
    private static final double GREATEST_STEP = 4;

    private final int[] heads;
    private final int[] tails;
    private final double[] every;
    private final double[] x;
    private final double[] y;
    private final ForceTable attraction;
    private final ForceTable repulsion;
    private final SplittableRandom random;

    /**
     * Prepares.
     *
     * @param x first coordinates, moved in place
     * @param y second ones
     * @param epochs edges lighter than this share of the heaviest are never drawn and left out
     */
    Layout(FuzzyGraph graph, double[] x, double[] y, Curve curve, int epochs, SplittableRandom random) {
        double heaviest = Arrays.stream(graph.weights()).max().orElse(0);
        int[] kept = IntStream.range(0, graph.weights().length)
                .filter(edge -> graph.weights()[edge] >= heaviest / epochs)
                .toArray();
        this.heads = Arrays.stream(kept).map(edge -> graph.heads()[edge]).toArray();
        this.tails = Arrays.stream(kept).map(edge -> graph.tails()[edge]).toArray();
        this.every = Arrays.stream(kept)
                .mapToDouble(edge -> heaviest / graph.weights()[edge])
                .toArray();
        this.x = x;
        this.y = y;
        this.attraction = new ForceTable(curve::attraction);
        this.repulsion = new ForceTable(curve::repulsion);
        this.random = random;
    }

    /** Moves all rows, in steps that shrink to nothing over the epochs. */
    void run(int epochs) {
        double[] next = every.clone();
        double[] nextNegative =
                Arrays.stream(every).map(epoch -> epoch / NEGATIVES).toArray();
        for (int epoch = 0; epoch < epochs; epoch++) {
            double rate = 1 - (double) epoch / epochs;
            for (int edge = 0; edge < heads.length; edge++) {
                if (next[edge] <= epoch) {
                    next[edge] += every[edge];
                    attract(heads[edge], tails[edge], rate);
                    double negativeEvery = every[edge] / NEGATIVES;
                    int due = (int) ((epoch - nextNegative[edge]) / negativeEvery);
                    repel(heads[edge], due, rate);
                    nextNegative[edge] += due * negativeEvery;
                }
            }
        }
    }

    /** By a product instead of a remainder; rows differ in probability by less than 1e-6. */
    private int anyRow() {
        return (int) ((random.nextInt() >>> 1) * (long) x.length >>> 31);
    }

    private void attract(int head, int tail, double rate) {
        double dx = x[head] - x[tail];
        double dy = y[head] - y[tail];
        double force = attraction.at(dx * dx + dy * dy);
        double stepX = step(force * dx) * rate;
        double stepY = step(force * dy) * rate;
        x[head] += stepX;
        y[head] += stepY;
        x[tail] -= stepX;
        y[tail] -= stepY;
    }

    /** All steps start from the same place: the processor computes them side by side, in half the time of one after the other. */
    private void repel(int head, int count, double rate) {
        double stepX = 0;
        double stepY = 0;
        for (int at = 0; at < count; at++) {
            int other = anyRow();
            double dx = x[head] - x[other];
            double dy = y[head] - y[other];
            double force = repulsion.at(dx * dx + dy * dy);
            stepX += step(force * dx);
            stepY += step(force * dy);
        }
        x[head] += stepX * rate;
        y[head] += stepY * rate;
    }

    /** Comparisons, which are hardly ever true: minimum and maximum, which mind NaN and -0, would be most of the work. */
    private static double step(double value) {
        return value > GREATEST_STEP ? GREATEST_STEP : value < -GREATEST_STEP ? -GREATEST_STEP : value;
    }
}
