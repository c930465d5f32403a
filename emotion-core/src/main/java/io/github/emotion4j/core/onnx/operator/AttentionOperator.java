package io.github.emotion4j.core.onnx.operator;

import io.github.emotion4j.core.onnx.file.Node;
import io.github.emotion4j.core.onnx.tensor.ElementType;
import io.github.emotion4j.core.onnx.tensor.Known;
import io.github.emotion4j.core.onnx.tensor.Movement;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.term.Term;
import io.github.emotion4j.core.onnx.term.Term.Op;
import io.github.emotion4j.core.onnx.term.Terms;
import java.util.List;

/** ONNX's Attention of opset 23, taken apart into products, scale, mask and softmax. */
final class AttentionOperator {

    private final Terms terms;

    AttentionOperator(Terms terms) {
        this.terms = terms;
    }

    Term apply(Node node, List<Term> in) {
        if (node.integer("is_causal", 0) != 0) {
            throw new Refusal("is_causal is set: a causal mask, a token does not attend to later ones; not supported");
        }
        if (node.number("softcap", 0) != 0 || node.hasInput(4) || node.hasInput(5) || node.hasInput(6)) {
            throw new Refusal("softcap, past keys and unpadded lengths are not supported");
        }
        if (node.outputs().stream().skip(1).anyMatch(name -> !name.isEmpty())) {
            throw new Refusal("only the first output is supported");
        }
        boolean merged = in.get(0).shape().length == 3;
        Term query = heads(node, in, 0, "q_num_heads");
        Term key = heads(node, in, 1, "kv_num_heads");
        Term value = heads(node, in, 2, "kv_num_heads");
        double scale = node.number("scale", 1 / Math.sqrt(query.lastAxis()));
        Term keys = terms.move(key, Movement.transpose(key.shape(), 0, 1, 3, 2));
        Term scores = terms.scale(terms.matmul(query, keys), scale);
        if (node.hasInput(3)) {
            scores = terms.add(scores, terms.known(bias(in.get(3))));
        }
        Term context = terms.matmul(terms.make(Op.SOFTMAX, null, scores.shape(), scores), value);
        if (!merged) {
            return context;
        }
        int[] s = context.shape();
        Term turned = terms.move(context, Movement.transpose(s, 0, 2, 1, 3));
        return terms.move(turned, Movement.reshape(turned.shape(), new int[] {s[0], s[2], s[1] * s[3]}));
    }

    private Term heads(Node node, List<Term> in, int index, String attribute) {
        Term x = in.get(index);
        if (x.rank() == 4) {
            return x;
        }
        int heads = Math.toIntExact(node.integer(attribute, 0));
        int[] s = x.shape();
        Term split = terms.move(x, Movement.reshape(s, new int[] {s[0], s[1], heads, s[2] / heads}));
        return terms.move(split, Movement.transpose(split.shape(), 0, 2, 1, 3));
    }

    /** What is added to the scores: a boolean mask keeps where it is true. */
    private static Known bias(Term mask) {
        Known known = mask.numbers();
        if (known.type().isFloat()) {
            return known;
        }
        double[] bias = new double[known.storedSize()];
        for (int i = 0; i < bias.length; i++) {
            bias[i] = known.integers()[i] != 0 ? 0 : Double.NEGATIVE_INFINITY;
        }
        return new Known(ElementType.F32, known.shape(), known.stored(), bias, null);
    }
}
