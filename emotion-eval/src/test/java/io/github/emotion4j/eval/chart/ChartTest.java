package io.github.emotion4j.eval.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.core.Prediction;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.eval.chart.BoxPlot.Box;
import io.github.emotion4j.eval.classifier.Features;
import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ChartTest {

    private static Document parse(String svg) throws Exception {
        assertThat(svg).doesNotContain("NaN", "Infinity");
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    /**
     * numpy: x[i, j] = sin(i * (j + 1)) + (j == 0) * 3 * cos(i) + (j == 1) * 2 * sin(2 * i + 1), 40 by 4, float32; c = x - x.mean(0);
     * w, v = np.linalg.eigh(c.T @ c / 40); w[::-1][:2] / w.sum(); c[:3] @ v[:, ::-1][:, :2], each column's sign such that the greatest component of
     * v in absolute value is positive.
     */
    @Test
    void principal_components_equal_numpys_eigenvectors() {
        var values = new float[40 * 4];
        for (int i = 0; i < 40; i++) {
            for (int j = 0; j < 4; j++) {
                values[i * 4 + j] = (float) (Math.sin(i * (j + 1))
                        + (j == 0 ? 3 * Math.cos(i) : 0)
                        + (j == 1 ? 2 * Math.sin(2 * i + 1) : 0));
            }
        }

        var pca = Pca.of(new Features(values, 4));

        assertThat(pca.explained())
                .containsExactly(new double[] {0.5288075210813826, 0.3633229920704377}, within(1e-6));
        float[][] expected = {{3.0150653f, 1.3141940f}, {2.4298664f, 0.8740362f}, {-0.7728599f, -2.6506024f}};
        for (int row = 0; row < 3; row++) {
            assertThat(pca.points()[row]).containsExactly(expected[row], within(1e-4f));
        }
    }

    @Test
    void a_map_of_equal_points_or_of_one_column_is_a_map_of_zeros() {
        var equal = Pca.of(new Features(new float[] {1, 2, 1, 2, 1, 2}, 2));
        var line = Pca.of(new Features(new float[] {1, 2, 6}, 1));

        assertThat(equal.explained()).containsExactly(0, 0);
        assertThat(equal.points()[1]).containsExactly(0, 0);
        assertThat(line.points()[2]).containsExactly(new float[] {3, 0}, within(1e-5f));
        assertThat(line.explained()[0]).isCloseTo(1, within(1e-9));
    }

    /** numpy.quantile of 0.25, 0.5, 0.75; whiskers at the farthest values within 1.5 times the box. */
    @Test
    void a_box_has_numpys_quartiles_and_tukeys_whiskers() {
        var box = Box.of("joy", new int[] {9, 1, 2, 4, 30, 5, 7, 3});

        assertThat(box).isEqualTo(new Box("joy", 8, 1, 2.75, 4.5, 7.5, 9, 30));
        assertThat(Box.of("none", new int[0]).median()).isNaN();
        assertThat(Box.of("one", new int[] {4})).isEqualTo(new Box("one", 1, 4, 4, 4, 4, 4, 4));
    }

    @Test
    void an_axis_has_round_ticks_from_end_to_end() {
        assertThat(new Axis(0, 1, 0, 100).ticks())
                .hasSize(6)
                .startsWith(0.0, 0.2)
                .endsWith(1.0);
        assertThat(Axis.fromZero(5362, 0, 100).high()).isEqualTo(6000);
        assertThat(Axis.around(0.913, 0.9355, 0, 1).ticks()).allMatch(tick -> tick >= 0.9 && tick <= 0.95);
        assertThat(Axis.around(Double.NaN, Double.NaN, 0, 1).ticks()).isNotEmpty();
        assertThat(Axis.around(2, 2, 0, 1).ticks()).isNotEmpty();
        assertThat(List.of(Axis.label(0.25), Axis.label(-0.0), Axis.label(3), Axis.label(25000)))
                .containsExactly("0.25", "0", "3", "25k");
    }

    @Test
    void one_prediction_is_a_picture_of_its_own_with_a_bar_a_label() throws Exception {
        var prediction = new Prediction(Labels.of(List.of("joy", "<anger>", "fear")), new float[] {0.72f, 0.28f, 0});
        var document = parse(BarChart.of(prediction).standalone());

        var bars = document.getElementsByTagName("rect");
        assertThat(document.getDocumentElement().getNamespaceURI()).isNull();
        assertThat(document.getDocumentElement().getAttribute("xmlns")).isEqualTo("http://www.w3.org/2000/svg");
        assertThat(document.getElementsByTagName("style").item(0).getTextContent())
                .contains("prefers-color-scheme:dark");
        assertThat(bars.getLength()).isEqualTo(6); // a track and a bar each
        double track = Double.parseDouble(
                bars.item(0).getAttributes().getNamedItem("width").getNodeValue());
        double bar = Double.parseDouble(
                bars.item(1).getAttributes().getNamedItem("width").getNodeValue());
        assertThat(bar / track).isCloseTo(0.72, within(0.005));
        assertThat(bars.item(3).getTextContent()).isEqualTo("<anger>: 28.0 %");
    }

    @Test
    void one_prediction_is_told_in_a_terminal_with_bars_of_eighths() {
        var prediction = new Prediction(Labels.of(List.of("joy", "anger")), new float[] {0.7f, 0.3f});

        assertThat(BarChart.text(prediction, 8).lines())
                .containsExactly("joy   █████▋    70.0 %", "anger ██▍       30.0 %");
    }

    @Test
    void every_chart_survives_no_data_undefined_values_and_odd_names() throws Exception {
        double nan = Double.NaN;
        var names = IntStream.range(0, 28)
                .mapToObj(at -> "a very long <label> & \"name\" " + at)
                .toList();

        parse(LineChart.of("a", "x", List.of(new LineChart.Line("l", List.of())))
                .standalone());
        parse(LineChart.of(
                        "a",
                        "x",
                        List.of(new LineChart.Line(
                                "l", List.of(new LineChart.Point(1, nan, ""), new LineChart.Point(2, 0.5, "")))))
                .standalone());
        parse(Histogram.of("a", "x", new double[0]).standalone());
        parse(Histogram.of("a", "x", new double[] {0, 0, 0}).standalone());
        parse(BoxPlot.of("a", "x", List.of(Box.of("none", new int[0]))).standalone());
        parse(BarChart.of("a", names, List.of(BarChart.Series.of("s", new int[28])), BarChart.Unit.COUNT)
                .standalone());
        parse(BarChart.of("a", List.of("b"), List.of(new BarChart.Series("s", List.of(nan))), BarChart.Unit.SHARE)
                .standalone());
        parse(DensityMap.of("a", names, new float[0][], new int[0]).standalone());
        parse(DensityMap.of("a", names, new float[][] {{1, 1}}, new int[] {27}).standalone());
    }

    @Test
    void text_is_escaped_and_shortened_without_breaking_a_pair() {
        assertThat(Markup.escape("<a href='x'>&\"\u0000\u0085\uD800</a>"))
                .isEqualTo("&lt;a href=&#39;x&#39;&gt;&amp;&quot;\uFFFD\uFFFD\uFFFD&lt;/a&gt;");
        assertThat(Markup.shorten("😀😀😀😀", 3)).isEqualTo("😀😀…");
        assertThat(Markup.shorten("abc", 3)).isEqualTo("abc");
        assertThat(Markup.percent(Double.NaN)).isEqualTo("–");
        assertThat(Markup.count(16000)).isEqualTo("16\u202F000");
    }
}
