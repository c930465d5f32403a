package io.github.emotion4j.eval.report;

import static io.github.emotion4j.eval.chart.Markup.escape;

import io.github.emotion4j.eval.Evaluation;
import java.util.Locale;

/**
 * The confusion matrix as a table with shaded cells: unlike a picture it is read out by screen readers, copied into spreadsheets, and scrolls on a
 * phone with the true label in sight.
 */
final class ConfusionTable {

    private ConfusionTable() {}

    static String of(Evaluation evaluation) {
        int[][] counts = evaluation.confusion();
        double[][] shares = evaluation.confusionByTruth();
        var names = evaluation.labels().names();
        var html = new StringBuilder("<div class=\"scroll\"><table class=\"heat");
        html.append(names.size() > 10 ? " many" : "").append("\"><thead><tr><td></td>");
        for (String name : names) {
            html.append("<th scope=\"col\" title=\"")
                    .append(escape(name))
                    .append("\">")
                    .append(escape(name))
                    .append("</th>");
        }
        html.append("</tr></thead><tbody>");
        for (int truth = 0; truth < counts.length; truth++) {
            String name = escape(names.get(truth));
            html.append("<tr><th scope=\"row\" title=\"")
                    .append(name)
                    .append("\">")
                    .append(name)
                    .append("</th>");
            for (int predicted = 0; predicted < counts.length; predicted++) {
                int count = counts[truth][predicted];
                double share = shares[truth][predicted];
                String style = share > 0.5 ? "deep" : count == 0 ? "zero" : "some";
                html.append(String.format(
                        Locale.ROOT,
                        "<td class=\"%s\" style=\"--v:%.3f\" title=\"%s → %s: %d of %d, %.1f %%\">%s</td>",
                        style,
                        share,
                        name,
                        escape(names.get(predicted)),
                        count,
                        evaluation.support(truth),
                        share * 100,
                        count == 0
                                ? "·"
                                : share * 100 < 0.95 ? "&lt;1" : String.format(Locale.ROOT, "%.0f", share * 100)));
            }
            html.append("</tr>");
        }
        return html.append("</tbody></table></div>").toString();
    }
}
