package io.github.emotion4j.core.train;

import io.github.emotion4j.core.graph.kernel.PassTooLargeException;
import io.github.emotion4j.data.batch.Batch;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Loss and gradients of one step: those of its batches, accumulated pass by pass. A batch that is too large for one pass goes in halves, each with its share
 * of the coefficients of the whole batch; so loss and gradients are what one pass would give. Every pass of a run has dropout masks of its own.
 *
 * @param backward adds to the gradients
 * @param loss of a batch
 * @param labelIds label id of a row of the training data
 * @param seed of the run
 */
record StepGradients(Backward backward, Loss loss, IntUnaryOperator labelIds, long seed) {

    /** A forward and backward pass, as {@link io.github.emotion4j.core.graph.TrainableModel#backward}; a seam for tests. */
    interface Backward {
        float run(TokenBatch batch, float[] targets, boolean accumulate, long dropoutKey);
    }

    /**
     * Computes the gradients of a step in place of those of the step before, and returns its loss.
     *
     * @param batches at least one; each counts the same
     * @param step from 0
     * @throws PassTooLargeException if a single text is too large for one pass
     */
    double of(List<Batch> batches, long step) {
        var passes = new Passes(step);
        double sum = 0;
        for (Batch batch : batches) {
            int[] truth = Arrays.stream(batch.rows()).map(labelIds).toArray();
            sum += passes.run(batch.tokens(), loss.coefficients(truth, batches.size()));
        }
        return sum;
    }

    /** The passes of one step. */
    private final class Passes {
        private final long step;
        private int done;

        Passes(long step) {
            this.step = step;
        }

        double run(TokenBatch batch, float[] targets) {
            try {
                float part = backward.run(batch, targets, done > 0, dropoutKey(seed, step, done));
                done++;
                return part;
            } catch (PassTooLargeException tooLarge) {
                if (batch.rows() == 1) {
                    throw tooLarge;
                }
                int half = batch.rows() / 2;
                int cut = half * (targets.length / batch.rows());
                return run(batch.rows(0, half), Arrays.copyOf(targets, cut))
                        + run(batch.rows(half, batch.rows()), Arrays.copyOfRange(targets, cut, targets.length));
            }
        }
    }

    /** Different for any two passes of a run of fewer than 2^32 steps: ten bits of the pass, the step, the other bits of the pass. */
    static long dropoutKey(long seed, long step, int pass) {
        return seed * 0x9E3779B97F4A7C15L + ((long) (pass >>> 10) << 42) + (step << 10) + (pass & 0x3FF);
    }
}
