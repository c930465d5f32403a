package io.github.emotion4j.core.onnx.proof;

import io.github.emotion4j.core.encoder.Activation;
import io.github.emotion4j.core.encoder.HeadLayout;
import io.github.emotion4j.core.encoder.HeadShape;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.graph.Encoder;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Value;
import io.github.emotion4j.core.onnx.trace.Part;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * What an output of a graph is, by its numbers on one batch.
 *
 * @param kind what it is
 * @param pooled how hidden states became one vector a text, if they did
 * @param head a classifier's shape
 */
record OutputMatch(OutputKind kind, Optional<Pooled> pooled, Optional<HeadShape> head) {

    /** Activation of a classifier's hidden layer. */
    Optional<Activation> headActivation() {
        return head.flatMap(HeadShape::hidden).map(HeadLayout.Hidden::activation);
    }

    /** Whether all of it can be computed by an encoder with its head. */
    boolean isComputable() {
        return kind.leftOut().isEmpty() || kind == OutputKind.PROBABILITIES;
    }

    /** The output by an encoder with its head. */
    float[] computed(Encoder encoder, TokenBatch batch) {
        return switch (kind) {
            case LOGITS -> encoder.logits(batch, pooled.orElseThrow().pooling());
            case PROBABILITIES ->
                softmax(encoder.logits(batch, pooled.orElseThrow().pooling()), batch.rows());
            case POOLED ->
                pooled.orElseThrow().finish(encoder.features(batch, pooled.get().pooling()), batch.rows());
            default -> encoder.hiddenStates(batch);
        };
    }

    private static float[] softmax(float[] logits, int rows) {
        float[] probabilities = new float[logits.length];
        int labels = logits.length / rows;
        for (int row = 0; row < rows; row++) {
            double total = 0;
            for (int i = row * labels; i < (row + 1) * labels; i++) {
                total += Math.exp(logits[i]);
            }
            for (int i = row * labels; i < (row + 1) * labels; i++) {
                probabilities[i] = (float) (Math.exp(logits[i]) / total);
            }
        }
        return probabilities;
    }

    private static float[] map(float[] values, DoubleUnaryOperator function) {
        float[] results = new float[values.length];
        for (int i = 0; i < results.length; i++) {
            results[i] = (float) function.applyAsDouble(values[i]);
        }
        return results;
    }

