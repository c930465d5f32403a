package io.github.emotion4j.spring;

import io.github.emotion4j.core.EmotionClassifier;
import io.github.emotion4j.core.MicroBatcher;
import io.github.emotion4j.core.PredictionListener;
import java.io.IOException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * An {@link EmotionClassifier} and a {@link MicroBatcher} where {@code emotion.model} names a model directory and the application brings none of its own.
 * Both are closed with the context, the micro-batcher first. Beans of type {@link PredictionListener} hear all answers.
 */
@AutoConfiguration
@ConditionalOnProperty("emotion.model")
@EnableConfigurationProperties(EmotionProperties.class)
public class EmotionAutoConfiguration {

    /** For Spring. */
    public EmotionAutoConfiguration() {}

    /**
     * The model that {@code emotion.model} names, warmed up unless {@code emotion.warm-up} is false.
     *
     * @throws IOException if it cannot be loaded
     */
    @Bean
    @ConditionalOnMissingBean
    public EmotionClassifier emotionClassifier(
            EmotionProperties properties, ObjectProvider<PredictionListener> listeners) throws IOException {
        var all = listeners.orderedStream().toList();
        // Made-up texts are no business of the listeners.
        var warm = new WarmUp();
        var classifier = EmotionClassifier.load(properties.directory(), properties.options(), (answers, duration) -> {
            if (!warm.running) {
                all.forEach(listener -> listener.predicted(answers, duration));
            }
        });
        if (properties.warmUp()) {
            classifier.warmUp();
        }
        warm.running = false;
        return classifier;
    }

    /** Gathers concurrent requests, unless {@code emotion.micro-batching.enabled} is false. */
    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(name = "emotion.micro-batching.enabled", matchIfMissing = true)
    public MicroBatcher emotionMicroBatcher(EmotionClassifier classifier, EmotionProperties properties) {
        return new MicroBatcher(classifier, properties.microBatching().options());
    }

    private static final class WarmUp {
        private volatile boolean running = true;
    }
}
