package io.github.emotion4j.eval.gate;

import java.util.List;
import java.util.Locale;

/** Gates as a JUnit XML report, a test case each; the dialect that Jenkins, GitLab and GitHub's reporters read. */
public final class JUnitXml {

    private JUnitXml() {}

    /**
     * The report.
     *
     * @param suite name of the test suite, for instance that of the model
     * @param results none is allowed
     * @return an XML document, to be written as UTF-8
     */
    public static String of(String suite, List<GateResult> results) {
        long failed = results.stream().filter(result -> !result.passed()).count();
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append(String.format(
                Locale.ROOT,
                "<testsuites tests=\"%d\" failures=\"%d\">%n  <testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" "
                        + "errors=\"0\" skipped=\"0\" time=\"0\">%n",
                results.size(),
                failed,
                escape(suite),
                results.size(),
                failed));
        for (var result : results) {
            String relation = result.gate().metric().higherIsBetter() ? "≥" : "≤";
            String name = result.gate().metric() + " " + relation + " "
                    + result.gate().threshold();
            xml.append("    <testcase classname=\"").append(escape(suite)).append("\" name=\"");
            xml.append(escape(name)).append("\" time=\"0\">\n");
            if (result.passed()) {
                xml.append("      <system-out>")
                        .append(escape(result.toString()))
                        .append("</system-out>\n");
            } else {
                xml.append("      <failure type=\"gate\" message=\"")
                        .append(escape(result.toString()))
                        .append("\"/>\n");
            }
            xml.append("    </testcase>\n");
        }
        return xml.append("  </testsuite>\n</testsuites>\n").toString().replace("\r\n", "\n");
    }

    /** Escapes text for XML 1.0; characters that it cannot carry become U+FFFD. */
    static String escape(String text) {
        var escaped = new StringBuilder();
        text.codePoints().forEach(point -> {
            switch (point) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\t', '\n', '\r' -> escaped.append("&#").append(point).append(';');
                default -> escaped.appendCodePoint(allowed(point) ? point : 0xFFFD);
            }
        });
        return escaped.toString();
    }

    private static boolean allowed(int point) {
        return point >= 0x20 && point <= 0xD7FF || point >= 0xE000 && point <= 0xFFFD || point >= 0x10000;
    }
}
