package io.github.emotion4j.core.checkpoint.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.github.emotion4j.core.FamilyCases;
import io.github.emotion4j.core.checkpoint.InvalidModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No key of a configuration that changes what is computed is passed over: with another value it is refused, or another encoder is read. */
class FamilyKeysTest {

    /** What transformers' encoders and classifiers compute does not depend on these. */
    private static final Set<String> HARMLESS = Set.of(
            "bos_token_id",
            "eos_token_id",
            "cls_token_id",
            "sep_token_id",
            "dtype",
            "torch_dtype",
            "transformers_version",
            "initializer_range",
            "initializer_cutoff_factor",
            "tie_word_embeddings",
            "use_cache",
            "qa_dropout",
            "sinusoidal_pos_embds",
            "legacy",
            "summary_type",
            "summary_use_proj",
            "summary_activation",
            "summary_last_dropout",
            "decoder_bias",
            "deterministic_flash_attn",
            "sparse_prediction",
            "sparse_pred_ignore_index",
            "label2id",
            // what the layers see is in layer_types; this is for versions that do not know that key
            "global_attn_every_n_layers");

    static Stream<Arguments> keys() throws IOException {
        return FamilyCases.directories().flatMap(directory -> {
            Path file = directory.resolve("config.json");
            return Files.exists(file)
                    ? json(file).keySet().stream()
                            .filter(key -> !HARMLESS.contains(key))
                            .map(key -> Arguments.of(directory, key))
                    : Stream.of(Arguments.of(directory, ""));
        });
    }

    @ParameterizedTest
    @MethodSource("keys")
    void anotherValueIsRefusedOrChangesTheEncoder(Path directory, String key) {
        Assumptions.assumeTrue(Files.isDirectory(directory), () -> "there is no " + directory);
        JsonObject config = json(directory.resolve("config.json"));
        HubConfig before = HubConfig.parse("before", config.toString());
        config.add(key, other(key, config.get(key)));

        Optional<HubConfig> after = read(config);

        after.ifPresent(read -> assertThat(read).as(key).isNotEqualTo(before));
    }

    private static Optional<HubConfig> read(JsonObject config) {
        try {
            return Optional.of(HubConfig.parse("after", config.toString()));
        } catch (InvalidModelException refused) {
            assertThat(refused.getMessage()).startsWith("after");
            return Optional.empty();
        }
    }

    private static JsonElement other(String key, JsonElement value) {
        if (value.isJsonArray()) {
            var array = new JsonArray();
            value.getAsJsonArray()
                    .asList()
                    .subList(1, value.getAsJsonArray().size())
                    .forEach(array::add);
            return array;
        }
        if (value.isJsonObject()) {
            JsonObject object = value.getAsJsonObject().deepCopy();
            String first = object.keySet().iterator().next();
            object.add(first, other(first, object.get(first)));
            return object;
        }
        if (value.isJsonNull()) {
            return new JsonPrimitive(0.5);
        }
        JsonPrimitive primitive = value.getAsJsonPrimitive();
        if (primitive.isBoolean()) {
            return new JsonPrimitive(!primitive.getAsBoolean());
        }
        if (primitive.isString()) {
            return new JsonPrimitive(primitive.getAsString() + "x");
        }
        double number = primitive.getAsDouble();
        return number == Math.rint(number) && !key.matches(".*(dropout|dropout_prob|eps|theta)")
                ? new JsonPrimitive((long) number + 2)
                : new JsonPrimitive(number / 2 + 0.01);
    }

    private static JsonObject json(Path file) {
        try {
            return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
