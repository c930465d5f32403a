package io.github.emotion4j.core.onnx.term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.core.onnx.tensor.ElementType;
import io.github.emotion4j.core.onnx.tensor.Known;
import io.github.emotion4j.core.onnx.tensor.Movement;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.term.Term.Op;
import org.junit.jupiter.api.Test;

/** The normal form, on hidden states of 2 texts of 3 tokens. */
class TermsTest {

    private static final int[] STATES = {2, 3, 4};

    private final Terms terms = new Terms();
    private final Term ids = terms.input("input_ids", Role.IDS, ElementType.I64, 2, 3);
    private final Term states = terms.make(Op.LOOKUP, null, STATES, numbers(10, 4), ids);
    private final Term weight = numbers(4, 4);

    @Test
    void equalComputationsAreTheSameObject() {
        Term once = terms.unary(Op.TANH, null, terms.matmul(states, weight));

        assertThat(terms.unary(Op.TANH, null, terms.matmul(states, weight))).isSameAs(once);
        assertThat(terms.unary(Op.TANH, null, terms.matmul(states, numbers(4, 4))))
                .isNotSameAs(once);
    }

    @Test
    void aFactorComesOutOfAProductAndARearrangement() {
        Term keys = terms.move(states, Movement.transpose(STATES, 0, 2, 1));
        Term scaled = terms.move(terms.scale(states, 0.5), Movement.transpose(STATES, 0, 2, 1));

        Term scores = terms.matmul(terms.scale(states, 3), scaled);

        assertThat(scores.op()).isEqualTo(Op.SCALE);
        assertThat(scores.number()).isEqualTo(1.5);
        assertThat(scores.argument(0)).isSameAs(terms.matmul(states, keys));
    }

    @Test
    void aReshapeThatKeepsRowsIsNotInsideWhatWorksOnRows() {
        Movement rows = Movement.reshape(STATES, new int[] {6, 4});
        Movement back = Movement.reshape(new int[] {6, 4}, STATES);
        Term bias = numbers(4);

        Term flat = terms.add(terms.matmul(terms.move(states, rows), weight), bias);

        assertThat(terms.move(flat, back)).isSameAs(terms.add(terms.matmul(states, weight), bias));
    }

    @Test
    void rearrangementsThatUndoEachOtherAreNothing() {
        Term turned = terms.move(states, Movement.transpose(STATES, 0, 2, 1));

        assertThat(turned.op()).isEqualTo(Op.VIEW);
        assertThat(terms.move(turned, Movement.transpose(turned.shape(), 0, 2, 1)))
                .isSameAs(states);
    }

    @Test
    void aLayerNormOfSingleOperationsIsOneTerm() {
        Term gain = numbers(4);
        Term bias = numbers(4);

        Term norm = layerNorm(gain, bias, 1e-5);

        assertThat(norm).isSameAs(terms.layerNorm(states, gain, bias, 1e-5));
        assertThat(norm.number()).isEqualTo(1e-5);
    }

    @Test
    void aSumThatIsNoLayerNormStaysASum() {
        Term gain = numbers(4);
        Term other = numbers(3, 1);

        assertThat(layerNorm(gain, other, 1e-5).op()).isEqualTo(Op.ADD);
    }

    @Test
    void aDivisionByZeroIsRefusedAndSoAreShapesThatDoNotFit() {
        Term zero = terms.known(Known.of(ElementType.F32, new int[0], new double[] {0}));

        assertThatThrownBy(() -> terms.div(states, zero))
                .isInstanceOf(Refusal.class)
                .hasMessage("a division by 0");
        assertThatThrownBy(() -> terms.matmul(states, numbers(3, 4)))
                .isInstanceOf(Refusal.class)
                .hasMessage("a product of shapes [2, 3, 4] and [3, 4]");
    }

    @Test
    void aRefusalNamesPlaceExpectationAndFinding() {
        terms.at("node 'n' (Tanh)");

        assertThat(terms.unary(Op.TANH, null, states).insteadOf("a LayerNorm"))
                .hasMessage("node 'n' (Tanh): expected a LayerNorm, found TANH of shape [2, 3, 4]");
        assertThat(ids.insteadOf("a LayerNorm")).hasMessageStartingWith("input 'input_ids': expected a LayerNorm");
    }

    /** {@code (x - mean) / sqrt(mean((x - mean)²) + ε) * gain + bias}. */
    private Term layerNorm(Term gain, Term bias, double epsilon) {
        Term deviation = terms.binary(Op.SUB, states, mean(states));
        Term two = terms.known(Known.of(ElementType.F32, new int[0], new double[] {2}));
        Term small = terms.known(Known.of(ElementType.F32, new int[0], new double[] {epsilon}));
        Term variance = mean(terms.binary(Op.POW, deviation, two));
        Term root = terms.unary(Op.SQRT, null, terms.add(variance, small));
        return terms.add(terms.mul(terms.div(deviation, root), gain), bias);
    }

    private Term mean(Term x) {
        return terms.make(Op.REDUCE_MEAN, 2, new int[] {2, 3, 1}, x);
    }

    private Term numbers(int... shape) {
        int size = 1;
        for (int axis : shape) {
            size *= axis;
        }
        return terms.known(Known.of(ElementType.F32, shape, new double[size]));
    }
}
