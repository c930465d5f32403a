package io.github.emotion4j.core.onnx.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.core.checkpoint.Activation;
import io.github.emotion4j.core.onnx.tensor.ElementType;
import io.github.emotion4j.core.onnx.tensor.Known;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.term.Probe;
import io.github.emotion4j.core.onnx.term.Role;
import io.github.emotion4j.core.onnx.term.Term;
import io.github.emotion4j.core.onnx.term.Term.Op;
import io.github.emotion4j.core.onnx.term.Terms;
import org.junit.jupiter.api.Test;

/** Activations by what they compute, however they are written. */
class ActivationMatchTest {

    private static final double FULL = new Context(Probe.of(2, 3), false).activationTolerance();
    private static final double HALF = new Context(Probe.of(2, 3), true).activationTolerance();
    private static final double ROOT = Math.sqrt(2 / Math.PI);

    private final Terms terms = new Terms();
    private final Term linear = linear();

    @Test
    void geluIsRecognisedInAnyOrderOfItsFactors() {
        Term factorsLast = terms.mul(terms.mul(linear, onePlus(erf(Math.sqrt(2)))), number(0.5));
        Term factorsFirst = terms.mul(terms.mul(linear, number(0.5)), onePlus(erf(Math.sqrt(2))));

        assertThat(activation(factorsLast, FULL)).isEqualTo(Activation.GELU_ERF);
        assertThat(activation(factorsFirst, FULL)).isEqualTo(Activation.GELU_ERF);
        assertThat(activation(geluTanh(ROOT, 0.044715), FULL)).isEqualTo(Activation.GELU_TANH);
        assertThat(activation(terms.binary(Op.MAX, linear, number(0)), FULL)).isEqualTo(Activation.RELU);
    }

    @Test
    void constantsRoundedToHalfPrecisionAreForgivenOnlyWhereTheFileIsOfHalfPrecision() {
        Term erf = terms.mul(terms.mul(linear, onePlus(erf(ElementType.F16.round(Math.sqrt(2))))), number(0.5));
        Term tanh = geluTanh(ElementType.F16.round(ROOT), ElementType.F16.round(0.044715));

        assertThat(activation(erf, HALF)).isEqualTo(Activation.GELU_ERF);
        assertThat(activation(tanh, HALF)).isEqualTo(Activation.GELU_TANH);
        assertThatThrownBy(() -> activation(erf, FULL))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("an unknown activation; nearest is GELU_ERF");
        assertThatThrownBy(() -> activation(tanh, FULL)).hasMessageContaining("nearest is GELU_TANH");
    }

    @Test
    void aFunctionBetweenTheTwoKindsOfGeluIsNeither() {
        Term erf = terms.mul(linear, onePlus(erf(Math.sqrt(2))));
        Term tanh = terms.scale(geluTanh(ROOT, 0.044715), 2);
        Term between = terms.scale(terms.add(erf, tanh), 0.25);

        assertThatThrownBy(() -> activation(between, HALF)).hasMessageContaining("an unknown activation");
    }

    @Test
    void aLinearLayerAloneHasNoActivation() {
        assertThatThrownBy(() -> activation(linear, HALF)).hasMessageContaining("expected an activation");
    }

    private Activation activation(Term term, double tolerance) {
        ActivationMatch match = ActivationMatch.match(term, tolerance);
        assertThat(match.inner().input()).isSameAs(linear.argument(0));
        return match.activation();
    }

    private Term erf(double divisor) {
        return terms.unary(Op.ERF, null, terms.div(linear, number(divisor)));
    }

    private Term geluTanh(double root, double cubic) {
        Term cube = terms.mul(terms.binary(Op.POW, linear, number(3)), number(cubic));
        Term tanh = terms.unary(Op.TANH, null, terms.mul(terms.add(linear, cube), number(root)));
        return terms.mul(terms.mul(linear, number(0.5)), onePlus(tanh));
    }

    private Term onePlus(Term x) {
        return terms.add(x, number(1));
    }

    private Term number(double value) {
        return terms.known(Known.of(ElementType.F64, new int[0], new double[] {value}));
    }

    private Term linear() {
        Term table = terms.known(Known.of(ElementType.F32, new int[] {10, 4}, new double[40]));
        Term ids = terms.input("input_ids", Role.IDS, ElementType.I64, 2, 3);
        Term states = terms.make(Op.LOOKUP, null, new int[] {2, 3, 4}, table, ids);
        return terms.matmul(states, terms.known(Known.of(ElementType.F32, new int[] {4, 4}, new double[16])));
    }
}
