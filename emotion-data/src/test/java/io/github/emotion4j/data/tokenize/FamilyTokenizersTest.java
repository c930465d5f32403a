package io.github.emotion4j.data.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.emotion4j.data.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The tokenizer of every family, as transformers saves it, on the texts of its {@code cases.json}: the ids without padding, cut to the limit.
 * {@code -Demotion.families=DIR} takes another folder of the same form.
 */
class FamilyTokenizersTest {

    @TestFactory
    Stream<DynamicTest> ids_are_those_of_transformers() throws IOException {
        String other = System.getProperty("emotion.families");
        Path root = other == null ? SharedFolder.require("reference/families") : Path.of(other);
        try (Stream<Path> all = Files.list(root)) {
            List<Path> folders = all.filter(folder -> Files.exists(folder.resolve("cases.json")))
                    .sorted()
                    .toList();
            assertThat(folders).as("directories with cases.json in " + root).isNotEmpty();
            return folders.stream()
                    .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> check(folder)));
        }
    }

    private static void check(Path folder) throws IOException {
        JsonObject cases = JsonParser.parseString(Files.readString(folder.resolve("cases.json")))
                .getAsJsonObject();
        List<String> texts = new ArrayList<>();
        cases.getAsJsonArray("texts").forEach(text -> texts.add(text.getAsString()));
        assertThat(texts).isNotEmpty();
        int most = 0;
        try (var tokenizer = SubwordTokenizer.load(folder)) {
            List<Encoding> together = tokenizer.encode(texts);
            for (int i = 0; i < texts.size(); i++) {
                int[] expected = ints(cases.getAsJsonArray("input_ids").get(i));
                assertThat(together.get(i).ids()).as(texts.get(i)).isEqualTo(expected);
                assertThat(together.get(i).typeIds()).containsOnly(0);
                assertThat(tokenizer.encode(texts.get(i)).ids()).isEqualTo(expected);
                most = Math.max(most, expected.length);
                if (together.get(i).truncated()) {
                    assertThat(expected).hasSize(tokenizer.maxLength());
                }
            }
            assertThat(most).isLessThanOrEqualTo(tokenizer.maxLength());
            for (String role : List.of("pad_token", "unk_token", "cls_token", "sep_token", "mask_token")) {
                assertThat(tokenizer.special(role)).as(role).isPresent();
            }
            JsonObject config = JsonParser.parseString(Files.readString(folder.resolve("config.json")))
                    .getAsJsonObject();
            assertThat(tokenizer.special("pad_token").orElseThrow().id())
                    .isEqualTo(config.get("pad_token_id").getAsInt());
            assertThat(tokenizer.vocabularySize())
                    .isLessThanOrEqualTo(config.get("vocab_size").getAsInt());
        }
    }

    private static int[] ints(JsonElement array) {
        return StreamSupport.stream(array.getAsJsonArray().spliterator(), false)
                .mapToInt(JsonElement::getAsInt)
                .toArray();
    }
}
