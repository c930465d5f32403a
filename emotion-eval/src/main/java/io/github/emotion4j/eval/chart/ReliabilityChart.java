package io.github.emotion4j.eval.chart;

import io.github.emotion4j.eval.calibration.Reliability;
import java.util.Locale;

/** Accuracy by confidence, beside the diagonal where both are equal. */
public final class ReliabilityChart {

    private static final int SIDE = 142;
    private static final int TOP = 28;

    private ReliabilityChart() {}

    /** Before and after the temperature, side by side. */
    public static Svg of(Reliability before, Reliability after) {
        var svg = new Svg(Svg.WIDTH, TOP + SIDE + 40, "Reliability diagrams before and after temperature scaling");
        panel(svg, 36, before, "before");
        panel(svg, 36 + SIDE + 44, after, "after");
        return svg;
    }

    /** One diagram. */
    public static Svg of(Reliability reliability) {
        var svg = new Svg(Svg.WIDTH, TOP + SIDE + 40, "Reliability diagram");
        panel(svg, 36, reliability, "as predicted");
        return svg;
    }

    private static void panel(Svg svg, double left, Reliability reliability, String name) {
        var x = new Axis(0, 1, left, left + SIDE);
        var y = new Axis(0, 1, TOP + SIDE, TOP);
        String title = String.format(Locale.ROOT, "%s: ECE %.3f", name, reliability.expectedError());
        svg.text(left, 16, "strong", title);
        for (double tick : new double[] {0, 0.5, 1}) {
            svg.line(left, y.position(tick), left + SIDE, y.position(tick), "grid");
            svg.text(left - 5, y.position(tick) + 4, "endtick", Axis.label(tick));
            svg.text(x.position(tick), TOP + SIDE + 16, "midtick", Axis.label(tick));
        }
        for (var bin : reliability.bins()) {
            if (bin.count() == 0) {
                continue;
            }
            double from = x.position(bin.low()) + 0.5;
            double width = x.position(bin.high()) - x.position(bin.low()) - 1;
            String tooltip = String.format(
                    Locale.ROOT,
                    "confidence %.2f to %.2f: mean %.3f, accuracy %.3f, %d texts",
                    bin.low(),
                    bin.high(),
                    bin.confidence(),
                    bin.accuracy(),
                    bin.count());
            double right = y.position(bin.accuracy());
            double ideal = y.position(bin.confidence());
            double both = Math.max(right, ideal);
            svg.rect(from, both, width, TOP + SIDE - both, "f0", tooltip);
            // above the solid bar: too sure where confidence exceeds accuracy, too modest where accuracy exceeds
            // confidence
            String gap = bin.accuracy() < bin.confidence() ? "sure" : "modest";
            svg.rect(from, Math.min(right, ideal), width, Math.abs(right - ideal), gap, tooltip);
        }
        svg.line(x.position(0), y.position(0), x.position(1), y.position(1), "ideal");
        svg.text(left + SIDE / 2.0, TOP + SIDE + 34, "midtick", "confidence → accuracy");
    }
}
