package io.github.emotion4j.data.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CountingTokenizerTest {

    private final List<Object> asked = new ArrayList<>();

    /** Characters, at most 3; what it is asked for is noted. */
    private final Tokenizer three = new Tokenizer() {
        private final Tokenizer characters = CharacterTokenizer.fit(List.of("abcd"), 3);

        @Override
        public Encoding encode(String text) {
            asked.add(text);
            return characters.encode(text);
        }

        @Override
        public List<Encoding> encode(List<String> texts) {
            asked.add(texts);
            return characters.encode(texts);
        }

        @Override
        public OptionalInt unknownId() {
            return characters.unknownId();
        }

        @Override
        public int vocabularySize() {
            return characters.vocabularySize();
        }

        @Override
        public int maxLength() {
            return characters.maxLength();
        }

        @Override
        public void close() {
            asked.add("close");
        }
    };

    @Test
    void countsTextsThatWereCutAndAsksForEachOnce() {
        var texts = List.of("abc", "abcd", "abcda");
        try (var tokenizer = new CountingTokenizer(three)) {
            assertThat(tokenizer.encode(texts).stream().map(Encoding::dropped)).containsExactly(0, 1, 2);
            assertThat(tokenizer.cut()).isEqualTo(2);
            assertThat(tokenizer.encode("dddd").length()).isEqualTo(3);
            assertThat(tokenizer.cut()).isEqualTo(3);
        }

        assertThat(asked).containsExactly(texts, "dddd", "close");
    }

    @Test
    void isOtherwiseTheOneThatItCountsFor() {
        try (var tokenizer = new CountingTokenizer(three)) {
            assertThat(tokenizer.maxLength()).isEqualTo(3);
            assertThat(tokenizer.vocabularySize()).isEqualTo(5);
            assertThat(tokenizer.unknownId()).hasValue(0);
        }
    }
}
