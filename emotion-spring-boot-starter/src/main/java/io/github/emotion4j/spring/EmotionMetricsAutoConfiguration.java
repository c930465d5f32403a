package io.github.emotion4j.spring;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** Meters of the classifier, where the application has a {@link MeterRegistry}. */
@AutoConfiguration(
        before = EmotionAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration"
        })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnProperty("emotion.model")
public class EmotionMetricsAutoConfiguration {

    /** For Spring. */
    public EmotionMetricsAutoConfiguration() {}

    /** Counts and times what the classifier answers. */
    @Bean
    @ConditionalOnMissingBean
    public EmotionMeters emotionMeters(MeterRegistry registry) {
        return new EmotionMeters(registry);
    }
}
