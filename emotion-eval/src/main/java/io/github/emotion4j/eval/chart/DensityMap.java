package io.github.emotion4j.eval.chart;

import java.util.List;
import java.util.Locale;

/** Where the texts of each label lie in the plane: one small map a label, darker where more of its texts are. */
public final class DensityMap {

    private static final int COLUMNS = 3;
    private static final int CELLS_WIDE = 24;
    private static final int CELLS_HIGH = 18;
    private static final double CELL = 4.9;
    private static final int LEVELS = 5;

    private DensityMap() {}

    /**
     * The maps, all on the same axes, which hold the middle 99 % of each.
     *
     * @param names label names
     * @param points {@code [rows][2]}
     * @param labelIds one a row
     */
    public static Svg of(String name, List<String> names, float[][] points, int[] labelIds) {
        int rows = (names.size() + COLUMNS - 1) / COLUMNS;
        var svg = new Svg(Svg.WIDTH, rows * 118 + 4, name);
        double[] x = middle(points, 0);
        double[] y = middle(points, 1);
        var counts = new int[names.size()][CELLS_WIDE * CELLS_HIGH];
        var total = new int[names.size()];
        for (int row = 0; row < points.length; row++) {
            int column = cell(points[row][0], x, CELLS_WIDE);
            int line = CELLS_HIGH - 1 - cell(points[row][1], y, CELLS_HIGH);
            counts[labelIds[row]][line * CELLS_WIDE + column]++;
            total[labelIds[row]]++;
        }
        for (int label = 0; label < names.size(); label++) {
            double left = 2 + label % COLUMNS * 126;
            double top = 20 + label / COLUMNS * 118;
            svg.text(left, top - 6, "", Markup.shorten(names.get(label), 11) + " · " + Markup.count(total[label]));
            draw(svg, counts[label], left, top);
            String tooltip = String.format(Locale.ROOT, "%s: %d texts", names.get(label), total[label]);
            svg.rect(left, top, CELLS_WIDE * CELL, CELLS_HIGH * CELL, "frame", tooltip);
        }
        return svg;
    }

    private static void draw(Svg svg, int[] counts, double left, double top) {
        int highest = 0;
        for (int count : counts) {
            highest = Math.max(highest, count);
        }
        for (int level = 1; level <= LEVELS; level++) {
            var path = new StringBuilder();
            for (int at = 0; at < counts.length; at++) {
                // the root, so that the sparse outskirts of a label are seen beside its centre
                int own = (int) Math.ceil(LEVELS * Math.sqrt((double) counts[at] / Math.max(1, highest)));
                if (own == level) {
                    path.append('M')
                            .append(Markup.coordinate(left + at % CELLS_WIDE * CELL))
                            .append(' ');
                    path.append(Markup.coordinate(top + at / CELLS_WIDE * CELL)).append("h4.4v4.4h-4.4z");
                }
            }
            if (path.length() > 0) {
                svg.path(path.toString(), "d" + level, "");
            }
        }
    }

    private static int cell(double value, double[] ends, int cells) {
        int cell = (int) ((value - ends[0]) / (ends[1] - ends[0]) * cells);
        return Math.max(0, Math.min(cells - 1, cell));
    }

    private static double[] middle(float[][] points, int axis) {
        var values = new double[points.length];
        for (int row = 0; row < values.length; row++) {
            values[row] = points[row][axis];
        }
        java.util.Arrays.sort(values);
        if (values.length == 0) {
            return new double[] {0, 1};
        }
        double low = values[(int) (0.005 * (values.length - 1))];
        double high = values[(int) Math.ceil(0.995 * (values.length - 1))];
        return high > low ? new double[] {low, high} : new double[] {low - 1, low + 1};
    }
}
