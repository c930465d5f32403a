package io.github.emotion4j.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.Example;
import io.github.emotion4j.data.InvalidDataException;
import io.github.emotion4j.data.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files written by pyarrow (see the README beside them), and our own. */
class ParquetTest {

    private static final List<String> CLASSES = List.of("sadness", "joy", "love", "anger", "fear", "surprise");

    @TempDir
    Path folder;

    private Path copy(String name) throws IOException {
        Path target = folder.resolve(name);
        try (var in = ParquetTest.class.getResourceAsStream("parquet/" + name)) {
            Files.copy(in, target);
        }
        return target;
    }

    private Dataset expected() throws IOException {
        return Datasets.read(copy("expected.jsonl"), ReadOptions.defaults());
    }

    private Dataset read(String name) throws IOException {
        return Datasets.read(copy(name + ".parquet"), ReadOptions.defaults());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "snappy-dictionary",
                "zstd-plain-v2",
                "gzip-dictionary-v2",
                "lz4-plain",
                "none-delta",
                "snappy-large-string",
                "null-other",
                "required",
                "class-labels",
                "class-labels-delta-int32"
            })
    void what_pyarrow_writes_is_read_row_by_row(String name) throws IOException {
        Dataset expected = expected();
        assertThat(expected.size()).isEqualTo(600);
        assertThat(read(name)).containsExactlyElementsOf(expected);
    }

    @Test
    void class_numbers_become_names_in_the_files_order() throws IOException {
        assertThat(read("class-labels").labels().names()).isEqualTo(CLASSES);
        var other = ReadOptions.defaults()
                .withLabels(Labels.of(CLASSES.stream().sorted().toList()));
        Dataset sorted = Datasets.read(folder.resolve("class-labels.parquet"), other);
        assertThat(sorted).containsExactlyElementsOf(expected());
        assertThat(sorted.labels().names()).isSorted();
        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> read("class-unknown"))
                .withMessageContaining("class-unknown.parquet:row 2")
                .withMessageContaining("has no label");
    }

    @Test
    void booleans_are_labels_too() throws IOException {
        Dataset flags = read("flags-v2");
        assertThat(flags).extracting(Example::label).startsWith("true", "false", "false", "true");
        assertThat(flags.labelCounts()).containsExactly(400, 200);
        var dictionary =
                Datasets.read(copy("null-other.parquet"), ReadOptions.defaults().withColumns("text", "flag"));
        assertThat(dictionary).containsExactlyElementsOf(flags);
    }

    @Test
    void nulls_and_columns_that_do_not_fit_are_named() throws IOException {
        assertRefused("null-text", ReadOptions.defaults(), "null-text.parquet:row 5: 'text' is null");
        assertRefused("null-label", ReadOptions.defaults(), "null-label.parquet:row 1", "has no label");
        Path file = copy("null-other.parquet");
        assertRefused(
                file, ReadOptions.defaults().withColumns("tweet", "label"), "no column 'tweet' among [other, nested");
        assertRefused(file, ReadOptions.defaults().withColumns("text", "nested"), "'nested' is nested");
        assertRefused(file, ReadOptions.defaults().withColumns("text", "point"), "'point' is nested");
        assertRefused(file, ReadOptions.defaults().withColumns("text", "score"), "of type DOUBLE");
        assertRefused(file, ReadOptions.defaults().withColumns("other", "label"), "row 2: 'other' is null");
        assertRefused("brotli", ReadOptions.defaults(), "BROTLI", "not supported");
    }

    @Test
    void gzip_around_parquet_is_seen_through_and_leaves_nothing_behind() throws IOException {
        Path plain = copy("snappy-dictionary.parquet");
        Path zipped = folder.resolve("a.parquet.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            Files.copy(plain, out);
        }
        assertThat(Datasets.read(zipped, ReadOptions.defaults())).hasSize(600);
    }

    @Test
    void what_is_written_is_read_back_over_several_row_groups() throws IOException {
        long seed = 11;
        var random = new Random(seed);
        var rows = IntStream.range(0, 40_000)
                .mapToObj(i -> new Example(
                        "row " + i + " caf\u00e9 \uD83D\uDE00 \n " + "x".repeat(random.nextInt(500)),
                        CLASSES.get(i % 6)))
                .toList();
        Path file = folder.resolve("out.parquet");
        Datasets.write(Dataset.of(rows), file);
        assertThat(Datasets.read(file, ReadOptions.defaults()))
                .as("seed " + seed)
                .containsExactlyElementsOf(rows);
        Path zipped = folder.resolve("out.parquet.gz");
        assertThat(Datasets.convert(file, ReadOptions.defaults(), zipped)).isEqualTo(40_000);
        try (var texts = Texts.open(zipped, ReadOptions.defaults())) {
            assertThat(texts.stream()).hasSize(40_000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"snappy-dictionary", "zstd-plain-v2", "gzip-dictionary-v2", "lz4-plain", "none-delta"})
    void a_damaged_file_is_refused_and_never_crashes(String name) throws IOException {
        byte[] whole = Files.readAllBytes(copy(name + ".parquet"));
        Path file = folder.resolve("damaged.parquet");
        Files.write(file, Arrays.copyOf(whole, whole.length - 5));
        assertRefused(file, ReadOptions.defaults(), "is no Parquet file, or its end is missing");
        Files.write(file, new byte[] {1, 2, 3});
        assertRefused(file, ReadOptions.defaults(), "is no Parquet file");
        long seed = 5;
        var random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i < 1 + round % 20; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Files.write(file, damaged);
            assertThatCode(() -> {
                        try {
                            Datasets.read(file, ReadOptions.defaults());
                        } catch (InvalidDataException expected) { // or unnoticed: pages have no checksum
                            assertThat(expected).hasMessageContaining("damaged.parquet");
                        }
                    })
                    .as("seed " + seed + " round " + round)
                    .doesNotThrowAnyException();
        }
    }

    private void assertRefused(String name, ReadOptions options, String... parts) throws IOException {
        assertRefused(copy(name + ".parquet"), options, parts);
    }

    private static void assertRefused(Path file, ReadOptions options, String... parts) {
        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> Datasets.read(file, options))
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }
}
