package io.github.emotion4j.core.train;

import io.github.emotion4j.core.graph.kernel.Floats;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells a run that learns from one that blows up.
 *
 * @param options of the run
 * @param labels number of labels
 */
record Divergence(Options options, int labels) {

    private static final int ORDER_OF_MAGNITUDE = 10;
    private static final int BLOCK = 1 << 16;

    /**
     * Checks a loss or a norm.
     *
     * @param what it is, for the message
     * @param updates steps whose update is in the weights
     * @throws TrainingDivergedException if it is infinite or no number
     */
    void requireFinite(String what, double value, long updates) {
        if (Double.isFinite(value)) {
            return;
        }
        throw new TrainingDivergedException(
                updates == 0
                        ? "the " + what + " is " + value
                                + " before anything was learnt: the checkpoint's weights are damaged,"
                                + " or its numbers are too large for " + options.precision()
                                + "; verify the checkpoint or fetch it again"
                        : "training diverged: the " + what + " is " + value + "; " + remedy());
    }

    /**
     * Checks weights after a step.
     *
     * @throws TrainingDivergedException if one is infinite or no number
     */
    void requireFinite(Floats weights, long updates) {
        float[] block = new float[BLOCK];
        for (int at = 0; at < weights.size(); at += BLOCK) {
            int count = Math.min(BLOCK, weights.size() - at);
            weights.get(at, block, 0, count);
            for (int i = 0; i < count; i++) {
                if (!Float.isFinite(block[i])) {
                    requireFinite("value of a weight after step " + updates, block[i], updates);
                }
            }
        }
    }

    /**
     * A sentence about the model of a run whose loss rose by an order of magnitude and more; empty for any other. A model that has learnt something
     * before starts with a small loss: its loss has risen only where it is above that of guessing, too.
     *
     * @param startLoss of the first step
     * @param epochs of the run
     * @param closing mean loss of the final weights on texts of the training data, if it was computed
     */
    Optional<String> rise(double startLoss, List<Epoch> epochs, Optional<Double> closing) {
        double guessing = Math.log(labels);
        double high = Math.max(ORDER_OF_MAGNITUDE * startLoss, guessing);
        for (Epoch epoch : epochs) {
            if (epoch.trainLoss() > high) {
                return Optional.of(
                        sentence("training loss", startLoss, epoch.trainLoss(), "in epoch " + epoch.epoch()));
            }
            double validation = epoch.validation().map(Scores::loss).orElse(0.0);
            if (validation > ORDER_OF_MAGNITUDE * Math.max(startLoss, guessing)) {
                return Optional.of(sentence("validation loss", startLoss, validation, "after epoch " + epoch.epoch()));
            }
        }
        return closing.filter(loss -> loss > high)
                .map(loss -> sentence("training loss", startLoss, loss, "after the last step"));
    }

    private String sentence(String what, double start, double found, String where) {
        return String.format(
                Locale.ROOT,
                "The %s rose from %.3g at the first step to %.3g %s: training diverged; %s.",
                what,
                start,
                found,
                where,
                remedy());
    }

    private String remedy() {
        var remedy = new StringBuilder("lower the learning rate (now " + options.learningRate() + ")");
        if (options.maxGradNorm() > 1) {
            remedy.append(", clip the gradients to a norm of 1 (now ")
                    .append(Double.isInfinite(options.maxGradNorm()) ? "not clipped" : options.maxGradNorm())
                    .append(')');
        }
        if (options.warmupRatio() == 0) {
            remedy.append(", or let it warm up (now a ratio of 0)");
        }
        return remedy.toString();
    }
}