    /**
     * What an output is to be matched with.
     *
     * @param name its name in the file
     * @param output its numbers
     * @param weights those of the encoder are taken, those of a head are left
     * @param usual the layout of the head of the encoder's family
     */
    record Matcher(
            String name, Value output, WeightMap weights, HeadLayout usual, TokenBatch batch, Activations activations) {

        private static final double CLOSE = 1e-4;

        /** The match. */
        OutputMatch match() {
            List<Part> rest = weights.rest();
            if (rest.isEmpty()) {
                return withoutHead();
            }
            rest.stream().filter(Part.Attention.class::isInstance).findFirst().ifPresent(further -> {
                throw further.node().refusal("an attention after the last layer that was expected");
            });
            if (!(rest.get(rest.size() - 1) instanceof Part.Linear last)) {
                throw rest.get(rest.size() - 1).node().refusal("expected a linear layer last, or hidden states");
            }
            if (output.size() != batch.rows() * last.weight().shape()[0]) {
                return perToken(rest, last);
            }
            float[] logits = last.output();
            if (rest.size() == 1 && isClose(map(logits, Math::tanh))) {
                if (pooled(last.input().floats()).pooling() != Pooling.CLS) {
                    throw refusal("expected BERT's pooler, a linear layer with tanh on token 0");
                }
                return new OutputMatch(OutputKind.BERT_POOLER, Optional.empty(), Optional.empty());
            }
            if (name.toLowerCase(Locale.ROOT).contains("embedding")) {
                throw refusal("a linear layer after the pooling is not supported, expected a pooled vector");
            }
            return classifier(rest, last, kind(logits));
        }

        /** The one place where a task is read off a graph. */
        private OutputKind kind(float[] logits) {
            if (isClose(logits)) {
                return OutputKind.LOGITS;
            }
            if (isClose(softmax(logits, batch.rows()))) {
                return OutputKind.PROBABILITIES;
            }
            throw refusal(
                    isClose(map(logits, x -> 1 / (1 + Math.exp(-x))))
                            ? "a sigmoid after the classifier: each text may have several labels, which is not supported"
                            : "expected the classifier's logits, or their softmax");
        }

        private OutputMatch withoutHead() {
            if (isClose(hidden())) {
                return new OutputMatch(OutputKind.HIDDEN_STATES, Optional.empty(), Optional.empty());
            }
            if (output.size() != hidden().length / batch.length()) {
                throw refusal("expected hidden states or one vector a text");
            }
            return new OutputMatch(OutputKind.POOLED, Optional.of(pooled(output.floats())), Optional.empty());
        }

        private OutputMatch perToken(List<Part> rest, Part.Linear last) {
            boolean transformed = rest.size() == 3 && rest.get(1) instanceof Part.Norm;
            if (!isClose(last.output()) || !transformed && rest.size() != 1 || !name.contains("logits")) {
                throw refusal("expected hidden states, logits, or one vector a text");
            }
            OutputKind kind = transformed ? OutputKind.MASKED_LM : OutputKind.TOKEN_LOGITS;
            return new OutputMatch(kind, Optional.empty(), Optional.empty());
        }

        private OutputMatch classifier(List<Part> rest, Part.Linear last, OutputKind kind) {
            boolean norm = rest.size() == 3 && rest.get(1) instanceof Part.Norm;
            if (rest.size() > 2 && !norm || !(rest.get(0) instanceof Part.Linear first)) {
                throw rest.get(0)
                        .node()
                        .refusal("a classifier of " + rest.size() + " layers; expected a linear layer, or "
                                + "two with an activation and perhaps a LayerNorm between them");
            }
            Pooled pooled = pooled(first.input().floats());
            if (pooled.normalised()) {
                throw first.node().refusal("a classifier on a vector that is divided by its length is not supported");
            }
            Optional<HeadLayout.Hidden> inner = Optional.empty();
            if (first != last) {
                int[] shape = first.weight().shape();
                if (shape[0] != shape[1]) {
                    throw first.node()
                            .refusal("the classifier's hidden layer is " + shape[0] + " wide, expected the hidden size "
                                    + shape[1]);
                }
                // under a LayerNorm an activation cannot be run by itself: that of the family, to be proven with the
                // rest
                Activation activation = norm && usual.hidden().isPresent()
                        ? usual.hidden().get().activation()
                        : activations.find(first, last);
                inner = Optional.of(new HeadLayout.Hidden(activation, first.bias() != null, norm));
            }
            var head = new HeadShape(inner, last.weight().shape()[0]);
            return new OutputMatch(kind, Optional.of(pooled), Optional.of(head));
        }

        private Pooled pooled(float[] vectors) {
            return Pooled.find(hidden(), vectors, batch, CLOSE)
                    .orElseThrow(
                            () -> refusal(
                                    Pooled.isMeanOfAll(hidden(), vectors, batch, CLOSE)
                                            ? "a mean that takes padding in; expected the mean over real tokens"
                                            : "expected token 0 or the mean over real tokens (other poolings are not supported)"));
        }

        private float[] hidden() {
            return weights.norms()
                    .get(weights.norms().size() - 1)
                    .result()
                    .value()
                    .floats();
        }

        private boolean isClose(float[] expected) {
            return Difference.worst(output.floats(), expected) <= CLOSE;
        }

        private Refusal refusal(String problem) {
            return new Refusal("output '" + name + "': " + problem);
        }
    }
}
