package io.github.emotion4j.core.onnx.run;

import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Value;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The operators of onnxruntime's optimiser ({@code com.microsoft}) that are nothing but two or three of ONNX's own. */
final class Contributed {

    private Contributed() {}

    static void register(Map<String, Call.Operator> operators) {
        operators.put("Gelu", call -> List.of(Elementwise.map(call.in(0), Elementwise.gelu("none"))));
        operators.put("BiasGelu", call -> List.of(Elementwise.map(biased(call), Elementwise.gelu("none"))));
        operators.put("FastGelu", call -> List.of(Elementwise.map(biased(call), Elementwise.gelu("tanh"))));
        operators.put("SkipLayerNormalization", call -> List.of(skipLayerNorm(call)));
        operators.put("FusedMatMul", call -> List.of(scaledProduct(call)));
    }

    private static Value biased(Call call) {
        return call.has(1) ? sum(call.in(0), call.in(1)) : call.in(0);
    }

    private static Value skipLayerNorm(Call call) {
        Value x = sum(call.in(0), call.in(1));
        x = call.has(4) ? sum(x, call.in(4)) : x;
        Value bias = call.has(3) ? call.in(3) : null;
        return Normalisation.layerNorm(
                x, call.in(2), bias, x.rank() - 1, call.node().number("epsilon", 1e-12));
    }

    private static Value scaledProduct(Call call) {
        if (call.node().integer("transBatchA", 0) != 0 || call.node().integer("transBatchB", 0) != 0) {
            throw new Refusal("transBatchA and transBatchB are not supported");
        }
        Value product = Product.multiply(turned(call, 0, "transA"), turned(call, 1, "transB"));
        double factor = call.node().number("alpha", 1);
        return Elementwise.map(product, x -> (float) (x * factor));
    }

    /** The last two axes swapped, if an attribute says so. */
    private static Value turned(Call call, int input, String attribute) {
        Value x = call.in(input);
        int rank = x.rank();
        return call.node().integer(attribute, 0) == 0
                ? x
                : Rearranging.transposed(
                        x,
                        IntStream.range(0, rank)
                                .map(i -> i < rank - 2 ? i : 2 * rank - 3 - i)
                                .toArray());
    }

    private static Value sum(Value a, Value b) {
        return Elementwise.binary(a, b, Float::sum, null);
    }
}
