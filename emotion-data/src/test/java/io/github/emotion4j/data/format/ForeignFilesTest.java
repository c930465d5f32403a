package io.github.emotion4j.data.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.Example;
import io.github.emotion4j.data.SharedFolder;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files after bug reports of other projects, which lie beside the checkout. */
class ForeignFilesTest {

    @TempDir
    Path folder;

    private Told told;

    @BeforeEach
    void nothing_told_yet() {
        told = new Told(folder);
    }

    private Dataset read(String name) throws IOException {
        return told.read(SharedFolder.require("cases/" + name), ReadOptions.defaults());
    }

    @ParameterizedTest
    @ValueSource(strings = {"h1.csv", "h3.csv", "h6.csv", "h8.csv", "capital.csv"})
    void headers_are_no_rows(String name) throws IOException {
        assertThat(read("header-swallowed/" + name))
                .containsExactly(new Example("i am glad", "joy"), new Example("it hurts", "sadness"));
    }

    @Test
    void headers_of_longer_files_are_no_rows_either() throws IOException {
        assertThat(read("header-swallowed/h9.tsv").labels().names()).containsExactly("0", "1");
        assertThat(read("header-swallowed/sst.tsv").labels().names()).containsExactly("0", "1");
        Dataset train = read("header-swallowed/hdr.csv");
        Dataset test = read("header-swallowed/hdrte.csv");
        assertThat(train.labels().names()).hasSize(6).doesNotContain("Emotion");
        assertThat(test).hasSize(40);
        Path texts = SharedFolder.require("cases/header-swallowed/u1.csv");
        assertThat(told.texts(texts, ReadOptions.defaults())).containsExactly("i am glad", "it hurts");
    }

    @ParameterizedTest
    @CsvSource({
        "semicolon-csv/semicolon.csv, 2",
        "semicolon-csv/sep.csv, 1",
        "old-line-ends/cr.csv, 2",
        "old-line-ends/crcrlf.csv, 2",
        "json-extension/lines.json, 2",
        "json-extension/array.json, 2",
        "spark-directory/dir.parquet, 10",
    })
    void formats_of_others_are_read(String name, int rows) throws IOException {
        assertThat(read(name))
                .hasSize(rows)
                .allSatisfy(row -> assertThat(row.label()).matches("[a-z]+"));
    }

    @Test
    void whole_floats_are_integers() throws IOException {
        assertThat(read("float-labels/p_float64.parquet").labels().names()).containsExactly("0", "1");
        assertThat(read("float-labels/float.jsonl").labels().names()).containsExactly("0", "1");
        assertThat(read("case-variants-of-labels/case.csv").labels().lookalikes())
                .hasSize(1);
    }

    @Test
    void what_messages_advise_reads_the_file() throws IOException {
        Path empty = SharedFolder.require("cases/messages-name-options-that-do-not-exist/emptyrows.csv");
        assertThat(told.read(empty, ReadOptions.defaults().withSkipInvalid(true)))
                .hasSize(2);
        Path escaped = SharedFolder.require("cases/messages-name-options-that-do-not-exist/backslash.csv");
        assertThat(told.read(escaped, ReadOptions.defaults().withEscape('\\')).text(0))
                .isEqualTo("she said \"hi\" to me");
    }
}
