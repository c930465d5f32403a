package io.github.emotion4j.core.onnx.match;

import io.github.emotion4j.core.checkpoint.Activation;
import io.github.emotion4j.core.checkpoint.Pooling;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.term.Term;
import io.github.emotion4j.core.onnx.term.Term.Op;
import java.util.Locale;
import java.util.Optional;

/**
 * What an output of a graph is, down to the encoder's hidden states.
 *
 * @param kind what it is
 * @param hidden the hidden states it is made from, {@code [batch, tokens, hidden]}
 * @param pooling how they became one vector a text, if they did
 * @param normalised whether that vector is divided by its length
 * @param headHidden a classifier's hidden layer
 * @param headActivation its activation
 * @param headLinear the last layer of a classifier, or of a head that is cut off
 */
record OutputMatch(
        OutputKind kind,
        Term hidden,
        Optional<Pooling> pooling,
        boolean normalised,
        Optional<Linear> headHidden,
        Optional<Activation> headActivation,
        Optional<Linear> headLinear) {

    /**
     * What an output is.
     *
     * @param name its name in the file
     */
    static OutputMatch match(String name, Term output, Context c) {
        if (output.rank() == 3) {
            return perToken(name, output, c);
        }
        if (output.rank() != 2 || output.shape()[0] != c.probe().batch()) {
            throw output.insteadOf("hidden states [batch, tokens, hidden] or one row a text");
        }
        if (output.is(Op.SOFTMAX) || output.is(Op.SIGMOID)) {
            throw output.insteadOf("logits; export the model without the " + output.op() + " after its classifier");
        }
        Optional<Linear> last = Linear.match(output);
        if (last.isPresent()) {
            if (name.toLowerCase(Locale.ROOT).contains("embedding")) {
                throw output.insteadOf("a pooled vector; a linear layer after the pooling is not supported");
            }
            return classifier(last.get(), c);
        }
        if (output.is(Op.TANH)) {
            Linear pooler = Linear.require(output.argument(0), "BERT's pooler");
            PoolingMatch first = PoolingMatch.match(pooler.input(), c);
            if (first.pooling() != Pooling.CLS || first.normalised()) {
                throw output.insteadOf("BERT's pooler, a linear layer with tanh on token 0");
            }
            return tokens(OutputKind.BERT_POOLER, first.hidden(), null);
        }
        PoolingMatch pooled = PoolingMatch.match(output, c);
        return new OutputMatch(
                OutputKind.POOLED,
                pooled.hidden(),
                Optional.of(pooled.pooling()),
                pooled.normalised(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static OutputMatch perToken(String name, Term output, Context c) {
        if (output.is(Op.LAYER_NORM)) {
            return tokens(OutputKind.HIDDEN_STATES, output, null);
        }
        Linear projection = Linear.require(output, "hidden states, a LayerNorm, or masked-language-model logits");
        if (!projection.input().is(Op.LAYER_NORM)) {
            throw projection.input().insteadOf("a LayerNorm under the masked-language-model logits");
        }
        Term transformed = projection.input().argument(0);
        if (transformed.is(Op.ADD)) {
            // a residual sum, not an activation: the LayerNorm is the encoder's last, and this a classifier of every
            // token
            if (!name.contains("logits")) {
                throw output.insteadOf("hidden states, a LayerNorm; a linear layer after it is part of no encoder");
            }
            return tokens(OutputKind.TOKEN_LOGITS, projection.input(), projection);
        }
        ActivationMatch inner = ActivationMatch.match(transformed, c.activationTolerance());
        return tokens(OutputKind.MASKED_LM, inner.inner().input(), projection);
    }

    private static OutputMatch tokens(OutputKind kind, Term hidden, Linear projection) {
        return new OutputMatch(
                kind,
                hidden,
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(projection));
    }

    private static OutputMatch classifier(Linear last, Context c) {
        Linear inner = null;
        Activation activation = null;
        Term vector = last.input();
        if (!PoolingMatch.isPooled(vector)) {
            ActivationMatch hidden = ActivationMatch.match(vector, c.activationTolerance());
            inner = hidden.inner();
            activation = hidden.activation();
            if (activation != Activation.RELU && activation != Activation.TANH) {
                throw vector.insteadOf("relu or tanh in the classifier, as DistilBERT and BERT have");
            }
            vector = inner.input();
            if (inner.out() != vector.lastAxis()) {
                throw new Refusal(last.input().origin() + ": the classifier's hidden layer is " + inner.out()
                        + " wide, expected the hidden size " + vector.lastAxis() + ", as DistilBERT and BERT have");
            }
        }
        PoolingMatch pooled = PoolingMatch.match(vector, c);
        if (pooled.normalised()) {
            throw vector.insteadOf("a classifier on a vector that is not normalised");
        }
        return new OutputMatch(
                OutputKind.LOGITS,
                pooled.hidden(),
                Optional.of(pooled.pooling()),
                false,
                Optional.ofNullable(inner),
                Optional.ofNullable(activation),
                Optional.of(last));
    }
}
