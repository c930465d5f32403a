package io.github.emotion4j.core.graph;

import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.HeadShape;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.graph.kernel.Floats;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.Optional;
import java.util.function.Predicate;

/** Computes the passes of one encoder on weights that somebody else owns. Not thread-safe; owns native memory of its own. */
interface Engine extends AutoCloseable {

    /**
     * What an engine computes with.
     *
     * @param head absent for an encoder alone
     * @param layout of weights and gradients
     * @param weights read, never written
     * @param training absent for inference only
     * @param precision of the products
     */
    record Model(
            EncoderConfig config,
            Optional<HeadShape> head,
            Parameters layout,
            Floats weights,
            Optional<Training> training,
            Precision precision) {}

    /**
     * What an engine needs to differentiate.
     *
     * @param pooling what the head sees
     * @param frozen parameters without gradient
     * @param gradients where they go; zero and left alone for frozen parameters
     */
    record Training(Pooling pooling, Predicate<String> frozen, Floats gradients) {}

    /** What a forward pass is asked for. */
    sealed interface Output {}

    /** Hidden states of the last layer, {@code [rows, length, hidden]}; zero at tokens with mask 0. */
    record HiddenStates() implements Output {}

    /** One vector a text, {@code [rows, hidden]}. */
    record Features(Pooling pooling) implements Output {}

    /** Logits of the head, {@code [rows, labels]}. */
    record Logits(Pooling pooling) implements Output {}

    /** A forward pass without dropout, row-major; {@code batch} has been checked. */
    float[] forward(Output output, TokenBatch batch);

    /** Forward and backward pass, see {@link TrainableModel#backward}; {@code batch} has been checked. */
    float backward(TokenBatch batch, float[] targets, boolean accumulate, long dropoutKey);

    /** The weights have been written to. */
    void weightsChanged();

    @Override
    void close();
}
