package io.github.emotion4j.spring;

import io.github.emotion4j.core.Prediction;
import io.github.emotion4j.core.PredictionListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;

/**
 * What a classifier does, as meters:
 *
 * <ul>
 *   <li>{@code emotion.predict}: a timer, one record a call or micro-batch (a window of a long list or stream);
 *   <li>{@code emotion.predict.texts}: how many texts each of them had;
 *   <li>{@code emotion.predictions}: a counter by {@code outcome} ({@code certain}, {@code uncertain}, {@code rejected}) and {@code label}
 *       ({@code none} where rejected): a change of its shares shows that the texts have changed.
 * </ul>
 *
 * <p>Thread-safe.
 */
public final class EmotionMeters implements PredictionListener {

    private final MeterRegistry registry;
    private final Timer timer;
    private final DistributionSummary texts;

    /** Registers the meters. */
    public EmotionMeters(MeterRegistry registry) {
        this.registry = registry;
        this.timer = Timer.builder("emotion.predict")
                .description("Time of a call or micro-batch, from tokenizing to the last answer")
                .register(registry);
        this.texts = DistributionSummary.builder("emotion.predict.texts")
                .description("Texts of a call or micro-batch")
                .register(registry);
    }

    @Override
    public void predicted(List<Prediction> answers, Duration duration) {
        timer.record(duration);
        texts.record(answers.size());
        for (var answer : answers) {
            String outcome = answer.isRejected() ? "rejected" : answer.uncertain() ? "uncertain" : "certain";
            Counter.builder("emotion.predictions")
                    .description("Answers by outcome and label")
                    .tag("outcome", outcome)
                    .tag("label", answer.isRejected() ? "none" : answer.label())
                    .register(registry)
                    .increment();
        }
    }
}
