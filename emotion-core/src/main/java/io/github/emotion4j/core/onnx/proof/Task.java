package io.github.emotion4j.core.onnx.proof;

/** What a layer's results become where a graph goes on after them. */
final class Task {

    private Task() {}

    /** Probabilities of labels of which a text has one. */
    static float[] softmax(float[] logits, int rows) {
        float[] probabilities = new float[logits.length];
        int labels = logits.length / rows;
        for (int row = 0; row < rows; row++) {
            double total = 0;
            for (int i = row * labels; i < (row + 1) * labels; i++) {
                total += Math.exp(logits[i]);
            }
            for (int i = row * labels; i < (row + 1) * labels; i++) {
                probabilities[i] = (float) (Math.exp(logits[i]) / total);
            }
        }
        return probabilities;
    }

    /** Probabilities of labels of which a text may have several. */
    static float[] sigmoid(float[] logits) {
        float[] probabilities = new float[logits.length];
        for (int i = 0; i < logits.length; i++) {
            probabilities[i] = (float) (1 / (1 + Math.exp(-logits[i])));
        }
        return probabilities;
    }

    /** BERT's pooler. */
    static float[] tanh(float[] values) {
        float[] results = new float[values.length];
        for (int i = 0; i < results.length; i++) {
            results[i] = (float) Math.tanh(values[i]);
        }
        return results;
    }
}
