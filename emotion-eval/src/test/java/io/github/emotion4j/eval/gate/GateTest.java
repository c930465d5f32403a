package io.github.emotion4j.eval.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.data.Labels;
import io.github.emotion4j.eval.Evaluation;
import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class GateTest {

    /** 90 of 100 right: 50 of 60 for joy, 40 of 40 for fear. */
    private static Evaluation evaluation() {
        int[] truth = IntStream.range(0, 100).map(row -> row < 60 ? 0 : 1).toArray();
        var probabilities = new double[100][];
        for (int row = 0; row < 100; row++) {
            probabilities[row] = row < 50 ? new double[] {0.75, 0.25} : new double[] {0.25, 0.75};
        }
        return Evaluation.of(Labels.of(List.of("joy", "fear")), truth, probabilities);
    }

    @Test
    void a_line_of_gates_is_parsed_in_order() {
        var gates = Gate.parse("accuracy=0.9, macro_f1=0.85,f1.very=happy=.5,log_loss=1.5");

        assertThat(gates)
                .extracting(gate -> gate.metric().name() + ">" + gate.threshold())
                .containsExactly("accuracy>0.9", "macro_f1>0.85", "f1.very=happy>0.5", "log_loss>1.5");
    }

    @Test
    void what_is_no_gate_is_named() {
        assertThatThrownBy(() -> Gate.parse("accuracy"))
                .hasMessageContaining("gate 'accuracy': expected METRIC=NUMBER");
        assertThatThrownBy(() -> Gate.parse("")).hasMessageContaining("expected METRIC=NUMBER");
        assertThatThrownBy(() -> Gate.parse("accuracy=high")).hasMessageContaining("'high' is not a number");
        assertThatThrownBy(() -> Gate.parse("accuracy=90")).hasMessageContaining("must be in [0, 1], found 90.0");
        assertThatThrownBy(() -> Gate.parse("accuracy=NaN")).hasMessageContaining("must be in [0, 1], found NaN");
        assertThatThrownBy(() -> Gate.parse("acc=0.9")).hasMessageContaining("metric 'acc' is not one of [accuracy");
        assertThatThrownBy(() -> Gate.parse("accuracy=0.9,accuracy=0.8")).hasMessageContaining("comes twice");
        var unknown = Gate.parse("f1.angry=0.5");
        assertThatThrownBy(() -> Gate.check(unknown, evaluation())).hasMessageContaining("label 'angry' is not one of");
    }

    @Test
    void a_result_tells_value_threshold_and_interval() {
        var results = Gate.check(Gate.parse("accuracy=0.9,recall.joy=0.85"), evaluation());

        assertThat(results.get(0)).hasToString("accuracy 0.9000 ≥ 0.9 (95 % interval 0.8256 to 0.9448): passed");
        assertThat(results.get(1)).hasToString("recall.joy 0.8333 < 0.85 (95 % interval 0.7197 to 0.9069): failed");
    }

    @Test
    void a_loss_passes_below_its_threshold() {
        // 90 rows at -ln 0.75, 10 at -ln 0.25
        double loss = -0.9 * Math.log(0.75) - 0.1 * Math.log(0.25);
        var passed = Gate.parse("log_loss=0.4").get(0).check(evaluation());
        var failed = Gate.parse("log_loss=0.3").get(0).check(evaluation());

        assertThat(passed.value()).isCloseTo(loss, within(1e-12));
        assertThat(passed.passed()).isTrue();
        assertThat(failed.passed()).isFalse();
        assertThat(passed.interval().contains(loss)).isTrue();
    }

    @Test
    void an_undefined_value_does_not_pass() {
        var onlyJoy = Evaluation.of(Labels.of(List.of("joy", "fear")), new int[] {0}, new double[][] {{1, 0}});
        var result = Gate.parse("roc_auc.joy=0").get(0).check(onlyJoy);

        assertThat(result.passed()).isFalse();
        assertThat(result).hasToString("roc_auc.joy NaN is undefined, wanted 0.0 (95 % interval NaN to NaN): failed");
    }

    @Test
    void a_label_without_rows_is_named_whatever_is_measured_of_it() {
        var onlyJoy = Evaluation.of(
                Labels.of(List.of("joy", "fear", "love")),
                new int[] {0, 0},
                new double[][] {{0.9, 0.1, 0}, {0.2, 0.8, 0}}); // fear is predicted, love never

        for (String gate : List.of("f1.love=0.5", "recall.fear=0.5", "precision.fear=0.5", "roc_auc.love=0.1")) {
            var result = Gate.parse(gate).get(0).check(onlyJoy);
            String label = gate.substring(gate.indexOf('.') + 1, gate.indexOf('='));

            assertThat(result.passed()).isFalse();
            assertThat(result.rowless()).contains(label);
            assertThat(result.toString())
                    .contains("no row of the data has the label '" + label + "'")
                    .endsWith(": failed");
        }
        assertThat(Gate.parse("f1.joy=0.1").get(0).check(onlyJoy).rowless()).isEmpty();
        assertThat(Gate.parse("macro_f1=0.1").get(0).check(onlyJoy).rowless()).isEmpty();
    }

    @Test
    void junit_xml_has_a_test_case_a_gate_and_survives_markup() throws Exception {
        var results = Gate.check(Gate.parse("accuracy=0.9,f1.fear=0.99"), evaluation());
        var xml = JUnitXml.of("a <model> & \"more\"\u0001", results);

        var suite = (Element) DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)))
                .getElementsByTagName("testsuite")
                .item(0);
        assertThat(suite.getAttribute("name")).isEqualTo("a <model> & \"more\"\uFFFD");
        assertThat(suite.getAttribute("tests")).isEqualTo("2");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(suite.getElementsByTagName("testcase").getLength()).isEqualTo(2);
        var failure = (Element) suite.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message")).startsWith("f1.fear 0.8889 < 0.99 (95 % interval");
        assertThat(((Element) failure.getParentNode()).getAttribute("name")).isEqualTo("f1.fear ≥ 0.99");
    }
}
