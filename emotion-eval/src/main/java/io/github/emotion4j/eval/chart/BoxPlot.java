package io.github.emotion4j.eval.chart;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Box plots on one axis, a row a label. */
public final class BoxPlot {

    private static final int LEFT = 112;

    private BoxPlot() {}

    /**
     * Quartiles and whiskers (Tukey, 1977): a whisker ends at the farthest value within 1.5 times the box from it. Quartiles are linear between order
     * statistics, as {@code numpy.quantile}. All NaN if there is no value.
     *
     * @param name of the row
     * @param count number of values
     * @param low end of the lower whisker
     * @param lowerQuartile 25 %
     * @param median 50 %
     * @param upperQuartile 75 %
     * @param high end of the upper whisker
     * @param max greatest value, outliers included
     */
    public record Box(
            String name,
            int count,
            double low,
            double lowerQuartile,
            double median,
            double upperQuartile,
            double high,
            double max) {

        /** The box of some values, in any order. */
        public static Box of(String name, int[] values) {
            if (values.length == 0) {
                double none = Double.NaN;
                return new Box(name, 0, none, none, none, none, none, none);
            }
            int[] sorted = values.clone();
            Arrays.sort(sorted);
            double lower = quantile(sorted, 0.25);
            double upper = quantile(sorted, 0.75);
            double reach = 1.5 * (upper - lower);
            double low = Arrays.stream(sorted)
                    .filter(value -> value >= lower - reach)
                    .min()
                    .orElseThrow();
            double high = Arrays.stream(sorted)
                    .filter(value -> value <= upper + reach)
                    .max()
                    .orElseThrow();
            return new Box(
                    name, values.length, low, lower, quantile(sorted, 0.5), upper, high, sorted[sorted.length - 1]);
        }

        private static double quantile(int[] sorted, double share) {
            double position = share * (sorted.length - 1);
            int below = (int) position;
            int above = Math.min(below + 1, sorted.length - 1);
            return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
        }
    }

    /**
     * The chart.
     *
     * @param name what it shows
     * @param unit what is counted, for the axis
     */
    public static Svg of(String name, String unit, List<Box> boxes) {
        int pitch = 28;
        int bottom = 8 + boxes.size() * pitch;
        var svg = new Svg(Svg.WIDTH, bottom + 38, name);
        double most = boxes.stream()
                .mapToDouble(Box::high)
                .filter(high -> !Double.isNaN(high))
                .max()
                .orElse(1);
        var axis = Axis.fromZero(most, LEFT, Svg.WIDTH - 16);
        for (double tick : axis.ticks()) {
            svg.line(axis.position(tick), 4, axis.position(tick), bottom, "grid");
            svg.text(axis.position(tick), bottom + 15, "midtick", Axis.label(tick));
        }
        svg.text((LEFT + Svg.WIDTH - 16) / 2.0, bottom + 32, "midtick", unit);
        for (int row = 0; row < boxes.size(); row++) {
            var box = boxes.get(row);
            double middle = 8 + row * pitch + pitch / 2.0;
            svg.rowName(LEFT - 8, middle + 4, box.name());
            if (box.count() == 0) {
                svg.text(LEFT + 6, middle + 4, "tick", "no texts");
                continue;
            }
            String tooltip = String.format(
                    Locale.ROOT,
                    "%s: median %.1f, middle half %.1f to %.1f, whiskers %.0f to %.0f, most %.0f, %d texts",
                    box.name(),
                    box.median(),
                    box.lowerQuartile(),
                    box.upperQuartile(),
                    box.low(),
                    box.high(),
                    box.max(),
                    box.count());
            svg.line(axis.position(box.low()), middle, axis.position(box.high()), middle, "whisker");
            svg.line(axis.position(box.low()), middle - 5, axis.position(box.low()), middle + 5, "whisker");
            svg.line(axis.position(box.high()), middle - 5, axis.position(box.high()), middle + 5, "whisker");
            double left = axis.position(box.lowerQuartile());
            svg.rect(left, middle - 8, axis.position(box.upperQuartile()) - left, 16, "track", "");
            svg.rect(left, middle - 8, axis.position(box.upperQuartile()) - left, 16, "box", tooltip);
            svg.line(axis.position(box.median()), middle - 8, axis.position(box.median()), middle + 8, "median");
        }
        return svg;
    }
}
