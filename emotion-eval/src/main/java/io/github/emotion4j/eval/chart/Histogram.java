package io.github.emotion4j.eval.chart;

import java.util.Locale;

/** How many values lie where. */
public final class Histogram {

    private static final int LEFT = 52;
    private static final int TOP = 10;
    private static final int BOTTOM = 160;
    private static final int BINS = 30;

    private Histogram() {}

    /**
     * The chart.
     *
     * @param name what it shows
     * @param unit name of the horizontal axis
     * @param values finite, at least 0; none is allowed
     */
    public static Svg of(String name, String unit, double[] values) {
        var svg = new Svg(Svg.WIDTH, BOTTOM + 40, name);
        double most = 0;
        for (double value : values) {
            most = Math.max(most, value);
        }
        var x = Axis.fromZero(most, LEFT, Svg.WIDTH - 18);
        var counts = new int[BINS];
        int highest = 0;
        for (double value : values) {
            int bin = Math.min(BINS - 1, (int) (value / x.high() * BINS));
            highest = Math.max(highest, ++counts[bin]);
        }
        var y = Axis.fromZero(highest, BOTTOM, TOP);
        for (double tick : y.ticks()) {
            svg.line(LEFT, y.position(tick), Svg.WIDTH - 18, y.position(tick), "grid");
            svg.text(LEFT - 6, y.position(tick) + 4, "endtick", Axis.label(tick));
        }
        double width = (x.to() - x.from()) / BINS;
        for (int bin = 0; bin < BINS; bin++) {
            if (counts[bin] > 0) {
                String tooltip = String.format(
                        Locale.ROOT,
                        "%.2f to %.2f: %d texts",
                        bin * x.high() / BINS,
                        (bin + 1) * x.high() / BINS,
                        counts[bin]);
                double top = Math.min(y.position(counts[bin]), BOTTOM - 1);
                svg.rect(LEFT + bin * width + 0.5, top, width - 1, BOTTOM - top, "f0", tooltip);
            }
        }
        svg.line(LEFT, BOTTOM, Svg.WIDTH - 18, BOTTOM, "axis");
        for (double tick : x.ticks()) {
            svg.text(x.position(tick), BOTTOM + 16, "midtick", Axis.label(tick));
        }
        svg.text((LEFT + Svg.WIDTH - 18) / 2.0, BOTTOM + 34, "midtick", unit);
        return svg;
    }
}
