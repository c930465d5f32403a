package io.github.emotion4j.core.onnx.proof;

import io.github.emotion4j.core.checkpoint.Activation;
import io.github.emotion4j.core.checkpoint.Pooling;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Value;
import io.github.emotion4j.core.onnx.trace.Linear;
import io.github.emotion4j.core.onnx.trace.Skeleton;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What an output of a graph is, by its numbers on one batch.
 *
 * @param kind what it is
 * @param pooled how hidden states became one vector a text, if they did
 * @param hiddenLayer a classifier's hidden layer
 * @param activation its activation
 * @param classifier a classifier's last layer
 */
record OutputMatch(
        OutputKind kind,
        Optional<Pooled> pooled,
        Optional<Linear> hiddenLayer,
        Optional<Activation> activation,
        Optional<Linear> classifier) {

    private static final double TOLERANCE = 1e-4;

    /**
     * What an output is.
     *
     * @param name its name in the file
     */
    static OutputMatch of(
            String name, Value output, Skeleton skeleton, TokenBatch batch, Activations activations) {
        return new Matcher(name, output, skeleton, batch, activations).match();
    }

    private static OutputMatch of(OutputKind kind) {
        return new OutputMatch(kind, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private record Matcher(String name, Value output, Skeleton skeleton, TokenBatch batch, Activations activations) {

        OutputMatch match() {
            if (skeleton.head().isEmpty()) {
                return withoutHead();
            }
            Linear last = skeleton.head().get(skeleton.head().size() - 1);
            if (output.size() != batch.rows() * last.out()) {
                return perToken(last);
            }
            boolean alone = skeleton.head().size() == 1 && skeleton.headNorms().isEmpty();
            float[] logits = last.output();
            if (alone && isClose(Task.tanh(logits))) {
                if (pooled(last).pooling() != Pooling.CLS) {
                    throw refusal("expected BERT's pooler, a linear layer with tanh on token 0");
                }
                return of(OutputKind.BERT_POOLER);
            }
            if (name.toLowerCase(Locale.ROOT).contains("embedding")) {
                throw refusal("a linear layer after the pooling is not supported, expected a pooled vector");
            }
            return classifier(last, kind(logits));
        }

        /** The one place where a task is read off a graph. */
        private OutputKind kind(float[] logits) {
            if (isClose(logits)) {
                return OutputKind.LOGITS;
            }
            if (isClose(Task.softmax(logits, batch.rows()))) {
                return OutputKind.PROBABILITIES;
            }
            if (isClose(Task.sigmoid(logits))) {
                throw refusal("a sigmoid after the classifier: each text may have several labels, which is not supported; "
                        + "one text has one label here");
            }
            throw refusal("expected the classifier's logits, or their softmax");
        }

        private OutputMatch withoutHead() {
            float[] hidden = skeleton.hidden().output().floats();
            if (output.size() == hidden.length && isClose(hidden)) {
                return of(OutputKind.HIDDEN_STATES);
            }
            if (output.size() != hidden.length / batch.length()) {
                throw refusal("expected hidden states or one vector a text");
            }
            return new OutputMatch(
                    OutputKind.POOLED,
                    Optional.of(pooled(output.floats())),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        private OutputMatch perToken(Linear last) {
            if (output.size() != batch.rows() * batch.length() * last.out() || !isClose(last.output())) {
                throw refusal("expected hidden states, logits, or one vector a text");
            }
            boolean transformed = skeleton.head().size() == 2 && skeleton.headNorms().size() == 1;
            if (!transformed && skeleton.head().size() != 1 || !name.contains("logits")) {
                throw refusal("expected hidden states, a LayerNorm; linear layers after it are part of no encoder");
            }
            return of(transformed ? OutputKind.MASKED_LM : OutputKind.TOKEN_LOGITS);
        }

        private OutputMatch classifier(Linear last, OutputKind kind) {
            if (skeleton.head().size() > 2 || !skeleton.headNorms().isEmpty()) {
                throw last.node().refusal("a classifier of " + skeleton.head().size() + " linear layers and "
                        + skeleton.headNorms().size() + " LayerNorms; expected one or two linear layers");
            }
            Linear first = skeleton.head().get(0);
            Optional<Linear> inner = first == last ? Optional.empty() : Optional.of(first);
            Optional<Activation> activation = inner.map(layer -> activations.find(
                    new LinkedHashMap<>(Map.of(layer, last)), List.of(Activation.RELU, Activation.TANH)));
            if (inner.isPresent() && first.out() != first.in()) {
                throw first.node().refusal("the classifier's hidden layer is " + first.out()
                        + " wide, expected the hidden size " + first.in() + ", as DistilBERT and BERT have");
            }
            Pooled pooled = pooled(first);
            if (pooled.normalised()) {
                throw first.node().refusal("a classifier on a vector that is divided by its length is not supported");
            }
            return new OutputMatch(kind, Optional.of(pooled), inner, activation, Optional.of(last));
        }

        private Pooled pooled(Linear first) {
            return pooled(first.input().floats());
        }

        private Pooled pooled(float[] vectors) {
            float[] hidden = skeleton.hidden().output().floats();
            return Pooled.find(hidden, vectors, batch, TOLERANCE).orElseThrow(() -> refusal(
                    Pooled.isMeanOfAll(hidden, vectors, batch, TOLERANCE)
                            ? "a mean that takes padding in; expected the mean over real tokens"
                            : "expected token 0 or the mean over real tokens (other poolings are not supported)"));
        }

        private boolean isClose(float[] expected) {
            return Difference.worst(output.floats(), expected) <= TOLERANCE;
        }

        private Refusal refusal(String problem) {
            return new Refusal("output '" + name + "': " + problem);
        }
    }
}
