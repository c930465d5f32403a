package io.github.emotion4j.core.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.encoder.Activation;
import io.github.emotion4j.core.encoder.Architecture;
import io.github.emotion4j.core.encoder.Dropouts;
import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Gradients of the whole graph, of every parameter and with dropout on: the reverse pass in double precision against central differences, and the
 * engines' float32 gradients against that.
 */
class GradientCheckTest {

    private static final long KEY = 77;
    private static final double STEP = 1e-5;

    @AfterEach
    void chooseAgain() {
        System.clearProperty(Execution.PROPERTY);
    }

    @ParameterizedTest
    @CsvSource({"BERT, CLS, GELU_ERF, true, HOLES", "DISTILBERT, MEAN, GELU_TANH, false, RIGHT"})
    void theReversePassOfOneLayerInDoublePrecisionAgreesWithFiniteDifferences(
            Architecture architecture,
            Pooling pooling,
            Activation activation,
            boolean hiddenLayer,
            TinyEncoders.Padding padding) {
        check(TinyEncoders.config(architecture, activation, 6, 4, 4, 1, 2, 5), pooling, hiddenLayer, padding);
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({
        "BERT, CLS, GELU_ERF, true, RIGHT",
        "BERT, MEAN, GELU_TANH, false, HOLES",
        "DISTILBERT, CLS, GELU_ERF, true, LEFT",
        "DISTILBERT, MEAN, RELU, true, RIGHT",
        "DISTILBERT, CLS, GELU_TANH, false, HOLES",
        "BERT, MEAN, RELU, true, LEFT"
    })
    void theReversePassOfTwoLayersInDoublePrecisionAgreesWithFiniteDifferences(
            Architecture architecture,
            Pooling pooling,
            Activation activation,
            boolean hiddenLayer,
            TinyEncoders.Padding padding) {
        check(TinyEncoders.config(architecture, activation, 9, 5, 6, 2, 2, 7), pooling, hiddenLayer, padding);
    }

    @ParameterizedTest
    @CsvSource({"ALBERT, CLS, HOLES", "MPNET, CLS, LEFT", "DEBERTA_V2, MEAN, HOLES", "MODERNBERT, CLS, RIGHT"})
    void theReversePassOfAFamilysPartsAgreesWithFiniteDifferences(
            Architecture architecture, Pooling pooling, TinyEncoders.Padding padding) {
        check(TinyEncoders.config(architecture, Activation.GELU_ERF, 9, 5, 8, 2, 2, 7), pooling, true, padding);
    }

    /** Shapes of one differ in ND4J from others: what is one number is taken for a scalar, which has gradients of its own. */
    @ParameterizedTest
    @CsvSource({"BERT, CLS, 1, 1", "DISTILBERT, MEAN, 1, 1", "BERT, MEAN, 1, 3", "DISTILBERT, CLS, 2, 1"})
    void theReversePassOfASingleTokenOrTextAgreesWithFiniteDifferences(
            Architecture architecture, Pooling pooling, int rows, int length) {
        EncoderConfig config = TinyEncoders.config(architecture, Activation.GELU_ERF, 6, 4, 4, 1, 2, 5);
        check(config, pooling, true, TinyEncoders.batch(config, rows, length, TinyEncoders.Padding.RIGHT, 2));
    }

    private static void check(EncoderConfig plain, Pooling pooling, boolean hiddenLayer, TinyEncoders.Padding padding) {
        check(plain, pooling, hiddenLayer, TinyEncoders.batch(plain, 3, 4, padding, 2));
    }

    private static void check(EncoderConfig plain, Pooling pooling, boolean hiddenLayer, TokenBatch batch) {
        EncoderConfig config = plain.withDropouts(new Dropouts(0.3, 0.2, 0.3, 0.15, 0.3, 0.2, 0.25, 0.25));
        Checkpoint checkpoint = TinyEncoders.of(config, hiddenLayer, 21);
        float[] targets = TinyEncoders.targets(batch.rows(), 4, 6);
        try (var graph = new DoubleGraph(checkpoint, pooling, batch, targets, KEY)) {
            double[] gradient = graph.gradient();
            for (Parameters.Parameter parameter : graph.layout().all()) {
                double[] numeric = new double[parameter.size()];
                double[] analytic = new double[parameter.size()];
                for (int i = 0; i < numeric.length; i++) {
                    int at = parameter.from() + i;
                    analytic[i] = gradient[at];
                    numeric[i] = (graph.lossWith(at, STEP) - graph.lossWith(at, -STEP)) / (2 * STEP);
                }
                // A bias of all keys has no gradient: what is left is rounding.
                assertThat(distance(analytic, numeric))
                        .as(parameter.name())
                        .isLessThanOrEqualTo(Math.max(1e-10, 1e-6 * norm(numeric)));
            }
            assertThat(norm(gradient)).isGreaterThan(0.01);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "FUSED, BERT, CLS, GELU_ERF, true, HOLES",
        "FUSED, BERT, MEAN, GELU_TANH, false, LEFT",
        "FUSED, DISTILBERT, CLS, GELU_TANH, false, RIGHT",
        "FUSED, DISTILBERT, MEAN, RELU, true, HOLES",
        "FUSED, DISTILBERT, CLS, TANH, true, RIGHT",
        "ND4J, BERT, CLS, GELU_ERF, true, HOLES",
        "ND4J, DISTILBERT, MEAN, RELU, true, RIGHT",
        "FUSED, ROBERTA, CLS, GELU_ERF, true, RIGHT",
        "FUSED, ELECTRA, CLS, GELU_ERF, true, HOLES",
        "FUSED, ALBERT, CLS, GELU_TANH, true, RIGHT",
        "FUSED, ALBERT, MEAN, GELU_TANH, false, HOLES",
        "FUSED, MPNET, CLS, GELU_ERF, true, HOLES",
        "FUSED, MPNET, MEAN, GELU_ERF, true, LEFT",
        "FUSED, DEBERTA_V2, CLS, GELU_ERF, true, HOLES",
        "FUSED, DEBERTA_V2, MEAN, GELU_ERF, true, LEFT",
        "FUSED, MODERNBERT, CLS, GELU_ERF, true, HOLES",
        "FUSED, MODERNBERT, MEAN, GELU_ERF, true, LEFT",
        "ND4J, ALBERT, CLS, GELU_TANH, true, RIGHT",
        "ND4J, MPNET, CLS, GELU_ERF, true, HOLES",
        "ND4J, DEBERTA_V2, MEAN, GELU_ERF, true, RIGHT",
        "ND4J, MODERNBERT, CLS, GELU_ERF, true, RIGHT"
    })
    void anEnginesGradientsAreThoseInDoublePrecision(
            Execution execution,
            Architecture architecture,
            Pooling pooling,
            Activation activation,
            boolean hiddenLayer,
            TinyEncoders.Padding padding) {
        EncoderConfig config = TinyEncoders.config(architecture, activation);
        Checkpoint checkpoint = TinyEncoders.of(config, hiddenLayer, 31);
        System.setProperty(Execution.PROPERTY, execution.name());
        // 20 x 40 tokens reach the kernels' paths for many rows and many texts; 3 x 5 those for few; 1 x 1 is ND4J's
        // scalar.
        for (int[] shape : new int[][] {{1, 1}, {3, 5}, {20, 40}}) {
            TokenBatch batch = TinyEncoders.batch(config, shape[0], shape[1], padding, 12);
            float[] targets = TinyEncoders.targets(shape[0], 4, 13);
            try (var graph = new DoubleGraph(checkpoint, pooling, batch, targets, KEY);
                    var model = new TrainableModel(checkpoint, pooling, name -> false)) {
                float loss = model.backward(batch, targets, false, KEY);
                double[] expected = graph.gradient();
                assertThat((double) loss)
                        .isCloseTo(graph.loss(), org.assertj.core.data.Percentage.withPercentage(1e-3));
                compare(model, expected, 1);
                model.backward(batch, targets, true, KEY);
                compare(model, expected, 2);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Execution.class)
    void thePaddingTokensEmbeddingHasNoGradientEvenWhereItIsAttendedTo(Execution execution) {
        EncoderConfig config = TinyEncoders.config(Architecture.BERT, Activation.GELU_ERF);
        System.setProperty(Execution.PROPERTY, execution.name());
        var batch = new TokenBatch(1, 3, new int[] {5, 0, 7}, new int[] {1, 1, 1}, new int[3]);
        try (var model = new TrainableModel(TinyEncoders.of(config, true, 1), Pooling.MEAN, name -> false)) {
            model.backward(batch, new float[] {1, 0, 0, 0}, false, KEY);
            int width = config.hiddenSize();
            float[] gradients = model.gradients().toArray();
            int from = model.layout().get("embeddings.word").from();
            assertThat(Arrays.copyOfRange(gradients, from, from + width)).containsOnly(0f);
            assertThat(Arrays.copyOfRange(gradients, from + 5 * width, from + 6 * width))
                    .doesNotContain(0f);
        }
    }

    private static void compare(TrainableModel model, double[] expected, int times) {
        float[] gradients = model.gradients().toArray();
        double whole = norm(expected);
        for (Parameters.Parameter parameter : model.layout().all()) {
            double[] found = new double[parameter.size()];
            double[] right = new double[parameter.size()];
            for (int i = 0; i < found.length; i++) {
                found[i] = gradients[parameter.from() + i];
                right[i] = times * expected[parameter.from() + i];
            }
            assertThat(distance(found, right))
                    .as(parameter.name())
                    .isLessThanOrEqualTo(1e-5 * Math.max(norm(right), 1e-2 * whole));
        }
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }

    private static double norm(double[] a) {
        return distance(a, new double[a.length]);
    }
}
