package io.github.emotion4j.eval;

import static io.github.emotion4j.eval.FixedPredictions.evaluation;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.core.Prediction;
import io.github.emotion4j.data.Labels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EvaluationTest {

    private static final Offset<Double> EXACT = within(1e-12);

    private static final Map<String, ToDoubleFunction<Evaluation>> SCORES = inOrder(
            entry("accuracy", Evaluation::accuracy),
            entry("balanced_accuracy", Evaluation::balancedAccuracy),
            entry("macro_precision", Evaluation::macroPrecision),
            entry("macro_recall", Evaluation::macroRecall),
            entry("macro_f1", Evaluation::macroF1),
            entry("micro_f1", Evaluation::microF1),
            entry("weighted_precision", Evaluation::weightedPrecision),
            entry("weighted_recall", Evaluation::weightedRecall),
            entry("weighted_f1", Evaluation::weightedF1),
            entry("log_loss", Evaluation::logLoss),
            entry("brier", Evaluation::brier));

    private static final Map<String, ToDoubleBiFunction<Evaluation, Integer>> LABEL_SCORES = inOrder(
            entry("precision", Evaluation::precision),
            entry("recall", Evaluation::recall),
            entry("f1", Evaluation::f1),
            entry("roc_auc", Evaluation::rocAuc),
            entry("average_precision", Evaluation::averagePrecision));

    @SafeVarargs
    private static <T> Map<String, T> inOrder(Map.Entry<String, T>... entries) {
        Map<String, T> map = new LinkedHashMap<>();
        for (var entry : entries) {
            map.put(entry.getKey(), entry.getValue());
        }
        return map;
    }

    /**
     * What scikit-learn 1.9 says of them, z = p.argmax(1): accuracy_score, balanced_accuracy_score, {precision,recall,f1}_score(average=…,
     * zero_division=0) without labels, log_loss, brier_score_loss(scale_by_half=False), precision_recall_fscore_support(labels=range(k)),
     * roc_auc_score(y == c, p[:, c]), average_precision_score(y == c, p[:, c]), confusion_matrix(labels=range(k)).
     *
     * @param scores in the order of SCORES
     * @param labelScores in the order of LABEL_SCORES, each by label
     */
    record Expected(String name, Evaluation evaluation, double[] scores, double[][] labelScores, int[][] confusion) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Expected> expected() {
        double nan = Double.NaN;
        return Stream.of(
                new Expected(
                        "four labels",
                        evaluation(4, 4, 4),
                        new double[] {
                            0.715,
                            0.7150000000000001,
                            0.754072504708098,
                            0.7150000000000001,
                            0.7144093292029072,
                            0.715,
                            0.7540725047080978,
                            0.715,
                            0.7144093292029072,
                            0.9101014842802839,
                            0.49417065095569085
                        },
                        new double[][] {
                            {0.7222222222222222, 0.6440677966101694, 0.65, 1.0},
                            {0.78, 0.76, 0.78, 0.54},
                            {0.75, 0.6972477064220184, 0.7090909090909091, 0.7012987012987013},
                            {0.9285333333333333, 0.9272, 0.9086666666666666, 1.0},
                            {0.8798123203436727, 0.868437547158029, 0.837287856926122, 1.0}
                        },
                        new int[][] {{39, 4, 7, 0}, {5, 38, 7, 0}, {2, 9, 39, 0}, {8, 8, 7, 27}}),
                new Expected(
                        "two labels that do not occur, one never predicted",
                        evaluation(6, 4, 3),
                        new double[] {
                            0.58,
                            0.5800000000000001,
                            0.4373123123123123,
                            0.5800000000000001,
                            0.4979660291178989,
                            0.58,
                            0.4373123123123123,
                            0.58,
                            0.49796602911789895,
                            3.1451718264672026,
                            0.6631272236261503
                        },
                        new double[][] {
                            {0.6190476190476191, 0.6031746031746031, 0.527027027027027, 0, 0, 0},
                            {0.78, 0.76, 0.78, 0, 0, 0},
                            {0.6902654867256637, 0.672566371681416, 0.6290322580645161, 0, 0, 0},
                            {0.8873333333333333, 0.8984, 0.8549333333333333, 0.8092, nan, nan},
                            {0.7616745951503063, 0.7490654769063304, 0.6968282029066962, 0.5652675155542162, 0, 0}
                        },
                        new int[][] {
                            {39, 4, 7, 0, 0, 0},
                            {5, 38, 7, 0, 0, 0},
                            {2, 9, 39, 0, 0, 0},
                            {17, 12, 21, 0, 0, 0},
                            {0, 0, 0, 0, 0, 0},
                            {0, 0, 0, 0, 0, 0}
                        }),
                new Expected(
                        "a label predicted but never true",
                        evaluation(5, 3, 5),
                        new double[] {
                            0.75,
                            0.7512038736797297,
                            0.6008146612793199,
                            0.5634029052597973,
                            0.579580745341615,
                            0.75,
                            0.8320684263000473,
                            0.75,
                            0.7872722567287785,
                            1.066903177667006,
                            0.5497350992623854
                        },
                        new double[][] {
                            {0.6578947368421053, 0.8470588235294118, 0.8983050847457628, 0, 0},
                            {0.7352941176470589, 0.7272727272727273, 0.7910447761194029, 0, 0},
                            {0.6944444444444444, 0.782608695652174, 0.8412698412698413, 0, 0},
                            {0.91194188518781, 0.9038903890389038, 0.9226798339131411, nan, nan},
                            {0.7899036594128545, 0.9161930883461713, 0.9107605295651849, 0, 0}
                        },
                        new int[][] {
                            {25, 2, 6, 0, 1}, {10, 72, 0, 0, 17}, {3, 11, 53, 0, 0}, {0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}
                        }));
    }

    @ParameterizedTest
    @MethodSource("expected")
    void every_metric_equals_scikit_learns(Expected expected) {
        int at = 0;
        for (var score : SCORES.entrySet()) {
            double value = expected.scores()[at++];
            var metric = Metric.parse(score.getKey());
            assertThat(score.getValue().applyAsDouble(expected.evaluation()))
                    .as(score.getKey())
                    .isCloseTo(value, EXACT);
            assertThat(metric.of(expected.evaluation())).as("metric %s", metric).isCloseTo(value, EXACT);
        }
        assertThat(expected.evaluation().confusion()).isDeepEqualTo(expected.confusion());
    }

    @ParameterizedTest
    @MethodSource("expected")
    void every_score_of_a_label_equals_scikit_learns(Expected expected) {
        var evaluation = expected.evaluation();
        for (int label = 0; label < evaluation.labels().size(); label++) {
            int at = 0;
            for (var score : LABEL_SCORES.entrySet()) {
                double value = expected.labelScores()[at++][label];
                var name = score.getKey() + "." + evaluation.labels().name(label);
                assertThat(score.getValue().applyAsDouble(evaluation, label))
                        .as(name)
                        .isCloseTo(value, EXACT);
                assertThat(Metric.parse(name).of(evaluation))
                        .as("metric %s", name)
                        .isCloseTo(value, EXACT);
            }
            assertThat(evaluation.support(label))
                    .isEqualTo(IntStream.of(expected.confusion()[label]).sum());
        }
    }

    @Test
    void a_probability_of_zero_for_the_truth_costs_the_machine_precision_as_in_scikit_learn() {
        var evaluation = Evaluation.of(Labels.of(List.of("a", "b")), new int[] {0, 1}, new double[][] {{0, 1}, {0, 1}});

        // sklearn.metrics.log_loss([0, 1], [[0., 1.], [0., 1.]]) == 18.021826694558577
        assertThat(evaluation.logLoss()).isCloseTo(18.021826694558577, EXACT);
        assertThat(evaluation.loss(0)).isCloseTo(36.04365338911715, EXACT);
    }

    @Test
    void the_top_confusions_are_told_in_words_most_frequent_first() {
        var evaluation = evaluation(5, 3, 5);

        assertThat(evaluation.topConfusions(4))
                .hasToString("[label1 → label4 17 of 99, label2 → label1 11 of 67, label1 → label0 10 of 99, "
                        + "label0 → label2 6 of 34]");
        assertThat(evaluation.topConfusions(100)).hasSize(7);
    }

    @Test
    void the_normalised_confusion_matrix_has_rows_of_one_and_zeros_for_a_label_without_rows() {
        double[][] shares = evaluation(5, 3, 5).confusionByTruth();

        assertThat(shares[0]).containsExactly(new double[] {25 / 34.0, 2 / 34.0, 6 / 34.0, 0, 1 / 34.0}, EXACT);
        assertThat(shares[4]).containsOnly(0);
    }

    @Test
    void of_equally_probable_labels_the_lowest_id_is_predicted_as_by_the_core() {
        var labels = Labels.of(List.of("a", "b", "c"));
        var prediction = new Prediction(labels, new float[] {0.2f, 0.4f, 0.4f});
        var evaluation = Evaluation.of(labels, new int[] {1}, List.of(prediction));

        assertThat(evaluation.predicted(0)).isEqualTo(prediction.labelId()).isEqualTo(1);
        assertThat(evaluation.confidence(0)).isCloseTo(0.4, within(1e-7));
    }

    @Test
    void what_is_no_distribution_over_the_labels_is_refused_with_its_row() {
        var labels = Labels.of(List.of("a", "b"));

        assertThatThrownBy(() -> Evaluation.of(labels, new int[] {0, 0}, new double[][] {{1, 0}, {0.5, Double.NaN}}))
                .hasMessage("row 2: probability NaN is not in [0, 1]");
        assertThatThrownBy(() -> Evaluation.of(labels, new int[] {0}, new double[][] {{0.5, 0.4}}))
                .hasMessageContaining("row 1: probabilities sum to 0.9");
        assertThatThrownBy(() -> Evaluation.of(labels, new int[] {2}, new double[][] {{1, 0}}))
                .hasMessage("row 1: label id 2 is not in [0, 2)");
        assertThatThrownBy(() -> Evaluation.of(labels, new int[] {0}, new double[][] {{1}}))
                .hasMessageContaining("row 1: 1 probabilities for 2 labels");
        assertThatThrownBy(() -> Evaluation.of(labels, new int[0], new double[0][]))
                .hasMessageContaining("no rows");
        assertThatThrownBy(() -> Evaluation.of(labels, new int[2], new double[1][2]))
                .hasMessage("1 rows of probabilities for 2 true labels");
        assertThatThrownBy(() ->
                        Evaluation.of(labels, new int[] {0}, List.of(Prediction.rejected(labels, "the text is null"))))
                .hasMessage("row 1: the text was rejected, the text is null; evaluate without such rows");
    }

    @Test
    void an_unknown_metric_or_label_is_named_with_those_that_exist() {
        assertThatThrownBy(() -> Metric.parse("acuracy")).hasMessageContaining("'acuracy' is not one of [accuracy,");
        assertThatThrownBy(() -> Metric.parse("f1")).hasMessageContaining("f1.LABEL");
        assertThatThrownBy(() -> Metric.parse("f1.angry").of(evaluation(4, 4, 4)))
                .hasMessage("metric 'f1.angry': label 'angry' is not one of [label0, label1, label2, label3]");
    }
}
