package io.github.emotion4j.core.onnx.run;

import io.github.emotion4j.core.onnx.file.Node;
import java.util.Map;
import java.util.Set;

/** What an operator that is not run usually means, so that a refusal can say more than its name. */
final class Unsupported {

    private static final String QUANTISED =
            "the file is quantised to 8 bits or fewer, whose numbers only an integer runtime reproduces; use the float32 file";
    private static final String FUSED =
            "an operator that onnxruntime's optimiser makes; export the model again without that optimisation";

    private static final Set<String> FEW_BITS = Set.of(
            "DynamicQuantizeLinear",
            "MatMulInteger",
            "QuantizeLinear",
            "DequantizeLinear",
            "ConvInteger",
            "MatMulNBits",
            "MatMulBnb4",
            "GatherBlockQuantized",
            "MatMulIntegerToFloat",
            "DynamicQuantizeMatMul",
            "QAttention",
            "QGemm",
            "QEmbedLayerNormalization",
            "QOrderedMatMul");

    private static final Map<String, String> REASONS = Map.of(
            "Loop", "loops in the graph are not supported",
            "Scan", "loops in the graph are not supported",
            "Conv", "convolutions are part of no encoder that is supported",
            "RMSNormalization", "only LayerNorm is supported",
            "SimplifiedLayerNormalization", "only LayerNorm is supported",
            "Einsum", "attention written as Einsum (relative positions, or another exporter's) is not supported");

    private Unsupported() {}

    /** Whether a node computes with integers of few bits. */
    static boolean isQuantised(Node node) {
        return FEW_BITS.contains(node.op()) || node.op().startsWith("QLinear");
    }

    static String why(Node node) {
        if (isQuantised(node)) {
            return QUANTISED;
        }
        return switch (node.domain()) {
            case "" -> REASONS.getOrDefault(node.op(), "this operator is part of no encoder that is supported");
            case "com.microsoft" -> FUSED;
            default -> "operators of the domain '" + node.domain() + "' are not supported";
        };
    }
}
