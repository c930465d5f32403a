package io.github.emotion4j.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.Example;
import io.github.emotion4j.data.InvalidDataException;
import io.github.emotion4j.data.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders of parts as Spark and the hub leave them, and patterns. */
class PartsTest {

    @TempDir
    Path folder;

    private Told told;

    @BeforeEach
    void nothing_told_yet() {
        told = new Told(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "snappy.parquet", "csv", "csv.gz", "json", "jsonl", "tsv", "txt", "gz.parquet"})
    void parts_are_read_in_order_and_what_is_no_data_is_passed_over(String ending) throws IOException {
        for (int part = 0; part < 3; part++) {
            told.file("out/.part-0000" + part + "-c000." + ending + ".crc", "crc");
            var rows = List.of(new Example("text of " + part, part == 1 ? "10" : "2"), new Example("again", "2"));
            Datasets.write(Dataset.of(rows), folder.resolve("out/part-0000" + part + "-c000." + ending));
        }
        told.file("out/_SUCCESS", "");
        Dataset data = told.read(folder.resolve("out"), ReadOptions.defaults());
        assertThat(data.texts()).containsExactly("text of 0", "again", "text of 1", "again", "text of 2", "again");
        assertThat(data.labels().names()).containsExactly("2", "10");
        assertThat(Datasets.convert(folder.resolve("out"), ReadOptions.defaults(), folder.resolve("all.csv")))
                .isEqualTo(6);
    }

    @Test
    void parts_of_csv_without_a_header_as_spark_writes_them_by_default() throws IOException {
        told.file("out/part-00000.csv", "i am glad,joy\n\"so \\\"angry\\\"\",anger\n");
        told.file("out/part-00001.csv", "");
        told.file("out/part-00002.csv", "it hurts,sadness\n");
        assertThat(told.read(folder.resolve("out"), ReadOptions.defaults().withEscape('\\'))
                        .texts())
                .containsExactly("i am glad", "so \"angry\"", "it hurts");
        assertThat(told.notes).hasSize(1); // not one a part
    }

    @Test
    void empty_parts_show_nothing_about_the_others() throws IOException {
        told.file("out/part-00000.csv", "");
        told.file("out/part-00001.csv", "utt,ann\none two,1\n");
        told.file("out/part-00002.csv", "");
        told.file("out/part-00003.csv", "utt,ann\nthree,2\n");
        assertThat(told.read(folder.resolve("out"), ReadOptions.defaults()).texts())
                .containsExactly("one two", "three");
        assertThat(told.notes).singleElement().asString().startsWith("part-00001.csv:1: taken as a header");
    }

