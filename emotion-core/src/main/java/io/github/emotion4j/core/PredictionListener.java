package io.github.emotion4j.core;

import java.time.Duration;
import java.util.List;

/**
 * Is told what a classifier answers, for meters and logs. Called on the thread that predicts, before the answers are handed out, by many threads at
 * once; an exception reaches the caller of {@code predict}.
 */
@FunctionalInterface
public interface PredictionListener {

    /** Does nothing. */
    PredictionListener NONE = (answers, duration) -> {};

    /**
     * Some texts were answered: those of one call, or a window of a long list or stream.
     *
     * @param answers in the order of the texts, unmodifiable; rejected ones among them
     * @param duration from tokenizing to the last answer
     */
    void predicted(List<Prediction> answers, Duration duration);
}
