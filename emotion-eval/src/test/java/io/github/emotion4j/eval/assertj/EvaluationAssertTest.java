package io.github.emotion4j.eval.assertj;

import static io.github.emotion4j.eval.assertj.EvaluationAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.data.Labels;
import io.github.emotion4j.eval.Evaluation;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationAssertTest {

    private static final Evaluation THREE_OF_FOUR =
            Evaluation.of(Labels.of(List.of("joy", "fear")), new int[] {0, 0, 1, 1}, new double[][] {
                {0.9, 0.1}, {0.8, 0.2}, {0.7, 0.3}, {0.2, 0.8}
            });

    @Test
    void thresholds_that_are_reached_pass_in_a_chain() {
        assertThatCode(() -> assertThat(THREE_OF_FOUR)
                        .hasAccuracyAtLeast(0.75)
                        .hasMacroF1AtLeast(0.73)
                        .hasWeightedF1AtLeast(0.73)
                        .hasBalancedAccuracyAtLeast(0.75)
                        .hasF1AtLeast("joy", 0.8)
                        .hasRecallAtLeast("joy", 1)
                        .hasPrecisionAtLeast("fear", 1)
                        .hasLogLossAtMost(0.5)
                        .passes("accuracy=0.7,brier=0.5"))
                .doesNotThrowAnyException();
    }

    @Test
    void a_failure_names_every_gate_that_failed_with_value_and_interval() {
        assertThatThrownBy(() -> assertThat(THREE_OF_FOUR).passes("accuracy=0.9,f1.joy=0.8,recall.fear=0.6"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll(
                        "On 4 rows",
                        "accuracy 0.7500 < 0.9 (95 % interval 0.3006 to 0.9544): failed",
                        "recall.fear 0.5000 < 0.6 (95 % interval")
                .hasMessageNotContaining("f1.joy");
    }
}
