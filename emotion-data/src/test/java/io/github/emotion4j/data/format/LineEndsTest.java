package io.github.emotion4j.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.emotion4j.data.Example;
import io.github.emotion4j.data.InvalidDataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineEndsTest {

    @TempDir
    Path folder;

    private Told told;

    @BeforeEach
    void nothing_told_yet() {
        told = new Told(folder);
    }

    @ParameterizedTest
    @CsvSource({
        "a.csv, 'text,label|i am glad,joy|\"two,\nlines\",sadness|'",
        "a.tsv, 'text\tlabel|i am glad\tjoy|\"two,\nlines\"\tsadness'",
        "a.txt, 'i am glad;joy||two,\u2028lines;sadness|'",
        "a.jsonl, '{\"text\":\"i am glad\",\"label\":\"joy\"}|{\"text\":\"two,\\nlines\",\"label\":\"sadness\"}'",
        "a.json, '{\"text\":\"i am glad\",\"label\":\"joy\"}|{\"text\":\"two,\\nlines\",\"label\":\"sadness\"}|'"
    })
    void every_kind_of_line_end_is_one_in_every_text_format(String name, String content) throws IOException {
        for (String end : List.of("\n", "\r\n", "\r\r\n", "\r\r\r\n", "\r")) {
            boolean old = end.equals("\r");
            String written = content.replace("|", end);
            written = old ? written.replace('\n', ' ') : written; // inside quotation marks
            var rows = told.read(name, written);
            assertThat(rows)
                    .as("%s with %s", name, end.replace('\r', 'R').replace('\n', 'N'))
                    .hasSize(2);
            assertThat(rows).extracting(Example::label).containsExactly("joy", "sadness");
            assertThat(rows.text(0)).isEqualTo("i am glad");
            assertThat(rows.text(1)).startsWith("two,").endsWith("lines").hasSize(10);
        }
    }

    @Test
    void a_return_inside_a_text_ends_no_line_where_lines_end_otherwise() throws IOException {
        assertThat(told.read("a.txt", "one\rtwo;joy\nthree;joy\n").texts()).containsExactly("one\rtwo", "three");
        assertThat(told.read("a.csv", "text,label\none\rtwo,joy\r\n\"a\r\",joy\r\n")
                        .texts())
                .containsExactly("one\rtwo", "a\r");
        assertThat(told.texts(told.file("b.txt", "one\rtwo\nthree"), ReadOptions.defaults()))
                .containsExactly("one\rtwo", "three");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r", "\r\n", "\r\r\n"})
    void places_count_lines_as_an_editor_does(String end) throws IOException {
        Path file = told.file("a.csv", String.join(end, "text,label", "a,joy", "b,joy,more", "c,joy"));
        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> told.read(file, ReadOptions.defaults()))
                .withMessageContaining("a.csv:3: found 3 fields");
    }

    @Test
    void lines_over_the_buffer_end_where_they_should() throws IOException {
        for (String end : List.of("\r\n", "\r\r\n")) {
            for (int length = (1 << 16) - 8; length <= (1 << 16) + 2; length++) {
                String text = "x".repeat(length);
                var rows = told.read("a.csv", "text,label" + end + text + ",joy" + end + "b,sad" + end);
                assertThat(rows.text(0)).hasSize(length);
                assertThat(rows.labels().names()).containsExactly("joy", "sad");
            }
        }
    }
}
