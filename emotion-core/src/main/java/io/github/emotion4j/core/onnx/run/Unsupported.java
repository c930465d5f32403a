package io.github.emotion4j.core.onnx.run;

import io.github.emotion4j.core.onnx.file.Node;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an operator that is not run usually means, so that a refusal can say more than its name. */
final class Unsupported {

    private static final String QUANTISED =
            "the file is quantised to 8 bits or fewer, whose numbers only an integer runtime reproduces; use the float32 file";
    private static final String FUSED =
            "an operator that onnxruntime's optimiser makes; export the model again without that optimisation";
    private static final String FLOW = "loops in the graph are not supported";

    private static final Map<String, String> REASONS = Stream.of(
                    reasons(
                            QUANTISED,
                            "DynamicQuantizeLinear",
                            "MatMulInteger",
                            "QLinearMatMul",
                            "QuantizeLinear",
                            "DequantizeLinear",
                            "ConvInteger",
                            "MatMulNBits",
                            "MatMulIntegerToFloat",
                            "DynamicQuantizeMatMul",
                            "QAttention",
                            "QGemm",
                            "QEmbedLayerNormalization",
                            "QOrderedMatMul"),
                    reasons(
                            FUSED,
                            "EmbedLayerNormalization",
                            "MultiHeadAttention",
                            "PackedAttention",
                            "GroupQueryAttention",
                            "FusedGemm",
                            "QuickGelu"),
                    reasons(FLOW, "Loop", "Scan"),
                    reasons("convolutions are part of no encoder that is supported", "Conv", "ConvTranspose"),
                    reasons("recurrent layers are part of no encoder that is supported", "LSTM", "GRU", "RNN"),
                    reasons(
                            "only LayerNorm is supported",
                            "RMSNormalization",
                            "SimplifiedLayerNormalization",
                            "BatchNormalization",
                            "InstanceNormalization",
                            "GroupNormalization"),
                    reasons(
                            "attention written as Einsum (relative positions, or another exporter's) is not supported",
                            "Einsum"))
            .flatMap(map -> map.entrySet().stream())
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private Unsupported() {}

    private static Map<String, String> reasons(String reason, String... ops) {
        return Stream.of(ops).collect(Collectors.toMap(op -> op, op -> reason));
    }

    /** Whether a node computes with integers of few bits. */
    static boolean isQuantised(Node node) {
        return QUANTISED.equals(REASONS.get(node.op()));
    }

    static String why(Node node) {
        if (!node.domain().isEmpty() && !node.domain().equals("com.microsoft")) {
            return "operators of the domain '" + node.domain() + "' are not supported";
        }
        if (node.domain().equals("com.microsoft") && node.op().equals("Attention")) {
            return FUSED;
        }
        return REASONS.getOrDefault(node.op(), "this operator is part of no encoder that is supported");
    }
}
