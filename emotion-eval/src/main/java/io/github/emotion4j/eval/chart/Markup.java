package io.github.emotion4j.eval.chart;

import java.util.Locale;

/** Text and numbers as HTML and SVG carry them. */
public final class Markup {

    private Markup() {}

    /** Escapes text for element content and for attributes in double quotes; characters that XML cannot carry become U+FFFD. */
    public static String escape(String text) {
        var escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            switch (point) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                case '\t', '\n', '\r' -> escaped.append(' ');
                default -> escaped.appendCodePoint(allowed(point) ? point : 0xFFFD);
            }
        });
        return escaped.toString();
    }

    private static boolean allowed(int point) {
        return point >= 0x20 && point < 0x7F
                || point >= 0xA0 && point <= 0xD7FF
                || point >= 0xE000 && point <= 0xFFFD
                || point >= 0x10000;
    }

    /** The beginning of a text, at most that many characters and an ellipsis, never half of a pair. */
    public static String shorten(String text, int most) {
        if (text.codePointCount(0, text.length()) <= most) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, most - 1)).stripTrailing() + "…";
    }

    /** A coordinate with one decimal at most. */
    static String coordinate(double value) {
        long tenths = Math.round(value * 10);
        return tenths % 10 == 0 ? Long.toString(tenths / 10) : String.format(Locale.ROOT, "%.1f", tenths / 10.0);
    }

    /** A number with that many decimals, or a dash where it is undefined. */
    public static String number(double value, int decimals) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** A share in percent with one decimal, or a dash where it is undefined. */
    public static String percent(double share) {
        return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    /** A count with thin spaces between thousands. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count).replace(',', '\u202F');
    }
}
