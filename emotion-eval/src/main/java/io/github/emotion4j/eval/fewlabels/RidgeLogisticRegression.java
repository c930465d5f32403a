package io.github.emotion4j.eval.fewlabels;

import io.github.emotion4j.core.labels.LinearScores;
import io.github.emotion4j.core.labels.UnitVectors;

/**
 * Multinomial logistic regression with an L2 penalty on the weights, not on the bias, solved to its optimum: the sum of the weighted losses plus
 * {@code |W|² / (2 C)}, as scikit-learn's {@code LogisticRegression} defines it. For up to some thousand vectors; {@code eval.classifier} has one for more.
 */
final class RidgeLogisticRegression {

    private static final double TOLERANCE = 1e-6;
    private static final int ROUNDS = 1000;

    private RidgeLogisticRegression() {}

    /**
     * Fits it.
     *
     * @param vectors one a row
     * @param centre is taken off every vector first
     * @param labelIds one a row
     * @param weights how much each row's loss counts
     * @param labels how many there are
     * @param c the inverse of the penalty's weight
     */
    static LinearScores fit(
            UnitVectors vectors, double[] centre, int[] labelIds, double[] weights, int labels, double c) {
        int columns = vectors.columns();
        var rows = new double[vectors.rows()][columns];
        for (int at = 0; at < vectors.values().length; at++) {
            rows[at / columns][at % columns] = vectors.values()[at] - centre[at % columns];
        }
        int size = columns + 1; // the bias behind a label's weights
        var solution = new double[labels * size];
        var problem = new Problem(rows, labelIds, weights, labels, c);
        Lbfgs.minimise(problem::at, solution, TOLERANCE, ROUNDS);
        var directions = new double[labels][columns];
        var bias = new double[labels];
        for (int label = 0; label < labels; label++) {
            System.arraycopy(solution, label * size, directions[label], 0, columns);
            bias[label] = solution[label * size + columns];
        }
        LinearScores centred = LinearScores.of(directions, centre, 1);
        for (int label = 0; label < labels; label++) {
            bias[label] += centred.bias()[label];
        }
        return new LinearScores(directions, bias);
    }

    /** What is minimised. */
    private record Problem(double[][] rows, int[] labelIds, double[] weights, int labels, double c) {

        double at(double[] point, double[] gradient) {
            int columns = rows[0].length;
            int size = columns + 1;
            double loss = 0;
            for (int at = 0; at < point.length; at++) {
                boolean bias = at % size == columns;
                gradient[at] = bias ? 0 : point[at] / c;
                loss += bias ? 0 : point[at] * point[at] / (2 * c);
            }
            var logits = new double[labels];
            for (int row = 0; row < rows.length; row++) {
                double[] x = rows[row];
                double max = Double.NEGATIVE_INFINITY;
                for (int label = 0; label < labels; label++) {
                    double sum = point[label * size + columns];
                    for (int at = 0; at < columns; at++) {
                        sum += point[label * size + at] * x[at];
                    }
                    logits[label] = sum;
                    max = Math.max(max, sum);
                }
                double sum = 0;
                for (double logit : logits) {
                    sum += Math.exp(logit - max);
                }
                loss += weights[row] * (max + Math.log(sum) - logits[labelIds[row]]);
                for (int label = 0; label < labels; label++) {
                    double probability = Math.exp(logits[label] - max) / sum;
                    double slope = weights[row] * (probability - (label == labelIds[row] ? 1 : 0));
                    for (int at = 0; at < columns; at++) {
                        gradient[label * size + at] += slope * x[at];
                    }
                    gradient[label * size + columns] += slope;
                }
            }
            return loss;
        }
    }
}
