package io.github.emotion4j.data.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.emotion4j.data.statistics.TokenStatistics;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainTokenizersTest {

    private static final String TEXT = "Tokenizing text is a core task of NLP.";

    @Test
    void characters_get_ids_in_their_order() {
        var tokenizer = CharacterTokenizer.fit(List.of(TEXT), 100);
        assertThat(tokenizer.vocabulary().tokens())
                .containsExactly(
                        "[UNK]", " ", ".", "L", "N", "P", "T", "a", "c", "e", "f", "g", "i", "k", "n", "o", "r", "s",
                        "t", "x", "z");
        Encoding encoding = tokenizer.encode(TEXT);
        assertThat(encoding.length()).isEqualTo(38);
        assertThat(encoding.ids()).startsWith(6, 15, 13, 9, 14, 12, 20, 12, 14, 11);
        assertThat(String.join("", encoding.tokens())).isEqualTo(TEXT);
    }

    @Test
    void one_hot_rows_have_their_one_at_the_id() {
        var tokenizer = CharacterTokenizer.fit(List.of("ba"), 10);
        float[][] matrix = tokenizer.vocabulary().oneHot(tokenizer.encode("abz").ids());
        assertThat(matrix).isDeepEqualTo(new float[][] {{0, 1, 0}, {0, 0, 1}, {1, 0, 0}});
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> tokenizer.vocabulary().oneHot(3));
    }

    @Test
    void a_character_outside_the_basic_plane_is_one_token_of_two_code_units() {
        var tokenizer = CharacterTokenizer.fit(List.of("a\uD83D\uDE00"), 10);
        Encoding encoding = tokenizer.encode("\uD83D\uDE00Ab");
        assertThat(encoding.tokens()).containsExactly("\uD83D\uDE00", "[UNK]", "[UNK]");
        assertThat(encoding.starts()).containsExactly(0, 2, 3);
        assertThat(encoding.ends()).containsExactly(2, 3, 4);
    }

    @Test
    void words_are_ranked_by_frequency_and_the_rest_is_unknown() {
        var tokenizer = WordTokenizer.fit(List.of("I don't know.", "i KNOW, i know it"), 4, 5);
        assertThat(tokenizer.vocabulary().tokens()).containsExactly("[UNK]", "i", "know", ",");
        Encoding encoding = tokenizer.encode("I know, don't I? Yes!");
        assertThat(encoding.tokens()).containsExactly("i", "know", ",", "[UNK]", "i");
        assertThat(encoding.starts()).containsExactly(0, 2, 6, 8, 14);
        assertThat(encoding.ends()).containsExactly(1, 6, 7, 13, 15);
        assertThat(encoding.dropped()).isEqualTo(3);
        assertThat(TokenStatistics.of(tokenizer, List.of("i know it").iterator())
                        .unknownShare())
                .isEqualTo(1.0 / 3);
    }

    @Test
    void limits_below_one_are_refused() {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> WordTokenizer.fit(List.of(), 0, 1));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> WordTokenizer.fit(List.of(), 1, 0));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> CharacterTokenizer.fit(List.of(), 0));
    }
}
