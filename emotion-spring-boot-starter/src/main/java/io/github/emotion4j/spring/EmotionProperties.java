package io.github.emotion4j.spring;

import io.github.emotion4j.core.ClassifierOptions;
import io.github.emotion4j.core.ClassifierOptions.OverLong;
import io.github.emotion4j.core.MicroBatcher;
import io.github.emotion4j.core.graph.Precision;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code emotion.*}. Immutable.
 *
 * @param model the model directory, absolute or relative to the working directory; without it nothing is configured
 * @param batchSize texts computed together, at least 1
 * @param maxLength the most tokens of a text, special tokens included, at least 3; 0 for the model's own limit
 * @param overLong what happens to a longer text: truncate or reject
 * @param minConfidence answers whose best probability lies below are marked uncertain; in [0, 1], 0 marks none
 * @param precision of the encoder's products: float32 or bf16
 * @param verify whether the SHA-256 of the model's files is compared on start
 * @param warmUp whether a few made-up texts are predicted on start, so that the first request is not a slow one
 * @param microBatching how the texts of concurrent requests are gathered
 */
@ConfigurationProperties("emotion")
public record EmotionProperties(
        String model,
        @DefaultValue("32") int batchSize,
        @DefaultValue("0") int maxLength,
        @DefaultValue("truncate") OverLong overLong,
        @DefaultValue("0") double minConfidence,
        @DefaultValue("float32") Precision precision,
        @DefaultValue("false") boolean verify,
        @DefaultValue("true") boolean warmUp,
        @DefaultValue MicroBatching microBatching) {

    /** Checks the ranges given above, so that a bad value is named as a property. */
    public EmotionProperties {
        if (model != null && model.isBlank()) {
            throw new IllegalArgumentException(
                    "emotion.model is empty; name a model directory, or leave the property out");
        }
        new ClassifierOptions(batchSize, maxLength, overLong, minConfidence, precision, verify);
    }

    /**
     * The properties {@code emotion.micro-batching.*}.
     *
     * @param enabled whether there is a MicroBatcher bean
     * @param maxBatch the most texts of a batch, at least 1
     * @param maxDelay how long the first request of a batch waits for others, at most a minute; 0 takes only what is waiting already
     * @param maxWaiting the most requests that wait, at least 1; one more is refused
     */
    public record MicroBatching(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("32") int maxBatch,
            @DefaultValue("2ms") Duration maxDelay,
            @DefaultValue("10000") int maxWaiting) {

        /** Checks the ranges. */
        public MicroBatching {
            new MicroBatcher.Options(maxBatch, maxDelay, maxWaiting);
        }

        MicroBatcher.Options options() {
            return new MicroBatcher.Options(maxBatch, maxDelay, maxWaiting);
        }
    }

    /** The directory; a text above, since Spring would look for a relative path among a web application's resources. */
    Path directory() {
        return Path.of(model);
    }

    ClassifierOptions options() {
        return new ClassifierOptions(batchSize, maxLength, overLong, minConfidence, precision, verify);
    }
}
