package io.github.emotion4j.eval.errors;

import io.github.emotion4j.eval.Evaluation;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One text with its loss.
 *
 * @param row row of the evaluation, from 0
 * @param text the text
 * @param label name of the true label
 * @param predicted name of the predicted label
 * @param probability of the predicted label
 * @param loss cross-entropy, natural logarithm: minus the logarithm of the true label's probability
 */
public record TextLoss(int row, String text, String label, String predicted, double probability, double loss) {

    /** Which losses come first. */
    public enum Order {
        /** The model's worst mistakes, often wrong labels. */
        HIGHEST,
        /** What the model is surest of: how it recognises a label. */
        LOWEST
    }

    /**
     * Texts by loss; of equal losses, in row order.
     *
     * @param texts one a row of the evaluation
     * @param most how many at most
     */
    public static List<TextLoss> of(Evaluation evaluation, List<String> texts, Order order, int most) {
        if (texts.size() != evaluation.rows()) {
            throw new IllegalArgumentException(texts.size() + " texts for " + evaluation.rows() + " evaluated rows");
        }
        var byLoss = Comparator.comparingDouble((Integer row) -> evaluation.loss(row));
        return IntStream.range(0, evaluation.rows())
                .boxed()
                .sorted(order == Order.HIGHEST ? byLoss.reversed() : byLoss)
                .limit(most)
                .map(row -> new TextLoss(
                        row,
                        texts.get(row),
                        evaluation.labels().name(evaluation.truth(row)),
                        evaluation.labels().name(evaluation.predicted(row)),
                        evaluation.confidence(row),
                        evaluation.loss(row)))
                .toList();
    }
}
