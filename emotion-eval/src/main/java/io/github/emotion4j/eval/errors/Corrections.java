package io.github.emotion4j.eval.errors;

import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.Example;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.data.statistics.RepeatedText;
import io.github.emotion4j.eval.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Labels changed by a person: a CSV file goes out with the texts in doubt, the reviewer changes its column {@code label}, and the file comes back.
 *
 * <p>A correction is for a text, not for a row: all rows of that text get the label, so that correcting one of two contradicting rows settles both. A
 * text for which the file still gives several labels is left as it is. The label {@value #REMOVE} takes the text out.
 *
 * @param labelOf the label's name by text
 */
public record Corrections(Map<String, String> labelOf) {

    /** In the place of a label: leave the text out. */
    public static final String REMOVE = "-";

    /** Keeps an unmodifiable copy. */
    public Corrections {
        labelOf = Map.copyOf(labelOf);
    }

    /**
     * A row in doubt, as it is written for review.
     *
     * @param row row of the data set, from 0
     * @param text the text
     * @param label the label that it has: what the reviewer changes
     * @param suggested a better one, or empty
     * @param why in words
     */
    public record Doubt(int row, String text, String label, String suggested, String why) {}

    /** Rows that confident learning suspects. */
    public static List<Doubt> doubts(ConfidentLearning found, Dataset data) {
        Labels labels = data.labels();
        return found.suspects().stream()
                .map(suspect -> new Doubt(
                        suspect.row(),
                        data.text(suspect.row()),
                        labels.name(suspect.given()),
                        labels.name(suspect.suggested()),
                        String.format(
                                Locale.ROOT,
                                "probability %.3f against %.3f",
                                suspect.suggestedProbability(),
                                suspect.givenProbability())))
                .toList();
    }

    /** Rows of a split that contradict another occurrence of their text. */
    public static List<Doubt> doubts(List<RepeatedText> repeated, String split) {
        var doubts = new ArrayList<Doubt>();
        for (var text : repeated) {
            if (text.conflicting()) {
                for (var occurrence : text.occurrences()) {
                    if (occurrence.split().equals(split)) {
                        doubts.add(new Doubt(
                                occurrence.row(), text.text(), occurrence.label(), "", "same text, other label"));
                    }
                }
            }
        }
        return doubts;
    }

    /**
     * Writes rows for review: columns {@code row,text,label,suggested,why}, UTF-8, fields quoted as RFC 4180 has it.
     *
     * @throws IOException if the file cannot be written; an older one then stays
     */
    public static void export(List<Doubt> doubts, Path file) throws IOException {
        var csv = new Csv().record("row", "text", "label", "suggested", "why");
        for (var doubt : doubts) {
            csv.record(Integer.toString(doubt.row()), doubt.text(), doubt.label(), doubt.suggested(), doubt.why());
        }
        WholeFile.write(file, csv.text());
    }

    /**
     * Takes what a reviewer left in the columns {@code text} and {@code label}, as {@code Datasets.read} reads them. Texts with several labels are left
     * out.
     */
    public static Corrections of(Iterable<Example> reviewed) {
        var labelOf = new HashMap<String, String>();
        var unsettled = new HashSet<String>();
        for (var example : reviewed) {
            String before = labelOf.putIfAbsent(example.text(), example.label());
            if (before != null && !before.equals(example.label())) {
                unsettled.add(example.text());
            }
        }
        labelOf.keySet().removeAll(unsettled);
        return new Corrections(labelOf);
    }

    /**
     * The data with corrected labels; rows of texts that are not corrected stay as they are, in their order.
     *
     * @throws IllegalArgumentException if a correction's label is not one of the data's
     */
    public Dataset apply(Dataset data) {
        var corrected = new ArrayList<Example>(data.size());
        for (var example : data) {
            String label = labelOf.getOrDefault(example.text(), example.label());
            if (data.labels().id(label).isPresent()) {
                corrected.add(new Example(example.text(), label));
            } else if (!label.equals(REMOVE)) {
                throw new IllegalArgumentException(
                        "correction of '" + example.text() + "': label '" + label + "' is not one of " + data.labels()
                                + "; write one of these, or " + REMOVE + " to leave it out");
            }
        }
        return Dataset.of(corrected, data.labels());
    }
}
