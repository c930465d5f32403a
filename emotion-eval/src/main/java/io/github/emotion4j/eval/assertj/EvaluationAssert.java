package io.github.emotion4j.eval.assertj;

import io.github.emotion4j.eval.Evaluation;
import io.github.emotion4j.eval.gate.Gate;
import io.github.emotion4j.eval.gate.GateResult;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on an {@link Evaluation}. A failure names the metric, its value, the threshold and the 95 % interval.
 *
 * <pre>{@code
 * import static io.github.emotion4j.eval.assertj.EvaluationAssert.assertThat;
 *
 * assertThat(evaluation).hasAccuracyAtLeast(0.9).hasF1AtLeast("surprise", 0.6);
 * }</pre>
 */
public final class EvaluationAssert extends AbstractAssert<EvaluationAssert, Evaluation> {

    private EvaluationAssert(Evaluation actual) {
        super(actual, EvaluationAssert.class);
    }

    /** Starts a chain of assertions. */
    public static EvaluationAssert assertThat(Evaluation actual) {
        return new EvaluationAssert(actual);
    }

    /** The share of right answers reaches the threshold. */
    public EvaluationAssert hasAccuracyAtLeast(double threshold) {
        return passes("accuracy=" + threshold);
    }

    /** The mean F1 of the labels reaches the threshold. */
    public EvaluationAssert hasMacroF1AtLeast(double threshold) {
        return passes("macro_f1=" + threshold);
    }

    /** The F1 of the labels, weighted by support, reaches the threshold. */
    public EvaluationAssert hasWeightedF1AtLeast(double threshold) {
        return passes("weighted_f1=" + threshold);
    }

    /** The mean recall of the labels reaches the threshold. */
    public EvaluationAssert hasBalancedAccuracyAtLeast(double threshold) {
        return passes("balanced_accuracy=" + threshold);
    }

    /** The F1 of a label reaches the threshold. */
    public EvaluationAssert hasF1AtLeast(String label, double threshold) {
        return passes("f1." + label + "=" + threshold);
    }

    /** The recall of a label reaches the threshold. */
    public EvaluationAssert hasRecallAtLeast(String label, double threshold) {
        return passes("recall." + label + "=" + threshold);
    }

    /** The precision of a label reaches the threshold. */
    public EvaluationAssert hasPrecisionAtLeast(String label, double threshold) {
        return passes("precision." + label + "=" + threshold);
    }

    /** The mean cross-entropy loss does not exceed the threshold. */
    public EvaluationAssert hasLogLossAtMost(double threshold) {
        return passes("log_loss=" + threshold);
    }

    /**
     * All gates pass, written as for {@code evaluate --fail-under}: {@code accuracy=0.9,macro_f1=0.85,f1.surprise=0.6}.
     *
     * @throws IllegalArgumentException if the gates cannot be read or name an unknown label
     */
    public EvaluationAssert passes(String gates) {
        isNotNull();
        String failed = Gate.check(Gate.parse(gates), actual).stream()
                .filter(result -> !result.passed())
                .map(GateResult::toString)
                .collect(Collectors.joining("\n  "));
        if (!failed.isEmpty()) {
            failWithMessage("On %s rows the model falls short:%n  %s", actual.rows(), failed);
        }
        return this;
    }
}
