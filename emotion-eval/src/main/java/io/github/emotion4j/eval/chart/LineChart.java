package io.github.emotion4j.eval.chart;

import java.util.List;

/** Lines over a common axis: learning curves, coverage against accuracy. */
public final class LineChart {

    private static final int LEFT = 52;
    private static final int TOP = 28;
    private static final int BOTTOM = 196;

    private LineChart() {}

    /**
     * A point.
     *
     * @param x position along the axis
     * @param y value; NaN draws nothing
     * @param tooltip what it says when pointed at
     */
    public record Point(double x, double y, String tooltip) {}

    /**
     * A line.
     *
     * @param name as the legend writes it
     * @param points from left to right
     */
    public record Line(String name, List<Point> points) {

        /** Keeps an unmodifiable copy. */
        public Line {
            points = List.copyOf(points);
        }
    }

    /**
     * The chart.
     *
     * @param name what it shows
     * @param xName name of the horizontal axis
     * @param lines at most four
     */
    public static Svg of(String name, String xName, List<Line> lines) {
        var svg = new Svg(Svg.WIDTH, BOTTOM + 40, name);
        Legend.draw(svg, LEFT, 14, lines.stream().map(Line::name).toList());
        var defined = lines.stream()
                .flatMap(line -> line.points().stream())
                .filter(point -> Double.isFinite(point.y()))
                .toList();
        var xs = defined.stream().mapToDouble(Point::x).summaryStatistics();
        var ys = defined.stream().mapToDouble(Point::y).summaryStatistics();
        var x = Axis.around(xs.getMin(), xs.getMax(), LEFT, Svg.WIDTH - 18);
        var y = Axis.around(ys.getMin(), ys.getMax(), BOTTOM, TOP);
        for (double tick : y.ticks()) {
            svg.line(LEFT, y.position(tick), Svg.WIDTH - 18, y.position(tick), "grid");
            svg.text(LEFT - 6, y.position(tick) + 4, "endtick", Axis.label(tick));
        }
        boolean whole = defined.stream().allMatch(point -> point.x() == Math.rint(point.x()));
        for (double tick : x.ticks()) {
            if (whole && tick != Math.rint(tick)) {
                continue; // there is no epoch one and a half
            }
            svg.text(x.position(tick), BOTTOM + 16, "midtick", Axis.label(tick));
        }
        svg.line(LEFT, BOTTOM, Svg.WIDTH - 18, BOTTOM, "axis");
        svg.text((LEFT + Svg.WIDTH - 18) / 2.0, BOTTOM + 34, "midtick", xName);
        for (int at = 0; at < lines.size(); at++) {
            draw(svg, lines.get(at), x, y, at % 4);
        }
        return svg;
    }

    private static void draw(Svg svg, Line line, Axis x, Axis y, int colour) {
        var path = new StringBuilder();
        boolean pen = false;
        for (var point : line.points()) {
            boolean defined = Double.isFinite(point.y());
            if (defined) {
                path.append(pen ? 'L' : 'M')
                        .append(Markup.coordinate(x.position(point.x())))
                        .append(' ');
                path.append(Markup.coordinate(y.position(point.y())));
            }
            pen = defined;
        }
        if (path.length() > 0) {
            svg.path(path.toString(), "s" + colour, line.name());
        }
        for (var point : line.points()) {
            if (Double.isFinite(point.y())) {
                double radius = line.points().size() > 30 ? 1.5 : 3.5;
                svg.circle(x.position(point.x()), y.position(point.y()), radius, "f" + colour, point.tooltip());
            }
        }
    }
}
