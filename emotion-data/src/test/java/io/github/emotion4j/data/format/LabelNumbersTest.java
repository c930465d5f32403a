package io.github.emotion4j.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.Example;
import io.github.emotion4j.data.InvalidDataException;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.data.statistics.DatasetStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Labels that are numbers are sorted, compared and written as numbers, in every format alike. */
class LabelNumbersTest {

    @TempDir
    Path folder;

    private Told told;

    @BeforeEach
    void nothing_told_yet() {
        told = new Told(folder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10,9,2,1,0,11,3,4,5,6,7,8|0,1,2,3,4,5,6,7,8,9,10,11",
                "5,1,10,2|1,2,5,10",
                "1,-1,0,-10|-10,-1,0,1",
                "2.5,10.5,1.5|1.5,2.5,10.5",
                "LABEL_10,LABEL_2,LABEL_0|LABEL_0,LABEL_2,LABEL_10",
                "level-2,level-10,level-1|level-1,level-2,level-10",
                "10,2,other|10,2,other",
                "joy10,sad2|joy10,sad2",
            })
    void numbers_sort_as_numbers_and_the_rest_as_text(String names, String sorted) {
        assertThat(Labels.sorted(List.of(names.split(","))).names()).containsExactly(sorted.split(","));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.csv", "a.tsv", "a.txt", "a.jsonl", "a.json", "a.parquet"})
    void whole_numbers_from_nought_are_their_own_ids_in_every_format(String name) throws IOException {
        var rows = IntStream.range(0, 60)
                .mapToObj(row -> new Example("text " + row, Integer.toString(row * 7 % 12)))
                .toList();
        Datasets.write(Dataset.of(rows), folder.resolve(name));
        Dataset read = told.read(folder.resolve(name), ReadOptions.defaults());
        assertThat(read.labels().names())
                .isEqualTo(IntStream.range(0, 12).mapToObj(Integer::toString).toList());
        for (int row = 0; row < read.size(); row++) {
            assertThat(read.labelId(row)).isEqualTo(row * 7 % 12);
        }
        assertThat(DatasetStatistics.of(read.iterator()).labels().keySet())
                .containsExactlyElementsOf(read.labels().names());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.csv|text,label;a,0.0;b,1.0;c,10.0",
                "a.tsv|text\tlabel;a\t0.0;b\t1.00;c\t10.",
                "a.jsonl|{\"text\":\"a\",\"label\":0.0};{\"text\":\"b\",\"label\":1.0};{\"text\":\"c\",\"label\":1e1}",
                "b.jsonl|{\"text\":\"a\",\"label\":\"0.0\"};{\"text\":\"b\",\"label\":\"1\"};{\"text\":\"c\",\"label\":10}",
                "a.json|[{\"text\":\"a\",\"label\":-0.0},;{\"text\":\"b\",\"label\":1.0},;{\"text\":\"c\",\"label\":10}]",
            })
    void whole_floats_are_the_integers(String name, String lines) throws IOException {
        assertThat(told.read(name, lines.replace(';', '\n')))
                .containsExactly(new Example("a", "0"), new Example("b", "1"), new Example("c", "10"));
    }

    @Test
    void floats_of_parquet_are_the_integers_too_and_what_is_not_a_number_has_no_label() throws IOException {
        var skip = ReadOptions.defaults().withSkipInvalid(true);
        assertThat(told.read(parquet("label-double-nan"), skip))
                .containsExactly(new Example("i am glad", "1"), new Example("it hurts", "0"));
        assertThat(told.read(parquet("label-float-null"), skip).labels().names())
                .containsExactly("2", "10");
        assertThat(told.skipped)
                .containsExactly(
                        "label-double-nan.parquet:row 3: the text \"so angry\" has no label; expected text and label",
                        "label-float-null.parquet:row 3: the text \"so angry\" has no label; expected text and label");
        assertThat(told.read(parquet("class-double"), ReadOptions.defaults()))
                .extracting(Example::label)
                .containsExactly("joy", "sadness", "joy");
    }

    @Test
    void what_would_be_read_wrongly_is_refused() throws IOException {
        assertRefused("label-fraction", "row 2: the label is 0.5, of type DOUBLE");
        assertRefused("label-decimal", "column 'label' is of type DECIMAL");
        assertRefused("class-out-of-range", "row 2: class 7 is out of range: the classes are 0 to 1, [sadness, joy]");
    }

    @Test
    void names_of_digits_are_names() throws IOException {
        Dataset data = told.read(parquet("class-names-are-digits"), ReadOptions.defaults());
        assertThat(data.labels().names()).containsExactly("1", "0");
        assertThat(data).extracting(Example::label).containsExactly("1", "0", "1");
    }

    @Test
    void a_number_stands_for_a_name_only_where_names_are_no_numbers() throws IOException {
        Path file = told.file("a.csv", "text,label\na,0\nb,2\n");
        var names = ReadOptions.defaults().withLabels(Labels.of(List.of("sad", "fine", "glad")));
        assertThat(told.read(file, names)).extracting(Example::label).containsExactly("sad", "glad");
        var numbers = ReadOptions.defaults().withLabels(Labels.of(List.of("0", "1", "3")));
        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> told.read(file, numbers))
                .withMessageContaining("a.csv:3: label '2' is not one of [0, 1, 3]");
        var floats = ReadOptions.defaults().withLabels(Labels.of(List.of("0.0", "2.0")));
        assertThat(told.read(file, floats)).extracting(Example::label).containsExactly("0.0", "2.0");
    }

    @Test
    void labels_that_look_alike_are_found() {
        assertThat(Labels.of(List.of("joy", "sad", "Joy", "JOY", "\u00a0sad", "cafe\u0301", "caf\u00e9", "fear"))
                        .lookalikes())
                .containsExactly(
                        List.of("joy", "Joy", "JOY"), List.of("sad", "\u00a0sad"), List.of("cafe\u0301", "caf\u00e9"));
        assertThat(Labels.of(List.of("joy", "enjoy")).lookalikes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,joy\nb,\" joy\"\nc,joy \n", "a,joy\nb,joy\t\n", "a, joy\nb,joy\n"})
    void spaces_around_labels_are_taken_away_and_that_is_said_once(String rows) throws IOException {
        assertThat(told.read("a.csv", "text,label\n" + rows).labels().names()).containsExactly("joy");
        assertThat(told.notes).singleElement().asString().contains("without the spaces around them", "are one");
        told.notes.clear();
        assertThat(told.read("b.txt", "a; joy\nb; joy\n")).hasSize(2);
        assertThat(told.notes).isEmpty();
    }

    private void assertRefused(String name, String message) throws IOException {
        Path file = parquet(name);
        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> told.read(file, ReadOptions.defaults()))
                .withMessageContaining(name)
                .withMessageContaining(message);
    }

    private Path parquet(String name) throws IOException {
        Path target = folder.resolve(name + ".parquet");
        try (var in = LabelNumbersTest.class.getResourceAsStream("parquet/" + name + ".parquet")) {
            Files.copy(in, target);
        }
        return target;
    }
}
