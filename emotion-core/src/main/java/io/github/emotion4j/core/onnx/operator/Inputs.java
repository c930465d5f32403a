package io.github.emotion4j.core.onnx.operator;

import io.github.emotion4j.core.onnx.file.OnnxGraph;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.term.Probe;
import io.github.emotion4j.core.onnx.term.Role;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the inputs of a graph stand for.
 *
 * @param roles input name to role; inputs of other names have none
 * @param batch the batch size the file is fixed to, or -1
 * @param length the number of tokens the file is fixed to, or -1
 */
public record Inputs(Map<String, Role> roles, int batch, int length) {

    private static final Map<Role, List<String>> NAMES = Map.of(
            Role.IDS, List.of("input_ids", "input_word_ids", "ids", "tokens", "input"),
            Role.MASK, List.of("attention_mask", "input_mask", "mask"),
            Role.TYPES, List.of("token_type_ids", "input_type_ids", "segment_ids", "type_ids"));

    /**
     * Recognises the inputs by their names.
     *
     * @throws Refusal if ids or mask are missing, or an input is not {@code [batch, sequence]}
     */
    public static Inputs of(OnnxGraph graph) {
        var roles = new HashMap<String, Role>();
        int batch = -1;
        int length = -1;
        for (Role role : Role.values()) {
            for (String name : NAMES.get(role)) {
                String found = graph.inputs().keySet().stream()
                        .filter(input -> bare(input).equals(name))
                        .findFirst()
                        .orElse(null);
                if (found != null) {
                    int[] shape = graph.inputs().get(found).shape();
                    if (shape.length != 2) {
                        throw new Refusal("input '" + found + "' has the shape " + Arrays.toString(shape)
                                + ", expected [batch, sequence]");
                    }
                    roles.put(found, role);
                    batch = Math.max(batch, shape[0]);
                    length = Math.max(length, shape[1]);
                    break;
                }
            }
        }
        if (!roles.containsValue(Role.IDS) || !roles.containsValue(Role.MASK)) {
            throw new Refusal("inputs " + graph.inputs().keySet()
                    + "; expected input_ids and attention_mask, and perhaps token_type_ids");
        }
        return new Inputs(roles, batch, length);
    }

    /** A probe of that size, or of the size the file is fixed to. */
    public Probe probe(int wantedBatch, int wantedLength) {
        return Probe.of(batch > 0 ? batch : wantedBatch, length > 0 ? length : wantedLength);
    }

    /** A name without the number that TensorFlow (":0") or PyTorch, not told a name (".1"), puts behind it. */
    private static String bare(String name) {
        return name.toLowerCase(Locale.ROOT).replaceFirst("[:.]\\d+$", "");
    }
}
