package io.github.emotion4j.core.onnx.run;

import io.github.emotion4j.core.onnx.tensor.ElementType;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Value;
import java.util.List;
import java.util.Map;

/** ONNX's Attention of opset 23: products, scale, mask and softmax in one operator. */
final class Attention {

    private Attention() {}

    static void register(Map<String, Call.Operator> operators) {
        operators.put("Attention", call -> List.of(attend(call)));
    }

    private static Value attend(Call call) {
        var node = call.node();
        if (node.integer("is_causal", 0) != 0) {
            throw new Refusal("is_causal is set: a causal mask, a token does not attend to later ones; not supported");
        }
        if (node.number("softcap", 0) != 0 || call.has(4) || call.has(5) || call.has(6)) {
            throw new Refusal("softcap, past keys and unpadded lengths are not supported");
        }
        if (node.outputs().stream().skip(1).anyMatch(name -> !name.isEmpty())) {
            throw new Refusal("only the first output is supported");
        }
        Value query = heads(call, 0, "q_num_heads"); // [batch, heads, tokens, head size]
        Value key = heads(call, 1, "kv_num_heads");
        Value value = heads(call, 2, "kv_num_heads");
        double scale = node.number("scale", 1 / Math.sqrt(query.lastAxis()));
        Value product = Product.multiply(query, Rearranging.transposed(key, 0, 1, 3, 2));
        Value scores = Elementwise.map(product, x -> (float) (x * scale)); // [batch, heads, tokens, tokens]
        if (call.has(3)) {
            scores = Elementwise.binary(scores, penalty(call.in(3)).cast(scores.type()), Float::sum, null);
        }
        float[] probabilities = scores.floats();
        int width = scores.lastAxis();
        for (int at = 0; at < probabilities.length; at += width) {
            Normalisation.softmax(probabilities, at, 1, width, false);
        }
        Value context = Product.multiply(Value.of(scores.type(), scores.shape(), probabilities), value);
        if (call.in(0).rank() == 4) {
            return context;
        }
        int[] s = context.shape();
        return Rearranging.transposed(context, 0, 2, 1, 3).reshaped(s[0], s[2], s[1] * s[3]);
    }

    private static Value heads(Call call, int input, String attribute) {
        Value x = call.in(input);
        if (x.rank() == 4) {
            return x;
        }
        int heads = Math.toIntExact(call.node().integer(attribute, 0));
        int[] s = x.shape();
        return Rearranging.transposed(x.reshaped(s[0], s[1], heads, s[2] / heads), 0, 2, 1, 3);
    }

    /** What is added to the scores: a boolean mask keeps where it is true. */
    private static Value penalty(Value mask) {
        if (mask.type() != ElementType.BOOL) {
            return mask;
        }
        long[] kept = mask.booleans();
        float[] penalty = new float[kept.length];
        for (int i = 0; i < penalty.length; i++) {
            penalty[i] = kept[i] != 0 ? 0 : Float.NEGATIVE_INFINITY;
        }
        return Value.of(ElementType.F32, mask.shape(), penalty);
    }
}
