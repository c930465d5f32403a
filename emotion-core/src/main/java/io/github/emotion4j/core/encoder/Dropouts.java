package io.github.emotion4j.core.encoder;

/**
 * Probabilities with which values are dropped in training, each in [0, 1), by the place where it happens.
 *
 * @param embeddings behind the embeddings' LayerNorm
 * @param attention of the attention's probabilities
 * @param projection of the attention's output, in front of the residual sum
 * @param inner between the two feed-forward layers
 * @param output of the feed-forward part's output, in front of the residual sum
 * @param relative of the vectors of distances
 * @param headInput in front of the head
 * @param head in front of the head's last layer
 */
public record Dropouts(
        double embeddings,
        double attention,
        double projection,
        double inner,
        double output,
        double relative,
        double headInput,
        double head) {

    /** No dropout at all. */
    public static final Dropouts NONE = new Dropouts(0, 0, 0, 0, 0, 0, 0, 0);

    /** Checks the ranges given above. */
    public Dropouts {
        for (double probability :
                new double[] {embeddings, attention, projection, inner, output, relative, headInput, head}) {
            if (!(probability >= 0 && probability < 1)) {
                throw new IllegalArgumentException("dropout must be in [0, 1), found " + probability);
            }
        }
    }

    /** As in BERT: hidden states behind every part of a block, the attention's probabilities, and in front of the classification layer. */
    public static Dropouts of(double hidden, double attention, double head) {
        return new Dropouts(hidden, attention, hidden, 0, hidden, 0, 0, head);
    }
}
