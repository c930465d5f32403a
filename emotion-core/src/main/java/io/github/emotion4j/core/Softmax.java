package io.github.emotion4j.core;

/** Logits to probabilities. */
final class Softmax {

    private Softmax() {}

    /** {@code exp(x / temperature)} of {@code size} logits from {@code offset}, normalised to sum 1. */
    static float[] of(float[] logits, int offset, int size, double temperature) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int id = 0; id < size; id++) {
            largest = Math.max(largest, logits[offset + id]);
        }
        double[] powers = new double[size];
        double sum = 0;
        for (int id = 0; id < size; id++) {
            powers[id] = Math.exp((logits[offset + id] - largest) / temperature);
            sum += powers[id];
        }
        float[] probabilities = new float[size];
        for (int id = 0; id < size; id++) {
            probabilities[id] = (float) (powers[id] / sum);
        }
        return probabilities;
    }
}
