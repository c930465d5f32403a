package io.github.emotion4j.eval.report;

import io.github.emotion4j.eval.errors.Csv;

/** A line a text: row, text, label, predicted label, its probability, loss, and the probability of every label. */
final class PredictionsCsv {

    private PredictionsCsv() {}

    static String of(ReportData data) {
        var evaluation = data.evaluation();
        var labels = evaluation.labels();
        var header = new String[6 + labels.size()];
        System.arraycopy(new String[] {"row", "text", "label", "predicted", "probability", "loss"}, 0, header, 0, 6);
        for (int label = 0; label < labels.size(); label++) {
            header[6 + label] = "p_" + labels.name(label);
        }
        var csv = new Csv().record(header);
        for (int row = 0; row < evaluation.rows(); row++) {
            var fields = new String[header.length];
            fields[0] = Integer.toString(row);
            fields[1] = data.texts().get(row);
            fields[2] = labels.name(evaluation.truth(row));
            fields[3] = labels.name(evaluation.predicted(row));
            fields[4] = Float.toString((float) evaluation.confidence(row));
            fields[5] = Float.toString((float) evaluation.loss(row));
            for (int label = 0; label < labels.size(); label++) {
                fields[6 + label] = Float.toString((float) evaluation.probability(row, label));
            }
            csv.record(fields);
        }
        return csv.text();
    }
}
