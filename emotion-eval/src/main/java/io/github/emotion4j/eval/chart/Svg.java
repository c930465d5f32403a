package io.github.emotion4j.eval.chart;

import static io.github.emotion4j.eval.chart.Markup.coordinate;
import static io.github.emotion4j.eval.chart.Markup.escape;

/**
 * An SVG picture under construction. Positions are in its own units, from the upper left; the page scales it. Marks carry style classes, not colours.
 *
 * <p>Not thread-safe.
 */
public final class Svg {

    /** Width of every chart: legible on a phone without scaling. */
    static final int WIDTH = 380;

    private static final String STANDALONE_STYLE = Theme.VARIABLES
            + "svg{background:var(--card);font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}"
            + Theme.CHART;

    private final int width;
    private final int height;
    private final String name;
    private final StringBuilder body = new StringBuilder();

    /**
     * An empty picture.
     *
     * @param name what it shows, for those who cannot see it
     */
    Svg(int width, int height, String name) {
        this.width = width;
        this.height = height;
        this.name = name;
    }

    Svg rect(double x, double y, double width, double height, String style, String tooltip) {
        body.append("<rect x=\"").append(coordinate(x)).append("\" y=\"").append(coordinate(y));
        body.append("\" width=\"").append(coordinate(Math.max(0, width)));
        body.append("\" height=\"").append(coordinate(Math.max(0, height)));
        return end("rect", style, tooltip);
    }

    Svg line(double x1, double y1, double x2, double y2, String style) {
        body.append("<line x1=\"").append(coordinate(x1)).append("\" y1=\"").append(coordinate(y1));
        body.append("\" x2=\"").append(coordinate(x2)).append("\" y2=\"").append(coordinate(y2));
        return end("line", style, "");
    }

    Svg circle(double x, double y, double radius, String style, String tooltip) {
        body.append("<circle cx=\"").append(coordinate(x)).append("\" cy=\"").append(coordinate(y));
        body.append("\" r=\"").append(coordinate(radius));
        return end("circle", style, tooltip);
    }

    Svg path(String commands, String style, String tooltip) {
        body.append("<path d=\"").append(commands);
        return end("path", style, tooltip);
    }

    Svg text(double x, double y, String style, String text) {
        body.append("<text x=\"").append(coordinate(x)).append("\" y=\"").append(coordinate(y));
        body.append("\" class=\"")
                .append(style)
                .append("\">")
                .append(escape(text))
                .append("</text>");
        return this;
    }

    /** The name of a row: shortened to what fits left of the plot, whole in the tooltip. */
    Svg rowName(double x, double y, String text) {
        body.append("<text x=\"").append(coordinate(x)).append("\" y=\"").append(coordinate(y));
        body.append("\" class=\"name\">").append(escape(Markup.shorten(text, 15)));
        body.append("<title>").append(escape(text)).append("</title></text>");
        return this;
    }

    private Svg end(String element, String style, String tooltip) {
        body.append("\" class=\"").append(style);
        if (tooltip.isEmpty()) {
            body.append("\"/>");
        } else {
            body.append("\"><title>")
                    .append(escape(tooltip))
                    .append("</title></")
                    .append(element)
                    .append('>');
        }
        return this;
    }

    /** As part of an HTML page that holds the style. */
    public String inline() {
        return element("", "");
    }

    /** As a file of its own, with its style, light and dark. */
    public String standalone() {
        return element(" xmlns=\"http://www.w3.org/2000/svg\"", "<style>" + STANDALONE_STYLE + "</style>") + "\n";
    }

    private String element(String namespace, String style) {
        return "<svg" + namespace + " class=\"chart\" viewBox=\"0 0 " + width + " " + height + "\" width=\"" + width
                + "\" height=\"" + height + "\" role=\"img\" aria-label=\"" + escape(name) + "\">" + style + body
                + "</svg>";
    }
}
