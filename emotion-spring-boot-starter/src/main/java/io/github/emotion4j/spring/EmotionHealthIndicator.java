package io.github.emotion4j.spring;

import io.github.emotion4j.core.EmotionClassifier;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Up while the classifier {@linkplain EmotionClassifier#check() answers}; the details name its labels, or what is wrong. The empty text is predicted, some
 * milliseconds, which no meter counts. Thread-safe.
 */
public final class EmotionHealthIndicator extends AbstractHealthIndicator {

    private final EmotionClassifier classifier;

    /** Watches that classifier. */
    public EmotionHealthIndicator(EmotionClassifier classifier) {
        super("the emotion classifier does not answer");
        this.classifier = classifier;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        classifier.check();
        builder.up().withDetail("labels", classifier.labels().names());
    }
}
