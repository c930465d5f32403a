package io.github.emotion4j.data.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.emotion4j.data.InvalidDataException;
import io.github.emotion4j.data.tokenize.pretrained.SpecialToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a vocabulary of our own; parity on real vocabularies is in {@link TokenizerParityTest}. */
class SubwordTokenizerTest {

    private static final String VOCABULARY = String.join(
            "\n", "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "i", "feel", "sad", "##ness", "joy", "e", "!", "");

    @TempDir
    Path folder;

    private Path vocabulary() throws IOException {
        return Files.writeString(folder.resolve("vocab.txt"), VOCABULARY);
    }

    @Test
    void a_folder_with_only_a_vocabulary_is_a_wordpiece_tokenizer() throws IOException {
        vocabulary();
        try (var tokenizer = SubwordTokenizer.load(folder)) {
            Encoding encoding = tokenizer.encode("I feel sadness!");
            assertThat(encoding.tokens()).containsExactly("[CLS]", "i", "feel", "sad", "##ness", "!", "[SEP]");
            assertThat(encoding.ids()).containsExactly(2, 5, 6, 7, 8, 11, 3);
            assertThat(encoding.starts()).containsExactly(0, 0, 2, 7, 10, 14, 0);
            assertThat(encoding.ends()).containsExactly(0, 1, 6, 10, 14, 15, 0);
            assertThat(encoding.dropped()).isZero();
            assertThat(tokenizer.vocabularySize()).isEqualTo(12);
            assertThat(tokenizer.maxLength()).isEqualTo(512);
            assertThat(tokenizer.specialTokens()).isEqualTo(2);
        }
    }

    @Test
    void offsets_count_utf16_code_units_also_behind_emoji() throws IOException {
        vocabulary();
        try (var tokenizer = SubwordTokenizer.load(folder)) {
            String text = "\uD83D\uDE00 joy \uD83D\uDE00\uD83D\uDE00 sad";
            Encoding encoding = tokenizer.encode(text);
            assertThat(encoding.tokens()).containsExactly("[CLS]", "[UNK]", "joy", "[UNK]", "sad", "[SEP]");
            assertThat(text.substring(encoding.starts()[2], encoding.ends()[2])).isEqualTo("joy");
            assertThat(text.substring(encoding.starts()[3], encoding.ends()[3])).isEqualTo("\uD83D\uDE00\uD83D\uDE00");
            assertThat(text.substring(encoding.starts()[4], encoding.ends()[4])).isEqualTo("sad");
        }
    }

    @Test
    void an_unpaired_surrogate_does_not_disturb_the_rest() throws IOException {
        vocabulary();
        try (var tokenizer = SubwordTokenizer.load(folder)) {
            String text = "joy \uD83D \uD83D\uDE00 sad \uDE00";
            Encoding encoding = tokenizer.encode(text);
            assertThat(encoding.tokens()).containsExactly("[CLS]", "joy", "[UNK]", "sad", "[SEP]");
            assertThat(text.substring(encoding.starts()[3], encoding.ends()[3])).isEqualTo("sad");
        }
    }

    @Test
    void what_is_cut_off_is_counted() throws IOException {
        vocabulary();
        try (var tokenizer = SubwordTokenizer.load(folder, 5)) {
            Encoding encoding = tokenizer.encode("joy sad joy sad joy sad joy sad");
            assertThat(encoding.tokens()).containsExactly("[CLS]", "joy", "sad", "joy", "[SEP]");
            assertThat(encoding.dropped()).isEqualTo(5);
            assertThat(encoding.truncated()).isTrue();
            assertThat(tokenizer.encode("joy sad joy").dropped()).isZero();
        }
    }

    @Test
    void lengths_of_truncation_and_padding_inside_the_json_do_not_apply_but_the_side_does() throws IOException {
        vocabulary();
        JsonObject json;
        try (var made = SubwordTokenizer.load(folder)) {
            json = JsonParser.parseString(new String(made.json(), StandardCharsets.UTF_8))
                    .getAsJsonObject();
        }
        json.add(
                "truncation",
                JsonParser.parseString(
                        "{\"max_length\":4,\"strategy\":\"LongestFirst\",\"stride\":0,\"direction\":\"Left\"}"));
        json.add(
                "padding",
                JsonParser.parseString(
                        "{\"strategy\":{\"Fixed\":9},\"direction\":\"Right\",\"pad_to_multiple_of\":null,"
                                + "\"pad_id\":0,\"pad_type_id\":0,\"pad_token\":\"[PAD]\"}"));
        try (var tokenizer = SubwordTokenizer.of(json.toString().getBytes(StandardCharsets.UTF_8), 6)) {
            assertThat(tokenizer.encode("joy").length()).isEqualTo(3);
            Encoding cut = tokenizer.encode("joy sad joy sad i feel");
            assertThat(cut.tokens()).containsExactly("[CLS]", "joy", "sad", "i", "feel", "[SEP]");
            assertThat(cut.dropped()).isEqualTo(2);
        }
    }

    @Test
    void the_limit_comes_from_the_folder_if_nobody_names_one() throws IOException {
        vocabulary();
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"model_max_length\": 1e30}");
        Files.writeString(folder.resolve("config.json"), "{\"max_position_embeddings\": 64}");
        try (var tokenizer = SubwordTokenizer.load(folder)) {
            assertThat(tokenizer.maxLength()).isEqualTo(64);
        }
    }

