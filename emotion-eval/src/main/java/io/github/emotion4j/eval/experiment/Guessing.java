package io.github.emotion4j.eval.experiment;

import io.github.emotion4j.eval.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Whether a model is better than one that answers the same whatever the text. */
public final class Guessing {

    private Guessing() {}

    /** A sentence for each split on which the model is right no more often than the split's most frequent label; of one label alone none can be. */
    public static List<String> warnings(Map<String, Evaluation> evaluations) {
        var warnings = new ArrayList<String>();
        evaluations.forEach((split, evaluation) -> {
            int most = mostFrequent(evaluation);
            double share = (double) evaluation.support(most) / evaluation.rows();
            if (share < 1 && evaluation.accuracy() <= share) {
                warnings.add(String.format(
                        Locale.ROOT,
                        "On the %s split the model is right in %.1f %% of the texts (macro F1 %.3f), which is no more than the %.1f %% of"
                                + " answering '%s' always: it has learnt little; look at the course of the loss, the learning rate and the labels.",
                        split,
                        100 * evaluation.accuracy(),
                        evaluation.macroF1(),
                        100 * share,
                        evaluation.labels().name(most)));
            }
        });
        return warnings;
    }

    private static int mostFrequent(Evaluation evaluation) {
        int most = 0;
        for (int label = 1; label < evaluation.labels().size(); label++) {
            most = evaluation.support(label) > evaluation.support(most) ? label : most;
        }
        return most;
    }
}