    @Test
    void parts_of_csv_with_a_header_each_may_be_empty_but_for_it() throws IOException {
        told.file("out/part-00000.csv", "utt,ann\none two,1\nthree four,2\n");
        told.file("out/part-00001.csv", "utt,ann\n");
        told.file("out/part-00002.csv", "utt,ann\nfive,3\n");
        assertThat(told.read(folder.resolve("out"), ReadOptions.defaults()).texts())
                .containsExactly("one two", "three four", "five");
        told.file("out/part-00003.csv", "six,3\n");
        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> told.read(folder.resolve("out"), ReadOptions.defaults()))
                .withMessageContaining("part-00003.csv:1: does not begin with a header")
                .withMessageContaining("--header");
    }

    @Test
    void parts_may_have_columns_in_another_order_where_they_are_named() throws IOException {
        told.file("out/a.csv", "text,label\none,joy\n");
        told.file("out/b.csv", "label,text\njoy,two\n");
        assertThat(told.read(folder.resolve("out"), ReadOptions.defaults()).texts())
                .containsExactly("one", "two");
    }

    @Test
    void the_files_of_a_split_are_those_named_by_it() throws IOException {
        for (String name : List.of("train-00000-of-00002", "train-00001-of-00002", "dev", "test")) {
            told.file("data/" + name + ".jsonl", "{\"text\":\"" + name + "\",\"label\":\"joy\"}\n");
        }
        told.file("data/README.md", "about");
        String place = folder.resolve("data").toString();
        assertThat(names(DataFiles.find(place, "train", ReadOptions.defaults())))
                .containsExactly("train-00000-of-00002.jsonl", "train-00001-of-00002.jsonl");
        assertThat(names(DataFiles.find(place, "validation", ReadOptions.defaults())))
                .containsExactly("dev.jsonl");
        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> DataFiles.of(folder.resolve("data")))
                .withMessageContaining("holds the splits [test, train, validation]");
        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> DataFiles.find(place, "unsupervised", ReadOptions.defaults()))
                .withMessageContaining("has no split 'unsupervised', only");
        Files.delete(folder.resolve("data/train-00001-of-00002.jsonl"));
        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> DataFiles.find(place, "train", ReadOptions.defaults()))
                .withMessageContaining("has 1 of the 2 parts");
    }

    @ParameterizedTest
    @CsvSource({
        "'_delta_log/0.json,part-0.parquet', is a table whose log",
        "'label=joy/part-0.parquet', is partitioned by a column (label=joy)",
        "'a.csv,b.jsonl', holds files of several formats",
        "'dataset_info.json,data-00000-of-00001.arrow', 'holds data-00000-of-00001.arrow, which cannot be read'",
        "'part-0.csv,part-1.csv.bz2', 'holds part-1.csv.bz2, which cannot be read'",
        "'_temporary/0/x,part-0.csv', is not whole",
        "'notes.md', is a directory without files of data",
    })
    void folders_whose_files_must_not_just_be_joined_are_refused(String files, String message) throws IOException {
        for (String file : files.split(",")) {
            told.file("out/" + file, "text,label\na,b\n");
        }
        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> told.read(folder.resolve("out"), ReadOptions.defaults()))
                .withMessageContaining(message);
    }

    @Test
    void a_named_format_decides_what_is_data() throws IOException {
        told.file("out/part-00000", "one;joy\n");
        told.file("out/part-00001", "two;joy\n");
        var options = ReadOptions.defaults().withFormat(DataFormat.TEXT_LABEL);
        assertThat(names(DataFiles.find(folder.resolve("out").toString(), "train", options)))
                .containsExactly("part-00000", "part-00001");
        told.file("out/notes.csv", "a,b\n");
        assertThat(names(DataFiles.find(folder.resolve("out").toString(), "train", options.withFormat(DataFormat.CSV))))
                .containsExactly("notes.csv");
    }

    @ParameterizedTest
    @CsvSource({
        "*.csv, 'a.csv,b.csv'",
        "?.csv, 'a.csv,b.csv'",
        "'[b-z].csv', b.csv",
        "'{a,b}.csv', 'a.csv,b.csv'",
        "sub/*.csv, c.csv",
        "'*/*.csv', c.csv",
        "'**.csv', 'a.csv,b.csv,c.csv'",
    })
    void patterns_match_files(String pattern, String expected) throws IOException {
        for (String name : List.of("a.csv", "b.csv", "sub/c.csv", ".hidden.csv", "d.txt")) {
            told.file(name, "text,label\nx,y\n");
        }
        String name = folder + "/" + pattern;
        assertThat(DataFiles.isPattern(name)).isTrue();
        assertThat(names(DataFiles.find(name, "train", ReadOptions.defaults()))).containsExactly(expected.split(","));
    }

    @Test
    void patterns_that_match_nothing_or_are_none_are_refused() throws IOException {
        for (String pattern : List.of("*.csv", "nowhere/*.csv", "[.csv")) {
            assertThatExceptionOfType(InvalidDataException.class)
                    .as(pattern)
                    .isThrownBy(() -> DataFiles.find(folder + "/" + pattern, "train", ReadOptions.defaults()));
        }
        Path odd = told.file("odd[1].csv", "text,label\nx,y\n");
        assertThat(DataFiles.find(odd.toString(), "train", ReadOptions.defaults()))
                .containsExactly(odd);
    }

    @Test
    void classes_of_parts_are_joined_by_name_where_their_order_differs() throws IOException {
        told.file("out/a.jsonl", "{\"text\":\"a\",\"label\":\"0\"}\n");
        told.file("out/b.jsonl", "{\"text\":\"b\",\"label\":1}\n");
        var named = ReadOptions.defaults().withLabels(Labels.of(List.of("joy", "sad")));
        assertThat(told.read(folder.resolve("out"), named))
                .containsExactly(new Example("a", "joy"), new Example("b", "sad"));
        Path one = copy("class-double");
        Path other = copy("label-double-nan");
        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> Datasets.read(List.of(one, other), ReadOptions.defaults(), told))
                .withMessageContaining("does not name its classes");
        Dataset both = Datasets.read(List.of(one, copy("class-names-are-digits")), ReadOptions.defaults(), told);
        assertThat(both).extracting(Example::label).containsExactly("joy", "sadness", "joy", "1", "0", "1");
    }

    private Path copy(String name) throws IOException {
        Path target = folder.resolve(name + ".parquet");
        try (var in = PartsTest.class.getResourceAsStream("parquet/" + name + ".parquet")) {
            Files.copy(in, target);
        }
        return target;
    }

    private static List<String> names(List<Path> files) {
        return files.stream().map(file -> file.getFileName().toString()).toList();
    }
}
