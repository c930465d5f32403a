package io.github.emotion4j.spring;

import io.github.emotion4j.core.EmotionClassifier;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Up while the classifier is open; the details name its labels. Cheap enough to be asked every second: nothing is computed. Thread-safe. */
public final class EmotionHealthIndicator extends AbstractHealthIndicator {

    private final EmotionClassifier classifier;

    /** Watches that classifier. */
    public EmotionHealthIndicator(EmotionClassifier classifier) {
        super("the emotion classifier does not answer");
        this.classifier = classifier;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.status(classifier.isClosed() ? "DOWN" : "UP")
                .withDetail("labels", classifier.labels().names());
    }
}
