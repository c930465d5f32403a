package io.github.emotion4j.data.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptTest {

    private static final String VOCABULARY = String.join(
            "\n", "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "query", ":", "i", "feel", "a", "not", "so", "");

    @TempDir
    Path folder;

    private SubwordTokenizer tokenizer(int limit) throws IOException {
        return SubwordTokenizer.load(Files.writeString(folder.resolve("vocab.txt"), VOCABULARY), limit);
    }

    @Test
    void a_prompt_stands_before_every_text_and_moves_no_offset() throws IOException {
        try (var bare = tokenizer(512);
                var prompted = bare.withPrompt("query: ")) {
            Encoding encoding = prompted.encode("i feel");

            assertThat(encoding.tokens()).containsExactly("[CLS]", "query", ":", "i", "feel", "[SEP]");
            assertThat(encoding.ids()).isEqualTo(bare.encode("query: i feel").ids());
            assertThat(encoding.starts()).containsExactly(0, 0, 0, 0, 2, 0);
            assertThat(encoding.ends()).containsExactly(0, 0, 0, 1, 6, 0);
            assertThat(prompted.specialTokens()).isEqualTo(4);
        }
    }

    @Test
    void a_long_text_is_cut_the_prompt_is_not() throws IOException {
        try (var bare = tokenizer(6);
                var prompted = bare.withPrompt("query: ")) {
            Encoding encoding = prompted.encode("i feel so so so");

            assertThat(encoding.tokens()).containsExactly("[CLS]", "query", ":", "i", "feel", "[SEP]");
            assertThat(encoding.dropped()).isEqualTo(3);
        }
    }

    @Test
    void the_json_has_the_prompt_in_it_whatever_the_post_processor() throws IOException {
        try (var bare = tokenizer(512);
                var prompted = bare.withPrompt("query: ");
                var again = SubwordTokenizer.of(prompted.json(), 512);
                var bert = SubwordTokenizer.of(withBertProcessing(bare.json()), 512)
                        .withPrompt("query: ")) {
            assertThat(again.encode("i feel").ids())
                    .isEqualTo(prompted.encode("i feel").ids());
            assertThat(bert.encode("i feel").ids())
                    .isEqualTo(prompted.encode("i feel").ids());
        }
    }

    private static byte[] withBertProcessing(byte[] json) {
        var root = com.google.gson.JsonParser.parseString(new String(json, StandardCharsets.UTF_8))
                .getAsJsonObject();
        root.add(
                "post_processor",
                com.google.gson.JsonParser.parseString(
                        "{\"type\":\"BertProcessing\",\"sep\":[\"[SEP]\",3],\"cls\":[\"[CLS]\",2]}"));
        return root.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void a_prompt_that_would_melt_into_the_text_is_refused() throws IOException {
        try (var bare = tokenizer(512)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> bare.withPrompt("quer"))
                    .withMessageContaining("one after the other");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> bare.withPrompt(" "))
                    .withMessageContaining("blank");
        }
    }

    @Test
    void on_a_real_vocabulary_it_is_the_text_with_the_prompt_before_it() throws IOException {
        Path real = Path.of(System.getProperty("emotion.shared", "missing"), "vocab", "uncased");
        assumeTrue(Files.isDirectory(real), () -> "no vocabulary in " + real);
        try (var bare = SubwordTokenizer.load(real);
                var prompted = bare.withPrompt("query: ")) {
            for (String text : new String[] {"i feel wonderful", "", "\uD83D\uDE00 don't!", "Ünïcode"}) {
                assertThat(prompted.encode(text).ids())
                        .isEqualTo(bare.encode("query: " + text).ids());
            }
        }
    }
}
