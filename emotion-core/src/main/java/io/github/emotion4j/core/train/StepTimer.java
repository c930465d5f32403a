package io.github.emotion4j.core.train;

import io.github.emotion4j.core.graph.TrainableModel;
import io.github.emotion4j.data.batch.TokenBatch;

/** Times whole training steps of a model as {@link FineTuner} takes them; for benchmarks. Not thread-safe. */
public final class StepTimer implements AutoCloseable {

    private static final double LEARNING_RATE = 2e-5;

    private final TrainableModel model;
    private final AdamW optimiser;
    private final Loss loss;
    private long steps;

    /**
     * @param model changed by every step; not closed here
     * @param labels number of its logits
     */
    public StepTimer(TrainableModel model, int labels) {
        this.model = model;
        this.optimiser = new AdamW(model, AdamW.Settings.withDecay(0.01));
        this.loss = Loss.plain(labels, 0);
    }

    /** Takes a step and returns how many seconds it took. */
    public double seconds(TokenBatch tokens) {
        int[] truth = new int[tokens.rows()];
        for (int row = 0; row < truth.length; row++) {
            truth[row] = row % model.labels();
        }
        long start = System.nanoTime();
        model.backward(tokens, loss.coefficients(truth, 1), false, steps++);
        optimiser.step(LEARNING_RATE, Math.min(1, 1 / (optimiser.gradientNorm() + 1e-6)));
        return (System.nanoTime() - start) / 1e9;
    }

    @Override
    public void close() {
        optimiser.close();
    }
}
