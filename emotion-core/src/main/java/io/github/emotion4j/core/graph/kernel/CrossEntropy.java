package io.github.emotion4j.core.graph.kernel;

/**
 * {@code loss = -sum(A * log softmax(logits))} with the pass's coefficients A {@code [texts, labels]}, and its gradient in closed form:
 * {@code softmax * (row sum of A) - A}. One chunk: there are few logits.
 *
 * @param loss one float
 * @param dLogits {@code [texts, labels]}
 */
public record CrossEntropy(int texts, int labels, Floats logits, Floats loss, Floats dLogits) implements Kernel {

    @Override
    public int chunks() {
        return 1;
    }

    @Override
    public void run(int chunk, Pass pass, Scratch scratch) {
        float[] targets = pass.targets();
        if (targets.length != texts * labels) {
            throw new IllegalArgumentException(
                    "expected " + texts + " x " + labels + " target coefficients, found " + targets.length);
        }
        float[] row = scratch.array(0, labels);
        double total = 0;
        for (int text = 0; text < texts; text++) {
            logits.get(text * labels, row, 0, labels);
            double max = VectorMath.max(row, 0, labels);
            double sum = 0;
            for (int i = 0; i < labels; i++) {
                sum += Math.exp(row[i] - max);
            }
            double logSum = max + Math.log(sum);
            double weight = 0;
            for (int i = 0; i < labels; i++) {
                weight += targets[text * labels + i];
            }
            for (int i = 0; i < labels; i++) {
                double logProbability = row[i] - logSum;
                float target = targets[text * labels + i];
                total -= target * logProbability;
                row[i] = (float) (Math.exp(logProbability) * weight - target);
            }
            dLogits.put(text * labels, row, 0, labels);
        }
        loss.put(0, (float) total);
    }
}
