package io.github.emotion4j.eval.chart;

import io.github.emotion4j.core.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Horizontal bars: one row a label, one bar a series. */
public final class BarChart {

    private static final int LEFT = 112;
    private static final int RIGHT = 66;

    private BarChart() {}

    /**
     * Values of one series.
     *
     * @param name as the legend writes it
     * @param values one a row; NaN draws nothing
     */
    public record Series(String name, List<Double> values) {

        /** Keeps an unmodifiable copy. */
        public Series {
            values = List.copyOf(values);
        }

        /** A series of counts. */
        public static Series of(String name, int[] counts) {
            return new Series(
                    name, IntStream.of(counts).mapToObj(count -> (double) count).toList());
        }
    }

    /** How the value beside a bar is written. */
    public enum Unit {
        /** As a whole number. */
        COUNT,
        /** In percent, on an axis up to 100 %. */
        SHARE
    }

    /**
     * The chart.
     *
     * @param name what it shows
     * @param rows names of the rows
     * @param series at most four
     */
    public static Svg of(String name, List<String> rows, List<Series> series, Unit unit) {
        int thickness = series.size() == 1 ? 16 : 9;
        int pitch = series.size() * (thickness + 2) + 8;
        int top = series.size() > 1 ? 26 : 6;
        var svg = new Svg(Svg.WIDTH, top + rows.size() * pitch + 6, name);
        if (series.size() > 1) {
            Legend.draw(svg, 112, 14, series.stream().map(Series::name).toList());
        }
        double most = series.stream()
                .flatMap(one -> one.values().stream())
                .filter(value -> !Double.isNaN(value))
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        var axis = unit == Unit.SHARE
                ? new Axis(0, 1, LEFT, Svg.WIDTH - RIGHT)
                : new Axis(0, Math.max(most, 1), LEFT, Svg.WIDTH - RIGHT);
        for (int row = 0; row < rows.size(); row++) {
            double y = top + row * pitch + 4;
            svg.rowName(LEFT - 8, y + (pitch - 8) / 2.0 + 4, rows.get(row));
            for (int at = 0; at < series.size(); at++) {
                double value = series.get(at).values().get(row);
                String written = unit == Unit.SHARE
                        ? Markup.percent(value)
                        : Double.isNaN(value) ? "–" : Markup.count(Math.round(value));
                String tooltip = rows.get(row)
                        + (series.size() > 1 ? ", " + series.get(at).name() : "") + ": " + written;
                double barTop = y + at * (thickness + 2);
                svg.rect(LEFT, barTop, axis.to() - LEFT, thickness, "track", tooltip);
                if (!Double.isNaN(value)) {
                    svg.rect(LEFT, barTop, axis.position(value) - LEFT, thickness, "f" + at % 4, tooltip);
                }
                svg.text(axis.to() + 6, barTop + thickness / 2.0 + 4, series.size() == 1 ? "" : "tick", written);
            }
        }
        return svg;
    }

    /** The probabilities of one prediction, in label order: the picture of {@code predict --plot}. */
    public static Svg of(Prediction prediction) {
        var shares = new ArrayList<Double>();
        for (float probability : prediction.probabilities()) {
            shares.add((double) probability);
        }
        return of(
                "Probabilities of the labels; most probable: " + prediction.label(),
                prediction.labels().names(),
                List.of(new Series("probability", shares)),
                Unit.SHARE);
    }

    /**
     * The probabilities of one prediction for a terminal, a line a label: name, bar, percent.
     *
     * @param columns width of the bars in characters, at least 1
     */
    public static String text(Prediction prediction, int columns) {
        var names = prediction.labels().names();
        int widest = names.stream()
                .mapToInt(name -> name.codePointCount(0, name.length()))
                .max()
                .orElse(0);
        var lines = new StringBuilder();
        for (int label = 0; label < names.size(); label++) {
            double share = prediction.probabilities()[label];
            int eighths = (int) Math.round(share * columns * 8);
            var bar = new StringBuilder("█".repeat(eighths / 8));
            if (eighths % 8 > 0) {
                bar.append((char) ('█' + 8 - eighths % 8));
            }
            String name = names.get(label);
            lines.append(name).append(" ".repeat(widest - name.codePointCount(0, name.length()) + 1));
            lines.append(bar).append(" ".repeat(columns - bar.length() + 1));
            lines.append(String.format(Locale.ROOT, "%5.1f %%%n", share * 100));
        }
        return lines.toString();
    }
}
