package io.github.emotion4j.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.core.encoder.Activation;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * Logits of three vectors of four values. Expected, by numpy in double precision on values rounded to float32, with {@code n = np.arange}:
 *
 * <pre>
 * X = np.sin(0.9*n(12)+0.2).reshape(3,4); W = np.sin(1.3*n(8)+0.5).reshape(2,4); b = np.array([0.25,-0.5])
 * W1 = np.cos(0.7*n(16)).reshape(4,4); b1 = 0.1*n(4)-0.15
 * X@W.T+b; np.maximum(X@W1.T+b1,0)@W.T+b; np.tanh(X@W1.T+b1)@W.T+b
 * </pre>
 */
class HeadTest {

    private static final Offset<Float> CLOSE = within(1e-6f);
    private static final float[] VECTORS = values(12, n -> Math.sin(0.9 * n + 0.2));
    private static final Tensor WEIGHT = Tensor.of(values(8, n -> Math.sin(1.3 * n + 0.5)), 2, 4);
    private static final Tensor BIAS = Tensor.of(new float[] {0.25f, -0.5f}, 2);

    private static float[] values(int count, IntToDoubleFunction formula) {
        var values = new float[count];
        for (int n = 0; n < count; n++) {
            values[n] = (float) formula.applyAsDouble(n);
        }
        return values;
    }

    private static Head withHidden(Activation activation) {
        var weight = Tensor.of(values(16, n -> Math.cos(0.7 * n)), 4, 4);
        var bias = Tensor.of(values(4, n -> 0.1 * n - 0.15), 4);
        return new Head(Optional.of(new Head.HiddenLayer(weight, bias, activation)), WEIGHT, BIAS);
    }

    @Test
    void the_logits_of_a_linear_head_are_numpys() {
        assertThat(new Head(Optional.empty(), WEIGHT, BIAS).logits(VECTORS))
                .containsExactly(
                        new float[] {
                            1.023286323f, 0.754741908f, -1.248070288f, -1.427007052f, 2.16352798f, -0.092139177f
                        },
                        CLOSE);
    }

    @Test
    void the_logits_of_a_head_with_a_hidden_layer_of_relu_are_numpys() {
        assertThat(withHidden(Activation.RELU).logits(VECTORS))
                .containsExactly(
                        new float[] {0.691881955f, 0.718825991f, 0.206645143f, 0.359491703f, 1.180784232f, 0.065910449f
                        },
                        CLOSE);
    }

    @Test
    void the_logits_of_a_head_with_a_hidden_layer_of_tanh_are_numpys() {
        assertThat(withHidden(Activation.TANH).logits(VECTORS))
                .containsExactly(
                        new float[] {
                            0.617972515f, -0.425690315f, -0.227252158f, -0.385973258f, 0.561483971f, -0.6680983f
                        },
                        CLOSE);
    }

    @Test
    void no_vectors_have_no_logits_and_the_vectors_stay_as_they_were() {
        float[] vectors = VECTORS.clone();
        withHidden(Activation.TANH).logits(vectors);

        assertThat(vectors).containsExactly(VECTORS);
        assertThat(withHidden(Activation.RELU).logits(new float[0])).isEmpty();
    }

    @Test
    void what_does_not_fit_is_refused() {
        var head = new Head(Optional.empty(), WEIGHT, BIAS);

        assertThatThrownBy(() -> head.logits(new float[6])).hasMessageContaining("6 values do not fill rows of 4");
        assertThatThrownBy(() -> new Head(Optional.empty(), WEIGHT, Tensor.of(new float[3], 3)))
                .hasMessage("a head needs a weight [labels, hidden] and a bias [labels]");
    }

    @Test
    void a_gelu_layer_and_the_layer_norm_behind_it_are_computed() {
        // gelu(1) = 0.8413447, gelu(-1) = -0.1586553: half a unit to either side of their mean
        var gelu = new Head.HiddenLayer(
                Tensor.of(new float[] {1, 0, 0, 1}, 2, 2), Optional.empty(), Activation.GELU_ERF, Optional.empty());
        var normed = new Head.HiddenLayer(
                gelu.weight(),
                Optional.empty(),
                Activation.GELU_ERF,
                Optional.of(new Head.Norm(
                        Tensor.of(new float[] {1, 3}, 2), Optional.of(Tensor.of(new float[] {0, 1}, 2)), 1e-12)));

        assertThat(logitsOf(gelu)).isCloseTo(0.8413447f - 2 * 0.1586553f + 0.5f, within(1e-6f));
        assertThat(logitsOf(normed)).isCloseTo(1 + 2 * (-3 + 1) + 0.5f, within(1e-6f));
    }

    private static float logitsOf(Head.HiddenLayer layer) {
        var head = new Head(Optional.of(layer), Tensor.of(new float[] {1, 2}, 1, 2), Tensor.of(new float[] {0.5f}, 1));
        return head.logits(new float[] {1, -1})[0];
    }
}
