package io.github.emotion4j.cli.command;

import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.eval.classifier.Features;
import io.github.emotion4j.eval.classifier.LogisticRegression;
import io.github.emotion4j.eval.errors.ConfidentLearning;
import io.github.emotion4j.eval.errors.Corrections;
import java.util.List;
import java.util.Locale;

/**
 * Labels that are probably wrong, by confident learning on hidden states.
 *
 * @param doubts surest first; empty where none was found or sought
 * @param note among which texts and how they were sought, or why they were not
 */
record WrongLabels(List<Corrections.Doubt> doubts, String note) {

    /** More texts take minutes and some hundred megabytes. */
    static final int MOST = 20_000;

    private static final int FOLDS = 5;

    /** Scikit-learn's C. With 1, some hundred texts are learnt by heart, every answer is sure, and whatever is hard is suspected. */
    private static final double INVERSE_PENALTY = 0.01;

    /**
     * Looks for them.
     *
     * @param what the rows are, for the note: "of the split train"
     * @param features one vector a row
     */
    static WrongLabels among(String what, Dataset rows, Features features, long seed) {
        if (rows.size() > MOST || rows.size() < FOLDS) {
            return new WrongLabels(
                    List.of(),
                    String.format(
                            Locale.ROOT,
                            "Not sought: %,d texts; it takes at least %d and at most %,d. Give a part of the data.",
                            rows.size(),
                            FOLDS,
                            MOST));
        }
        var found = ConfidentLearning.crossValidated(
                features,
                rows.labelIds(),
                rows.labels(),
                FOLDS,
                new LogisticRegression.Options(INVERSE_PENALTY, 5000, 64, 0.01, seed));
        return new WrongLabels(
                Corrections.doubts(found, rows),
                String.format(
                        Locale.ROOT,
                        "Among %,d texts %s, each judged by a logistic regression on hidden states that was trained without it (%d folds).",
                        rows.size(),
                        what,
                        FOLDS));
    }
}
