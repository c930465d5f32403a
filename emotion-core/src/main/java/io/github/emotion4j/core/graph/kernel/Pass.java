package io.github.emotion4j.core.graph.kernel;

/**
 * What one pass through the graph is about.
 *
 * @param tokens the batch
 * @param targets coefficients of the loss, {@code [texts, labels]}: {@code loss = -sum(targets * log softmax(logits))}; empty for a forward pass
 * @param accumulate whether gradients of parameters are added to what is there, instead of replacing it
 * @param dropoutKey decides the dropout masks of this pass; any two passes of a run have different ones
 */
public record Pass(Packed tokens, float[] targets, boolean accumulate, long dropoutKey) {

    /** A forward pass. */
    public static Pass forward(Packed tokens) {
        return new Pass(tokens, new float[0], false, 0);
    }
}
