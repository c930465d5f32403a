package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.Json;
import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Tensor;
import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.data.Labels;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is in a model, as JSON and in words. */
final class ModelInfo {

    private ModelInfo() {}

    static Map<String, Object> of(Model model, String sha256) {
        Checkpoint checkpoint = model.checkpoint();
        EncoderConfig config = checkpoint.config();
        Map<String, Object> info = Json.object(
                "architecture", lower(config.architecture()),
                "layers", config.layers(),
                "heads", config.heads(),
                "hidden_size", config.hiddenSize(),
                "intermediate_size", config.intermediateSize(),
                "parameters", parameters(checkpoint),
                "vocabulary", config.vocabularySize(),
                "max_tokens", config.maxPositions(),
                "activation", lower(config.feedForward().activation()),
                "layer_norm_epsilon", config.norm().epsilon(),
                "pooling", lower(model.pooling()),
                "head", head(checkpoint));
        checkpoint.labels().map(Labels::names).ifPresent(names -> info.put("labels", names));
        if (!model.training().isEmpty()) {
            var training = new LinkedHashMap<String, Object>();
            model.training().forEach((key, value) -> training.put(key, whole(value)));
            info.put("training", training);
        }
        info.put("sha256", sha256);
        return info;
    }

    static String human(Map<String, Object> info) {
        return lines("", info).collect(Collectors.joining("\n"));
    }

    private static Stream<String> lines(String indent, Map<?, ?> values) {
        return values.entrySet().stream().flatMap(entry -> {
            String name = indent + entry.getKey().toString().replace('_', ' ');
            return entry.getValue() instanceof Map<?, ?> nested
                    ? Stream.concat(Stream.of(name), lines(indent + "  ", nested))
                    : Stream.of(String.format(Locale.ROOT, "%-24s %s", name, entry.getValue()));
        });
    }

    /** JSON knows no whole numbers, and the manifest is JSON: a seed comes back as 42.0. */
    private static Object whole(Object value) {
        return value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15
                ? (Object) number.longValue()
                : value;
    }

    private static long parameters(Checkpoint checkpoint) {
        Stream<Tensor> head = checkpoint.head().stream().flatMap(found -> found.tensors().values().stream());
        return Stream.concat(checkpoint.weights().values().stream(), head)
                .mapToLong(Tensor::size)
                .sum();
    }

    private static String head(Checkpoint checkpoint) {
        return checkpoint
                .head()
                .map(found -> found.hidden()
                                .map(hidden -> lower(hidden.activation()) + " + ")
                                .orElse("") + "linear, " + found.labels() + " labels")
                .orElse("none");
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
