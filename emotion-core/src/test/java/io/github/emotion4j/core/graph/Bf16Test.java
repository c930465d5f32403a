package io.github.emotion4j.core.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.encoder.Activation;
import io.github.emotion4j.core.encoder.Architecture;
import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.data.batch.TokenBatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A whole encoder with bfloat16 products, beside the same in float32. */
class Bf16Test {

    private static final EncoderConfig CONFIG = TinyEncoders.config(Architecture.BERT, Activation.GELU_ERF);
    private static final Checkpoint CHECKPOINT = TinyEncoders.of(CONFIG, true, 5);
    private static final TokenBatch BATCH = TinyEncoders.batch(CONFIG, 5, 13, TinyEncoders.Padding.RIGHT, 3);

    @AfterEach
    void chooseAgain() {
        System.clearProperty(Execution.PROPERTY);
    }

    @ParameterizedTest
    @EnumSource(Pooling.class)
    void featuresDifferByTheRoundingAndByNothingElse(Pooling pooling) {
        try (var exact = Encoder.of(CHECKPOINT);
                var rounded = Encoder.of(CHECKPOINT, Precision.BF16)) {
            double difference = relativeDifference(rounded.features(BATCH, pooling), exact.features(BATCH, pooling));
            // A factor is off by at most 2^-9 of itself; errors of many summands and layers mostly cancel.
            assertThat(difference).isBetween(1e-4, 2e-2);
        }
    }

    @Test
    void aTextHasTheSameLogitsAloneAndInABatch() {
        try (var encoder = Encoder.of(CHECKPOINT, Precision.BF16)) {
            float[] together = encoder.logits(BATCH, Pooling.CLS);
            int labels = together.length / BATCH.rows();
            for (int row = 0; row < BATCH.rows(); row++) {
                float[] alone = encoder.logits(TinyEncoders.row(BATCH, row), Pooling.CLS);
                for (int label = 0; label < labels; label++) {
                    // Sums in another order may fall on the other side of a rounding step in the next layer.
                    assertThat(alone[label]).isCloseTo(together[row * labels + label], within(1e-2f));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Pooling.class)
    void gradientsPointWhereThoseOfFloat32Do(Pooling pooling) {
        float[] exact = gradients(pooling, Precision.FLOAT32);
        float[] rounded = gradients(pooling, Precision.BF16);
        assertThat(relativeDifference(rounded, exact)).isBetween(1e-4, 5e-2);
    }

    @Test
    void nd4jsOperationsRefuseIt() {
        System.setProperty(Execution.PROPERTY, "nd4j");
        assertThatThrownBy(() -> Encoder.of(CHECKPOINT, Precision.BF16))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("BF16")
                .hasMessageContaining("FLOAT32");
    }

    private static float[] gradients(Pooling pooling, Precision precision) {
        int labels = CHECKPOINT.head().orElseThrow().labels();
        try (var model = new TrainableModel(CHECKPOINT, pooling, name -> false, precision)) {
            model.backward(BATCH, TinyEncoders.targets(BATCH.rows(), labels, 1), false, 9);
            return model.gradients().toArray();
        }
    }

    /** L2 norm of the difference over the norm of what is expected. */
    private static double relativeDifference(float[] found, float[] expected) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow(found[i] - expected[i], 2);
            norm += Math.pow(expected[i], 2);
        }
        return Math.sqrt(difference / norm);
    }
}