    @Test
    void casing_follows_the_configuration_and_otherwise_the_vocabulary() throws IOException {
        Files.writeString(folder.resolve("vocab.txt"), VOCABULARY + "Joy\n\u00e9\n");
        try (var cased = SubwordTokenizer.load(folder)) {
            assertThat(cased.encode("Joy \u00e9").tokens()).containsExactly("[CLS]", "Joy", "\u00e9", "[SEP]");
        }
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"do_lower_case\": true}");
        try (var uncased = SubwordTokenizer.load(folder)) {
            assertThat(uncased.encode("Joy \u00e9").tokens()).containsExactly("[CLS]", "joy", "e", "[SEP]");
        }
        Files.writeString(
                folder.resolve("tokenizer_config.json"), "{\"do_lower_case\": true, \"strip_accents\": false}");
        try (var accented = SubwordTokenizer.load(folder.resolve("vocab.txt"))) {
            assertThat(accented.encode("Joy \u00c9").tokens()).containsExactly("[CLS]", "joy", "\u00e9", "[SEP]");
        }
    }

    @Test
    void special_tokens_and_added_tokens_are_read_from_beside_the_vocabulary() throws IOException {
        Files.writeString(
                folder.resolve("vocab.txt"), VOCABULARY.replace("[CLS]", "<s>").replace("[SEP]", "</s>"));
        Files.writeString(
                folder.resolve("special_tokens_map.json"),
                "{\"cls_token\": {\"content\": \"<s>\"}, \"sep_token\": \"</s>\"}");
        Files.writeString(folder.resolve("added_tokens.json"), "{\"@user\": 12}");
        try (var tokenizer = SubwordTokenizer.load(folder)) {
            assertThat(tokenizer.encode("@user feel joy").ids()).containsExactly(2, 12, 6, 9, 3);
            assertThat(tokenizer.vocabularySize()).isEqualTo(13);
            assertThat(tokenizer.special("cls_token")).hasValue(new SpecialToken("<s>", 2));
            assertThat(tokenizer.special("pad_token")).hasValue(new SpecialToken("[PAD]", 0));
            assertThat(tokenizer.special("bos_token")).isEmpty();
        }
    }

    @Test
    void what_is_written_of_a_vocabulary_loads_again() throws IOException {
        vocabulary();
        Files.writeString(
                folder.resolve("tokenizer_config.json"), "{\"truncation_side\": \"left\", \"model_max_length\": 5}");
        Path written = Files.createDirectory(folder.resolve("written"));
        try (var first = SubwordTokenizer.load(folder)) {
            first.write(written);
            try (var second = SubwordTokenizer.load(written)) {
                assertThat(second.encode("I feel sadness").tokens())
                        .isEqualTo(first.encode("I feel sadness").tokens())
                        .containsExactly("[CLS]", "feel", "sad", "##ness", "[SEP]");
                assertThat(second.special("mask_token")).isEqualTo(first.special("mask_token"));
            }
        }
    }

    @Test
    void a_pair_has_separators_and_segments_and_knows_which_text_a_token_is_of() throws IOException {
        vocabulary();
        try (var tokenizer = SubwordTokenizer.load(folder, 7)) {
            Encoding pair = tokenizer.encode("I feel sadness", "joy!");
            assertThat(pair.tokens()).containsExactly("[CLS]", "i", "feel", "[SEP]", "joy", "!", "[SEP]");
            assertThat(pair.typeIds()).containsExactly(0, 0, 0, 0, 1, 1, 1);
            assertThat(pair.sequences()).containsExactly(-1, 0, 0, -1, 1, 1, -1);
            assertThat(pair.starts()).containsExactly(0, 0, 2, 0, 0, 3, 0);
            assertThat(pair.ends()).containsExactly(0, 1, 6, 0, 3, 4, 0);
            assertThat(pair.dropped()).isEqualTo(2);
        }
        try (var tokenizer = SubwordTokenizer.load(folder, 3)) {
            assertThat(tokenizer.encode("joy").length()).isEqualTo(3);
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> tokenizer.encode("joy", "joy"))
                    .withMessageContaining("3 special tokens");
        }
    }

    @Test
    void many_threads_share_one_tokenizer() throws Exception {
        vocabulary();
        var texts = IntStream.range(0, 500).mapToObj(i -> "joy ".repeat(i % 20)).toList();
        var pool = Executors.newFixedThreadPool(4);
        try (var tokenizer = SubwordTokenizer.load(folder)) {
            var results = IntStream.range(0, 8)
                    .<Future<List<Encoding>>>mapToObj(i -> pool.submit(() -> tokenizer.encode(texts)))
                    .toList();
            for (var result : results) {
                assertThat(result.get())
                        .extracting(Encoding::length)
                        .containsExactlyElementsOf(IntStream.range(0, 500)
                                .mapToObj(i -> i % 20 + 2)
                                .toList());
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void a_closed_tokenizer_says_so_and_closes_twice() throws IOException {
        vocabulary();
        var tokenizer = SubwordTokenizer.load(folder);
        tokenizer.close();
        tokenizer.close();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> tokenizer.encode("joy"))
                .withMessageContaining("closed");
    }

    @Test
    void bad_files_are_named_with_what_to_do() throws IOException {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> SubwordTokenizer.load(folder.resolve("nowhere")))
                .withMessageContaining("nowhere")
                .withMessageContaining("tokenizer.json");
        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> SubwordTokenizer.load(folder))
                .withMessageContaining("neither tokenizer.json nor vocab.txt");
        Files.writeString(folder.resolve("vocab.txt"), "a\nb\n");
        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> SubwordTokenizer.load(folder))
                .withMessageContaining("vocab.txt: has no [CLS]");
        for (String broken : List.of("", "{", "[]", "{\"model\": 3}", "{\"version\": \"1.0\"}", "<html>")) {
            Files.writeString(folder.resolve("tokenizer.json"), broken);
            assertThatExceptionOfType(InvalidDataException.class)
                    .as(broken)
                    .isThrownBy(() -> SubwordTokenizer.load(folder))
                    .withMessageContaining("expected a tokenizer.json");
        }
        Files.writeString(
                folder.resolve("tokenizer.json"), "{\"model\": {\"type\": \"Dream\", \"vocab\": {\"a\": 0}}}");
        assertThatExceptionOfType(InvalidDataException.class).isThrownBy(() -> SubwordTokenizer.load(folder));
    }

    @Test
    void a_limit_without_room_for_text_is_refused() throws IOException {
        vocabulary();
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> SubwordTokenizer.load(folder, 2))
                .withMessageContaining("2 special tokens");
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> SubwordTokenizer.load(folder, 0));
    }
}
