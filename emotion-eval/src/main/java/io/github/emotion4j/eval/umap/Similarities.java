package io.github.emotion4j.eval.umap;

import io.github.emotion4j.eval.classifier.Features;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * How similar rows are to all others, in single precision: good for finding candidates, not for measuring.
 *
 * <p>The higher, the nearer: for the cosine the product of both vectors at length 1; for the Euclidean distance {@code x·y - y·y/2}, which for one x
 * orders the y as {@code -|x - y|²} does. Not thread-safe.
 */
final class Similarities implements AutoCloseable {

    private final int rows;
    private final INDArray prepared;
    private final float[] offsets;

    Similarities(Features features, Distance distance) {
        rows = features.rows();
        int columns = features.columns();
        float[] values = distance == Distance.COSINE ? atLengthOne(features) : centred(features);
        offsets = new float[rows];
        if (distance == Distance.EUCLIDEAN) {
            for (int at = 0; at < values.length; at++) {
                offsets[at / columns] -= values[at] * values[at] / 2;
            }
        }
        prepared = Nd4j.createFromArray(values).reshape(rows, columns);
    }

    /**
     * Of the rows {@code from} to {@code to}, without {@code to}.
     *
     * @return {@code [to - from, rows]} row by row
     */
    float[] of(int from, int to) {
        try (var product = Nd4j.createUninitialized(DataType.FLOAT, new long[] {to - from, rows}, 'c')) {
            prepared.get(NDArrayIndex.interval(from, to)).mmuli(prepared.transpose(), product);
            float[] similarities = product.data().asFloat();
            for (int at = 0; at < similarities.length; at++) {
                similarities[at] += offsets[at % rows];
            }
            return similarities;
        }
    }

    @Override
    public void close() {
        prepared.close();
    }

    private static float[] atLengthOne(Features features) {
        int columns = features.columns();
        var scaled = new float[features.values().length];
        for (int from = 0; from < scaled.length; from += columns) {
            double square = 0;
            for (int at = from; at < from + columns; at++) {
                square += (double) features.values()[at] * features.values()[at];
            }
            double length = Math.sqrt(square);
            for (int at = from; at < from + columns; at++) {
                scaled[at] = length > 0 ? (float) (features.values()[at] / length) : 0;
            }
        }
        return scaled;
    }

    /** The mean taken out, so that what all rows share does not drown their differences, and at most 1, so that no square overflows. */
    private static float[] centred(Features features) {
        int columns = features.columns();
        var mean = new double[columns];
        for (int at = 0; at < features.values().length; at++) {
            mean[at % columns] += (double) features.values()[at] / features.rows();
        }
        double greatest = 0;
        for (int at = 0; at < features.values().length; at++) {
            greatest = Math.max(greatest, Math.abs(features.values()[at] - mean[at % columns]));
        }
        var centred = new float[features.values().length];
        for (int at = 0; at < centred.length; at++) {
            centred[at] = greatest > 0 ? (float) ((features.values()[at] - mean[at % columns]) / greatest) : 0;
        }
        return centred;
    }
}
