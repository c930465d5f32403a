package io.github.emotion4j.eval.chart;

import io.github.emotion4j.eval.Interval;
import java.util.List;
import java.util.Locale;

/** Values with their 95 % intervals on one axis, a row each. */
public final class IntervalChart {

    private static final int LEFT = 132;

    private IntervalChart() {}

    /**
     * A row.
     *
     * @param name of the row
     * @param value in [0, 1]
     * @param interval around it
     */
    public record Row(String name, double value, Interval interval) {}

    /** The chart. */
    public static Svg of(String name, String unit, List<Row> rows) {
        int bottom = 6 + rows.size() * 30;
        var svg = new Svg(Svg.WIDTH, bottom + 38, name);
        double low =
                rows.stream().mapToDouble(row -> row.interval().low()).min().orElse(0);
        double high =
                rows.stream().mapToDouble(row -> row.interval().high()).max().orElse(1);
        var axis = Axis.around(low, high, LEFT, Svg.WIDTH - 52);
        for (double tick : axis.ticks()) {
            svg.line(axis.position(tick), 4, axis.position(tick), bottom, "grid");
            svg.text(axis.position(tick), bottom + 15, "midtick", Axis.label(tick));
        }
        svg.text((LEFT + Svg.WIDTH - 52) / 2.0, bottom + 32, "midtick", unit);
        for (int at = 0; at < rows.size(); at++) {
            var row = rows.get(at);
            double y = 6 + at * 30 + 15;
            String tooltip = String.format(
                    Locale.ROOT,
                    "%s: %.4f, 95 %% interval %.4f to %.4f",
                    row.name(),
                    row.value(),
                    row.interval().low(),
                    row.interval().high());
            svg.rowName(LEFT - 10, y + 4, row.name());
            double from = axis.position(row.interval().low());
            svg.rect(from, y - 3, axis.position(row.interval().high()) - from, 6, "box", tooltip);
            svg.circle(axis.position(row.value()), y, 5, "f0", tooltip);
            svg.text(Svg.WIDTH - 46, y + 4, "", Markup.number(row.value(), 3));
        }
        return svg;
    }
}
