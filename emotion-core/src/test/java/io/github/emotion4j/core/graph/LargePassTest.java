package io.github.emotion4j.core.graph;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.core.encoder.Activation;
import io.github.emotion4j.core.encoder.Architecture;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Batches whose arrays have more elements than an index of 32 bits can count. */
class LargePassTest {

    @Test
    void aBatchTooLargeForOnePassIsRefusedInWordsInsteadOfComputedInTheWrongPlaces() {
        // 2^18 tokens by 2^14 + 1: 2^32 + 2^18 floats in the feed-forward layer, of which 32 bits show 2^18.
        var config = TinyEncoders.config(Architecture.DISTILBERT, Activation.RELU, 9, 4, 4, 2, 2, (1 << 14) + 1);
        try (var encoder = Encoder.of(TinyEncoders.of(config, true, 1))) {
            assertThatThrownBy(() -> encoder.logits(batch(1 << 16, 4), Pooling.MEAN))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("65536 texts and 262144 tokens")
                    .hasMessageContaining("smaller batches");
        }
    }

    @Test
    void anAttentionTooLargeForOnePassIsRefusedInWords() {
        var config = TinyEncoders.config(Architecture.DISTILBERT, Activation.RELU, 9, 1 << 16, 4, 1, 2, 4);
        try (var encoder = Encoder.of(TinyEncoders.of(config, true, 1))) {
            assertThatThrownBy(() -> encoder.logits(batch(1, 1 << 16), Pooling.MEAN))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("up to 65536 tokens")
                    .hasMessageContaining("smaller batches");
        }
    }

    private static TokenBatch batch(int rows, int length) {
        int[] ones = new int[rows * length];
        Arrays.fill(ones, 1);
        return new TokenBatch(rows, length, ones, ones, new int[rows * length]);
    }
}
