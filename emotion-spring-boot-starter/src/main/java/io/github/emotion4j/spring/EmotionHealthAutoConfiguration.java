package io.github.emotion4j.spring;

import io.github.emotion4j.core.EmotionClassifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Contributes "emotion" to the application's health, where it has any; {@code management.health.emotion.enabled} switches it off. */
@AutoConfiguration(after = EmotionAutoConfiguration.class)
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnBean(EmotionClassifier.class)
@ConditionalOnEnabledHealthIndicator("emotion")
public class EmotionHealthAutoConfiguration {

    /** For Spring. */
    public EmotionHealthAutoConfiguration() {}

    /** Asks the classifier for an answer. */
    @Bean
    @ConditionalOnMissingBean(name = "emotionHealthIndicator")
    public HealthIndicator emotionHealthIndicator(EmotionClassifier classifier) {
        return new EmotionHealthIndicator(classifier);
    }
}
