package io.github.emotion4j.eval.chart;

import io.github.emotion4j.eval.classifier.Features;
import java.util.SplittableRandom;

/**
 * The two directions of greatest variance (Pearson, 1901), by orthogonal iteration on the covariance matrix.
 *
 * @param points {@code [rows][2]}: every row's coordinates along the first and the second direction, the mean at the origin
 * @param explained share of the whole variance along each direction, in [0, 1]; 0 if nothing varies
 */
public record Pca(float[][] points, double[] explained) {

    private static final int ITERATIONS = 100;

    /**
     * Projects. The sign of a direction is chosen so that its greatest component is positive.
     *
     * @param features at least one row
     */
    public static Pca of(Features features) {
        int columns = features.columns();
        int rows = features.rows();
        if (rows == 0) {
            throw new IllegalArgumentException("no rows to map");
        }
        double[] mean = mean(features);
        double[][] covariance = covariance(features, mean);
        double total = 0;
        for (int at = 0; at < columns; at++) {
            total += covariance[at][at];
        }
        double[][] directions = directions(covariance);
        var points = new float[rows][2];
        var explained = new double[2];
        for (int axis = 0; axis < 2; axis++) {
            explained[axis] =
                    total > 0 ? Math.max(0, dot(directions[axis], times(covariance, directions[axis])) / total) : 0;
            for (int row = 0; row < rows; row++) {
                double sum = 0;
                for (int column = 0; column < columns; column++) {
                    sum += (features.values()[row * columns + column] - mean[column]) * directions[axis][column];
                }
                points[row][axis] = (float) sum;
            }
        }
        return new Pca(points, explained);
    }

    private static double[] mean(Features features) {
        var mean = new double[features.columns()];
        for (int at = 0; at < features.values().length; at++) {
            mean[at % mean.length] += features.values()[at];
        }
        for (int column = 0; column < mean.length; column++) {
            mean[column] /= features.rows();
        }
        return mean;
    }

    private static double[][] covariance(Features features, double[] mean) {
        int columns = mean.length;
        var covariance = new double[columns][columns];
        var centred = new double[columns];
        for (int row = 0; row < features.rows(); row++) {
            for (int column = 0; column < columns; column++) {
                centred[column] = features.values()[row * columns + column] - mean[column];
            }
            for (int i = 0; i < columns; i++) {
                double[] line = covariance[i];
                for (int j = 0; j <= i; j++) {
                    line[j] += centred[i] * centred[j];
                }
            }
        }
        for (int i = 0; i < columns; i++) {
            for (int j = 0; j <= i; j++) {
                covariance[i][j] /= features.rows();
                covariance[j][i] = covariance[i][j];
            }
        }
        return covariance;
    }

    /** Two more directions than wanted are iterated along, so that the first two settle even where the third is close. */
    private static double[][] directions(double[][] covariance) {
        int columns = covariance.length;
        var random = new SplittableRandom(1);
        var basis = new double[Math.min(columns, 6)][columns];
        for (double[] direction : basis) {
            for (int column = 0; column < columns; column++) {
                direction[column] = random.nextDouble() - 0.5;
            }
        }
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            for (int at = 0; at < basis.length; at++) {
                basis[at] = times(covariance, basis[at]);
            }
            orthonormalise(basis);
        }
        var two = new double[2][columns];
        for (int axis = 0; axis < Math.min(2, basis.length); axis++) {
            int greatest = 0;
            for (int column = 1; column < columns; column++) {
                greatest = Math.abs(basis[axis][column]) > Math.abs(basis[axis][greatest]) ? column : greatest;
            }
            double sign = basis[axis][greatest] < 0 ? -1 : 1;
            for (int column = 0; column < columns; column++) {
                two[axis][column] = sign * basis[axis][column];
            }
        }
        return two;
    }

    private static void orthonormalise(double[][] basis) {
        for (int at = 0; at < basis.length; at++) {
            for (int before = 0; before < at; before++) {
                double share = dot(basis[at], basis[before]);
                for (int column = 0; column < basis[at].length; column++) {
                    basis[at][column] -= share * basis[before][column];
                }
            }
            double length = Math.sqrt(dot(basis[at], basis[at]));
            for (int column = 0; column < basis[at].length; column++) {
                basis[at][column] = length > 1e-300 ? basis[at][column] / length : 0;
            }
        }
    }

    /** By the rows of a symmetric matrix, not by its products with them: sums over columns are not turned into vector instructions. */
    private static double[] times(double[][] symmetric, double[] vector) {
        var product = new double[vector.length];
        for (int i = 0; i < vector.length; i++) {
            double factor = vector[i];
            double[] row = symmetric[i];
            for (int j = 0; j < product.length; j++) {
                product[j] += factor * row[j];
            }
        }
        return product;
    }

    private static double dot(double[] first, double[] second) {
        double sum = 0;
        for (int at = 0; at < first.length; at++) {
            sum += first[at] * second[at];
        }
        return sum;
    }
}
