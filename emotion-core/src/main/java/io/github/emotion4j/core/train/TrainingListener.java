package io.github.emotion4j.core.train;

/** Hears how training goes, on the training thread. All methods do nothing by default. */
public interface TrainingListener {

    /** Hears nothing. */
    TrainingListener NONE = new TrainingListener() {};

    /**
     * One step.
     *
     * @param step from 1
     * @param totalSteps of the whole run
     * @param epoch from 1
     * @param loss of the step
     * @param gradientNorm before clipping
     * @param learningRate of the step
     * @param tokensPerSecond real tokens, averaged since training began or went on
     * @param secondsLeft until the last step, estimated; evaluations not counted
     */
    record Step(
            long step,
            long totalSteps,
            int epoch,
            double loss,
            double gradientNorm,
            double learningRate,
            double tokensPerSecond,
            double secondsLeft) {}

    /**
     * The first step is about to be taken.
     *
     * @param stepsDone steps of the saved state that the run goes on from; 0 if it begins anew
     */
    default void begins(long stepsDone) {}

    /** A step is done. */
    default void step(Step step) {}

    /** An epoch is done and evaluated. */
    default void epoch(Epoch epoch) {}
}
