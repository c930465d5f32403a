package io.github.emotion4j.spring;

import io.github.emotion4j.core.EmotionClassifier;
import io.github.emotion4j.core.MicroBatcher;
import io.github.emotion4j.core.PredictionListener;
import io.github.emotion4j.core.features.MissingLibraryException;
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
     * The model that {@code emotion.model} names, {@linkplain EmotionClassifier#check() checked}, and warmed up unless {@code emotion.warm-up} is false.
     *
     * @throws ModelNotLoadedException if it cannot be loaded or does not answer
     */
    @Bean
    @ConditionalOnMissingBean
    public EmotionClassifier emotionClassifier(
            EmotionProperties properties, ObjectProvider<PredictionListener> listeners) {
        var all = listeners.orderedStream().toList();
        EmotionClassifier classifier;
        try {
            classifier = EmotionClassifier.load(
                    properties.directory(),
                    properties.options(),
                    (answers, duration) -> all.forEach(listener -> listener.predicted(answers, duration)));
        } catch (IOException | IllegalArgumentException | MissingLibraryException | LinkageError failure) {
            throw new ModelNotLoadedException(properties.model(), failure);
        }
        try {
            classifier.check();
            if (properties.warmUp()) {
                classifier.warmUp();
            }
        } catch (RuntimeException | Error failure) {
            classifier.close();
            throw new ModelNotLoadedException(properties.model(), failure);
        }
        return classifier;
    }

    /** Gathers concurrent requests, unless {@code emotion.micro-batching.enabled} is false. */
    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(name = "emotion.micro-batching.enabled", matchIfMissing = true)
    public MicroBatcher emotionMicroBatcher(EmotionClassifier classifier, EmotionProperties properties) {
        return new MicroBatcher(classifier, properties.microBatching().options());
    }
}
