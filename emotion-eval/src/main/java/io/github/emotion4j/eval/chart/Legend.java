package io.github.emotion4j.eval.chart;

import java.util.List;

/** Names of series beside their colours, on one line. */
final class Legend {

    private Legend() {}

    static void draw(Svg svg, double x, double y, List<String> names) {
        for (int at = 0; at < names.size(); at++) {
            svg.rect(x, y - 8, 14, 8, "f" + at % 4, "");
            svg.text(x + 18, y, "", names.get(at));
            x += 34 + 6.8 * names.get(at).length();
        }
    }
}
