package io.github.emotion4j.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.emotion4j.data.Example;
import io.github.emotion4j.data.InvalidDataException;
import io.github.emotion4j.data.Labels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A row that cannot be taken ends the reading, or is left out, counted and named. */
class InvalidRowsTest {

    private static final ReadOptions SKIP = ReadOptions.defaults().withSkipInvalid(true);

    @TempDir
    Path folder;

    private Told told;

    @BeforeEach
    void nothing_told_yet() {
        told = new Told(folder);
    }

    @ParameterizedTest
    @CsvSource({
        "a.csv, 'text,label|a,joy|,|b,|c,joy,more|\"d\" e,joy|f,joy', 4",
        "a.txt, 'no semicolon|a;joy| ;joy|text;|f;joy', 3",
        "a.jsonl, '{\"text\":\"a\",\"label\":\"joy\"}|broken|[1]|{\"text\":null,\"label\":\"x\"}|{\"text\":{},\"label\":1}|{\"text\":\"f\",\"label\":\"joy\"}', 4",
        "a.json, '[{\"text\":\"a\",\"label\":\"joy\"},|3,|{\"label\":\"joy\"},{\"text\":[1,{}],\"label\":\"joy\"},|{\"text\":\"f\",\"label\":\"joy\"}]', 3",
        "b.csv, 'id,text,label|1,a,joy|2|3,,joy|4,f,joy|5,\ud83d,joy', 2",
    })
    void invalid_rows_are_left_out_counted_and_named(String name, String content, int count) throws IOException {
        String rows = content.replace('|', '\n');
        if (name.equals("b.csv")) {
            rows = rows.substring(0, rows.lastIndexOf("\n5"));
        }
        Path file = told.file(name, rows);
        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> told.read(file, ReadOptions.defaults()))
                .withMessageContaining(name)
                .withMessageContaining("--skip-invalid (Java: withSkipInvalid)");
        assertThat(told.read(file, SKIP)).containsExactly(new Example("a", "joy"), new Example("f", "joy"));
        assertThat(told.skipped)
                .hasSize(count)
                .allSatisfy(line -> assertThat(line).startsWith(name + ":"));
    }

    @Test
    void unknown_labels_are_invalid_rows_too() throws IOException {
        var known = SKIP.withLabels(Labels.of(List.of("joy", "sad")));
        assertThat(told.read("a.csv", "text,label\na,joy\nb,anger\nc,1\nd,2\n", known))
                .containsExactly(new Example("a", "joy"), new Example("c", "sad"));
        assertThat(told.skipped)
                .containsExactly(
                        "a.csv:3: label 'anger' is not one of [joy, sad]; add it to the labels, or correct the row",
                        "a.csv:5: label '2' is not one of [joy, sad]; add it to the labels, or correct the row");
    }

    @Test
    void bytes_that_are_no_characters_cost_their_row() throws IOException {
        byte[] latin = "text,label\ngood,joy\ncaf\u00e9,joy\nfine,joy\n".getBytes(StandardCharsets.ISO_8859_1);
        Path file = Files.write(folder.resolve("a.csv"), latin);
        assertThat(told.read(file, SKIP).texts()).containsExactly("good", "fine");
        assertThat(told.skipped)
                .singleElement()
                .asString()
                .contains("a.csv:3", "a byte 0xe9 that is not in the charset");
        Path parquet = folder.resolve("text-not-utf8.parquet");
        try (var in = InvalidRowsTest.class.getResourceAsStream("parquet/text-not-utf8.parquet")) {
            Files.copy(in, parquet);
        }
        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> told.read(parquet, ReadOptions.defaults()))
                .withMessageContaining("row 2", "0xe9");
        assertThat(told.read(parquet, SKIP).texts()).containsExactly("i am glad");
    }

    @Test
    void broken_bytes_all_over_a_large_file_cost_only_their_rows() throws IOException {
        var out = new java.io.ByteArrayOutputStream();
        for (int row = 0; row < 30_000; row++) {
            out.write(("row " + row + " caf\u00e9 \ud83d\ude00").getBytes(StandardCharsets.UTF_8));
            if (row % 3 == 1) {
                out.write(new byte[] {(byte) 0xf0, (byte) 0x9f});
            }
            out.write(";joy\n".getBytes(StandardCharsets.UTF_8));
        }
        Path file = Files.write(folder.resolve("a.txt"), out.toByteArray());
        assertThat(told.read(file, SKIP).texts())
                .hasSize(20_000)
                .allSatisfy(text -> assertThat(text).endsWith("caf\u00e9 \ud83d\ude00"));
        assertThat(told.skipped).hasSize(10_000);
    }

    @ParameterizedTest
    @CsvSource({
        "a.jsonl, '{\"text\":\"a \\ud83d b\",\"label\":\"joy\"}'",
        "b.jsonl, '{\"text\":\"a \\ude00\",\"label\":\"joy\"}'",
        "c.json, '[{\"text\":\"\\ud83d\\ud83d\\ude00\",\"label\":\"joy\"}]'",
        "d.jsonl, '{\"text\":\"a\",\"label\":\"jo\\udbff\"}'",
    })
    void half_a_surrogate_pair_is_refused_in_texts_and_labels(String name, String content) throws IOException {
        Path file = told.file(name, content);
        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> told.read(file, ReadOptions.defaults()))
                .withMessageContaining("half of a surrogate pair");
        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> Datasets.convert(file, ReadOptions.defaults(), folder.resolve("out.csv")))
                .withMessageContaining("half of a surrogate pair");
        if (!name.startsWith("d")) {
            assertThatExceptionOfType(java.io.UncheckedIOException.class)
                    .isThrownBy(() -> told.texts(file, ReadOptions.defaults()))
                    .withMessageContaining("half of a surrogate pair");
        }
    }

    @Test
    void half_a_surrogate_pair_is_no_example_and_a_whole_one_is() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Example("a\ud83d", "joy"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Example("a", "\ude00"));
        assertThat(new Example("\ud83d\ude00", "joy").text()).hasSize(2);
    }

    @Test
    void what_makes_the_rest_unreadable_is_never_skipped() throws IOException {
        for (String content : List.of("text,label\na,joy\n\"open,joy\nb,joy\n", "[{\"text\":\"a\",\"label\":\"b\"},")) {
            Path file = told.file(content.startsWith("[") ? "a.json" : "a.csv", content);
            assertThatExceptionOfType(InvalidDataException.class).isThrownBy(() -> told.read(file, SKIP));
        }
        Path empty = told.file("none.txt", "no label\nnone here\n");
        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> told.read(empty, SKIP))
                .withMessageContaining("holds no valid rows");
    }

    @Test
    void texts_for_prediction_are_left_out_too_and_blank_ones_are_not() throws IOException {
        Path file = told.file("a.jsonl", "{\"text\":\"a\"}\n{\"x\":1}\n{\"text\":\" \"}\n");
        assertThat(told.texts(file, SKIP)).containsExactly("a", " ");
        assertThat(told.skipped).singleElement().asString().startsWith("a.jsonl:2");
    }

    @ParameterizedTest
    @EnumSource(Remedy.class)
    void what_messages_advise_can_be_done_in_java(Remedy remedy) {
        Stream<String> methods = Arrays.stream(ReadOptions.class.getMethods()).map(method -> method.getName());
        assertThat(methods).contains(remedy.method());
        assertThat(remedy.toString().toLowerCase(Locale.ROOT))
                .startsWith("--")
                .contains(remedy.method().toLowerCase(Locale.ROOT));
    }
}
