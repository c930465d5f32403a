package io.github.emotion4j.core.train;

/** Training came to numbers that are none: nothing can be learnt any more. The message says where, and what to lower. */
public final class TrainingDivergedException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    /**
     * A diverged run.
     *
     * @param message what was found at which step, and what to do
     */
    public TrainingDivergedException(String message) {
        super(message);
    }
}
