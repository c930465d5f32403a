package io.github.emotion4j.core.onnx.run;

import io.github.emotion4j.core.onnx.file.OnnxGraph;
import io.github.emotion4j.core.onnx.tensor.ElementType;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Value;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the inputs of a graph stand for.
 *
 * @param graph the graph
 * @param ids name of the input of token ids
 * @param mask name of the input of the padding mask
 * @param types name of the input of segment ids, if there is one
 * @param batch the batch size the file is fixed to
 * @param length the number of tokens the file is fixed to
 */
public record Inputs(
        OnnxGraph graph, String ids, String mask, Optional<String> types, OptionalInt batch, OptionalInt length) {

    private static final List<String> IDS = List.of("input_ids", "input_word_ids", "ids", "tokens", "input");
    private static final List<String> MASK = List.of("attention_mask", "input_mask", "mask");
    private static final List<String> TYPES = List.of("token_type_ids", "input_type_ids", "segment_ids", "type_ids");

    /**
     * Recognises the inputs by their names.
     *
     * @throws Refusal if ids or mask are missing, or an input is not {@code [batch, sequence]}
     */
    public static Inputs of(OnnxGraph graph) {
        Optional<String> ids = find(graph, IDS);
        Optional<String> mask = find(graph, MASK);
        if (ids.isEmpty() || mask.isEmpty()) {
            throw new Refusal("inputs " + graph.inputs().keySet()
                    + "; expected input_ids and attention_mask, and perhaps token_type_ids");
        }
        Optional<String> types = find(graph, TYPES);
        int batch = -1;
        int length = -1;
        for (String name : types.map(t -> List.of(ids.get(), mask.get(), t)).orElse(List.of(ids.get(), mask.get()))) {
            int[] shape = graph.inputs().get(name).shape();
            if (shape.length != 2) {
                throw new Refusal("input '" + name + "' has the shape " + Arrays.toString(shape)
                        + ", expected [batch, sequence]");
            }
            batch = Math.max(batch, shape[0]);
            length = Math.max(length, shape[1]);
        }
        return new Inputs(graph, ids.get(), mask.get(), types, fixed(batch), fixed(length));
    }

    private static Optional<String> find(OnnxGraph graph, List<String> names) {
        return names.stream()
                .flatMap(name -> graph.inputs().keySet().stream()
                        .filter(input -> bare(input).equals(name)))
                .findFirst();
    }

    private static OptionalInt fixed(int size) {
        return size > 0 ? OptionalInt.of(size) : OptionalInt.empty();
    }

    /** What the graph is given for a batch. */
    public Map<String, Value> values(TokenBatch batch) {
        var values = new HashMap<String, Value>();
        values.put(ids, value(ids, batch, batch.ids()));
        values.put(mask, value(mask, batch, batch.mask()));
        types.ifPresent(name -> values.put(name, value(name, batch, batch.typeIds())));
        return values;
    }

    private Value value(String name, TokenBatch batch, int[] numbers) {
        int[] shape = {batch.rows(), batch.length()};
        return Value.of(
                        ElementType.I64,
                        shape,
                        Arrays.stream(numbers).asLongStream().toArray())
                .cast(graph.inputs().get(name).type());
    }

    /** A name without the number that TensorFlow (":0") or PyTorch, not told a name (".1"), puts behind it. */
    private static String bare(String name) {
        return name.toLowerCase(Locale.ROOT).replaceFirst("[:.]\\d+$", "");
    }
}
