package io.github.emotion4j.core.train;

/**
 * Linear warm-up from 0 to the peak, then linear decay to 0, as {@code transformers.get_linear_schedule_with_warmup}.
 *
 * @param peak the highest learning rate, greater than 0
 * @param warmupSteps steps of the warm-up; the first of them has rate 0
 * @param totalSteps steps of the whole run
 */
record Schedule(double peak, long warmupSteps, long totalSteps) {

    /** The rate of a step, counted from 0. */
    double rate(long step) {
        if (step < warmupSteps) {
            return peak * step / Math.max(1, warmupSteps);
        }
        return peak * Math.max(0, totalSteps - step) / Math.max(1, totalSteps - warmupSteps);
    }
}
