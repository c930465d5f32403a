package io.github.emotion4j.eval.umap;

import io.github.emotion4j.eval.classifier.Features;

/** How far apart two vectors are. */
public enum Distance {
    /** The length of the difference. */
    EUCLIDEAN,

    /** 1 - cosine of the angle, in [0, 2]: 0 between vectors of one direction and between two zero vectors, 1 if only one is zero. */
    COSINE;

    /** Below this a cosine distance is rounding: parallel vectors must count as equal, not as neighbours at a distance of 1e-16. */
    private static final double ROUNDING = 1e-12;

    /** The exact distance of two rows, in double precision. */
    double between(Features features, int first, int second) {
        float[] values = features.values();
        int columns = features.columns();
        int a = first * columns;
        int b = second * columns;
        if (this == EUCLIDEAN) {
            double sum = 0;
            for (int column = 0; column < columns; column++) {
                double difference = (double) values[a + column] - values[b + column];
                sum += difference * difference;
            }
            return Math.sqrt(sum);
        }
        double product = 0;
        double firstSquare = 0;
        double secondSquare = 0;
        for (int column = 0; column < columns; column++) {
            double x = values[a + column];
            double y = values[b + column];
            product += x * y;
            firstSquare += x * x;
            secondSquare += y * y;
        }
        if (firstSquare == 0 || secondSquare == 0) {
            return firstSquare == secondSquare ? 0 : 1;
        }
        double distance = 1 - product / (Math.sqrt(firstSquare) * Math.sqrt(secondSquare));
        return distance < ROUNDING ? 0 : distance;
    }
}
