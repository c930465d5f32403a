package io.github.emotion4j.core.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.encoder.Activation;
import io.github.emotion4j.core.encoder.Architecture;
import io.github.emotion4j.core.encoder.Dropouts;
import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A head that sees the pooled vector scaled to length 1: its logits and, against central differences, its gradients. */
class UnitVectorHeadTest {

    private static final long KEY = 7;

    @AfterEach
    void chooseAgain() {
        System.clearProperty(Execution.PROPERTY);
    }

    private static Checkpoint checkpoint(EncoderConfig config, long seed) {
        Checkpoint plain = TinyEncoders.of(config, false, seed);
        Head head = plain.head().orElseThrow();
        return new Checkpoint(
                config, plain.weights(), Optional.of(Head.onUnitVector(head.weight(), head.bias())), Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({"FUSED, BERT, CLS", "FUSED, DISTILBERT, MEAN", "ND4J, BERT, MEAN", "ND4J, DISTILBERT, CLS"})
    void logitsAreThoseOfTheVectorsScaledToLengthOne(Execution execution, Architecture architecture, Pooling pooling) {
        System.setProperty(Execution.PROPERTY, execution.name());
        EncoderConfig config = TinyEncoders.config(architecture, Activation.GELU_ERF);
        Checkpoint checkpoint = checkpoint(config, 3);
        TokenBatch batch = TinyEncoders.batch(config, 5, 9, TinyEncoders.Padding.RIGHT, 4);
        try (Encoder encoder = Encoder.of(checkpoint)) {
            float[] vectors = encoder.features(batch, pooling);
            float[] weight = checkpoint.head().orElseThrow().weight().toArray();
            float[] bias = checkpoint.head().orElseThrow().bias().toArray();
            int width = config.hiddenSize();
            float[] expected = new float[5 * 4];
            for (int row = 0; row < 5; row++) {
                double squares = 0;
                for (int at = 0; at < width; at++) {
                    squares += vectors[row * width + at] * vectors[row * width + at];
                }
                for (int label = 0; label < 4; label++) {
                    double sum = bias[label];
                    for (int at = 0; at < width; at++) {
                        sum += weight[label * width + at] * vectors[row * width + at] / Math.sqrt(squares);
                    }
                    expected[row * 4 + label] = (float) sum;
                }
            }

            assertThat(encoder.logits(batch, pooling)).containsExactly(expected, within(1e-5f));
            assertThat(checkpoint.head().get().logits(vectors)).containsExactly(expected, within(1e-6f));
        }
    }

    @ParameterizedTest
    @CsvSource({"FUSED, 1, 1", "FUSED, 3, 5", "FUSED, 20, 30", "ND4J, 1, 1", "ND4J, 3, 5"})
    void gradientsAreThoseOfDoublePrecisionWhichAgreeWithFiniteDifferences(Execution execution, int rows, int length) {
        System.setProperty(Execution.PROPERTY, execution.name());
        EncoderConfig config = TinyEncoders.config(Architecture.BERT, Activation.GELU_ERF, 6, 30, 4, 1, 2, 5)
                .withDropouts(Dropouts.of(0.3, 0.2, 0.3));
        Checkpoint checkpoint = checkpoint(config, 21);
        TokenBatch batch = TinyEncoders.batch(config, rows, length, TinyEncoders.Padding.RIGHT, 2);
        float[] targets = TinyEncoders.targets(rows, 4, 6);
        try (var graph = new DoubleGraph(checkpoint, Pooling.MEAN, batch, targets, KEY);
                var model = new TrainableModel(checkpoint, Pooling.MEAN, name -> false)) {
            double[] gradient = graph.gradient();
            float loss = model.backward(batch, targets, false, KEY);
            assertThat((double) loss).isCloseTo(graph.loss(), within(1e-5 * Math.max(1, graph.loss())));
            float[] found = model.gradients().toArray();
            double largest = 0;
            for (double value : gradient) {
                largest = Math.max(largest, Math.abs(value));
            }
            assertThat(largest).isGreaterThan(0.01);
            for (int at = 0; at < gradient.length; at++) {
                double numeric = (graph.lossWith(at, 1e-5) - graph.lossWith(at, -1e-5)) / 2e-5;
                assertThat(gradient[at]).isCloseTo(numeric, within(1e-6 * Math.max(1, largest)));
                assertThat((double) found[at]).isCloseTo(gradient[at], within(1e-4 * Math.max(1, largest)));
            }
        }
    }
}
