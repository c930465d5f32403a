package io.github.emotion4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.data.Labels;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {

    private static final Labels LABELS = Labels.of(List.of("a", "b"));

    /** Rows from {@code from} to before {@code to} are answered rightly. */
    private static Evaluation right(int rows, int from, int to) {
        var probabilities = new double[rows][];
        for (int row = 0; row < rows; row++) {
            boolean right = row >= from && row < to;
            probabilities[row] = right ? new double[] {0.8, 0.2} : new double[] {0.3, 0.7};
        }
        return Evaluation.of(LABELS, new int[rows], probabilities);
    }

    /**
     * scipy: min(1, 2*stats.binom.cdf(min(b, c), b+c, 0.5)); s = (abs(b-c)-1)**2/(b+c), at least 0; stats.chi2.sf(s, 1).
     */
    @ParameterizedTest
    @CsvSource({
        "10, 25, 0.016673847800120715, 0.01796047752607879",
        "0, 5, 0.0625, 0.07363827012030258",
        "3, 3, 1.0, 1.0",
        "121, 59, 4.4344492637551645e-06, 5.450094825427117e-06",
        "400, 300, 0.0001784763144856244, 0.0001826717911095503",
        "0, 0, 1.0, 1.0"
    })
    void mcnemars_test_equals_scipy(int onlyFirst, int onlySecond, double exact, double chiSquare) {
        var comparison = new Comparison(onlyFirst, onlySecond, Map.of());

        assertThat(comparison.mcnemarExact()).isCloseTo(exact, within(1e-10 * exact));
        assertThat(comparison.mcnemarChiSquare()).isCloseTo(chiSquare, within(1e-12 * chiSquare));
    }

    /** scipy: stats.binomtest(k, n).proportion_ci(method='wilson'). */
    @ParameterizedTest
    @CsvSource({
        "0, 10, 0.0, 0.27753279986288926",
        "10, 10, 0.7224672001371109, 1.0",
        "1850, 2000, 0.9126241578681623, 0.9357463519427728",
        "81, 263, 0.2552885198782742, 0.36620957698280004",
        "15, 148, 0.06238639953073629, 0.16048724172330803"
    })
    void wilsons_interval_equals_scipy(int successes, int trials, double low, double high) {
        var interval = Interval.wilson(successes, trials);

        assertThat(interval.low()).isCloseTo(low, within(1e-12));
        assertThat(interval.high()).isCloseTo(high, within(1e-12));
    }

    @Test
    void wilsons_interval_of_no_trials_is_undefined() {
        assertThat(Interval.wilson(0, 0).low()).isNaN();
        assertThatThrownBy(() -> Interval.wilson(3, 2)).hasMessage("3 successes of 2 trials");
    }

    @Test
    void rows_that_only_one_model_answers_rightly_are_counted() {
        var comparison = Comparison.of(right(100, 0, 60), right(100, 40, 90), Bootstrap.DEFAULT, "accuracy");

        assertThat(comparison.onlyFirstRight()).isEqualTo(40);
        assertThat(comparison.onlySecondRight()).isEqualTo(30);
        assertThat(comparison.differences().get("accuracy").value()).isCloseTo(-0.1, within(1e-12));
    }

    /** The paired difference of 1000 rows with 200 and 300 discordant ones: -0.1 ± 1.96 sqrt((0.5 - 0.01) / 1000). */
    @Test
    void the_paired_bootstrap_agrees_with_the_normal_interval_on_many_rows() {
        var comparison = Comparison.of(
                right(1000, 0, 700), right(1000, 300, 900), new Bootstrap(4000, 7), "accuracy", "log_loss");
        double half = 1.96 * Math.sqrt((0.5 - 0.01) / 1000);
        var interval = comparison.differences().get("accuracy").interval();

        assertThat(interval.low()).isCloseTo(-0.1 - half, within(0.004));
        assertThat(interval.high()).isCloseTo(-0.1 + half, within(0.004));
        assertThat(comparison.differences().get("log_loss").value()).isPositive();
    }

    @Test
    void equal_models_differ_by_nothing() {
        var comparison = Comparison.of(right(50, 10, 40), right(50, 10, 40), Bootstrap.DEFAULT, "macro_f1");

        assertThat(comparison.differences().get("macro_f1").interval()).isEqualTo(new Interval(0, 0));
        assertThat(comparison.mcnemarExact()).isEqualTo(1);
    }

    @Test
    void the_seed_decides_the_interval() {
        var evaluation = right(200, 20, 180);
        var metric = Metric.parse("macro_f1");

        assertThat(metric.interval(evaluation, new Bootstrap(500, 3)))
                .isEqualTo(metric.interval(evaluation, new Bootstrap(500, 3)))
                .isNotEqualTo(metric.interval(evaluation, new Bootstrap(500, 4)));
    }

    @Test
    void models_evaluated_on_other_rows_are_refused() {
        var other = Evaluation.of(LABELS, new int[] {1}, new double[][] {{1, 0}});

        assertThatThrownBy(() -> Comparison.of(right(1, 0, 1), other, Bootstrap.DEFAULT))
                .hasMessageContaining("row 1: the true labels differ");
        assertThatThrownBy(() -> Comparison.of(right(2, 0, 1), other, Bootstrap.DEFAULT))
                .hasMessageContaining("cannot be paired");
    }
}
