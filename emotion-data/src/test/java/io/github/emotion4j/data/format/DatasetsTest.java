package io.github.emotion4j.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.Example;
import io.github.emotion4j.data.InvalidDataException;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.data.SharedFolder;
import io.github.emotion4j.data.format.ReadOptions.Header;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetsTest {

    @TempDir
    Path folder;

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static Dataset read(Path file) throws IOException {
        return Datasets.read(file, ReadOptions.defaults());
    }

    private void assertRefused(Path file, ReadOptions options, String... parts) {
        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> Datasets.read(file, options))
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    @Test
    void the_last_semicolon_splits_text_and_label() throws IOException {
        Dataset data = read(file("a.txt", "i feel fine;joy\nwell; not so; good;sadness\r\n\n;)  smile ;joy"));
        assertThat(data.texts()).containsExactly("i feel fine", "well; not so; good", ";)  smile ");
        assertThat(data.labels().names()).containsExactly("joy", "sadness");
        assertThat(data.labelIds()).containsExactly(0, 1, 0);
    }

    @Test
    void prescribed_labels_give_the_ids_and_refuse_others() throws IOException {
        Path file = file("train.txt", "a;joy\nb;sadness\nc;angry\n");
        var options = ReadOptions.defaults().withLabels(Labels.of(List.of("sadness", "joy", "angry")));
        assertThat(Datasets.read(file, options).labelIds()).containsExactly(1, 0, 2);
        assertRefused(
                file,
                options.withLabels(Labels.of(List.of("sadness", "joy"))),
                "train.txt:3: label 'angry' is not one of [sadness, joy]; add it to the labels");
    }

    @Test
    void label_numbers_stand_for_prescribed_names() throws IOException {
        Path file = file("numbers.jsonl", "{\"text\":\"a\",\"label\":1}\n{\"text\":\"b\",\"label\":0}\n");
        assertThat(read(file).labels().names()).containsExactly("0", "1");
        var named = Datasets.read(file, ReadOptions.defaults().withLabels(Labels.of(List.of("sadness", "joy"))));
        assertThat(named).extracting(Example::label).containsExactly("joy", "sadness");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no semicolon|a.txt:2: found no ';' in \"no semicolon\"; expected text;label",
                ";joy|a.txt:2: the text is empty",
                "text;|a.txt:2: the text \"text\" has no label",
            })
    void bad_lines_are_named(String line, String message) throws IOException {
        assertRefused(file("a.txt", "fine;joy\n" + line + "\n"), ReadOptions.defaults(), message);
    }

    @Test
    void missing_unknown_and_empty_files_are_refused() throws IOException {
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> read(folder.resolve("no.txt")));
        assertRefused(file("data.xyz", "a;b"), ReadOptions.defaults(), "tells no format", ".jsonl");
        assertRefused(file("empty.txt", ""), ReadOptions.defaults(), "holds no rows");
        Path directory = Files.createDirectory(folder.resolve("d.csv"));
        assertRefused(directory, ReadOptions.defaults(), "is a directory");
    }

    @Test
    void csv_fields_may_hold_delimiters_quotes_and_line_breaks() throws IOException {
        Path file = file(
                "a.csv",
                "id,text,label\r\n1,\"a, b\",joy\r\n2,\"he said \"\"no\"\"\",anger\r\n\r\n3,\"two\nlines\",joy\n4,6\" long,fear");
        assertThat(read(file))
                .containsExactly(
                        new Example("a, b", "joy"),
                        new Example("he said \"no\"", "anger"),
                        new Example("two\nlines", "joy"),
                        new Example("6\" long", "fear"));
    }

    @Test
    void columns_are_chosen_by_name_or_number() throws IOException {
        Path named = file("a.csv", "tweet,emotion,id\nhello,joy,1\n");
        assertThat(Datasets.read(named, ReadOptions.defaults().withColumns("tweet", "emotion")))
                .containsExactly(new Example("hello", "joy"));
        assertRefused(named, ReadOptions.defaults(), "a.csv:1: there is no column 'text' among [tweet, emotion, id]");
        assertRefused(
                named,
                ReadOptions.defaults().withColumns("tweet", "mood"),
                "no column 'mood'",
                "choose the label column");
        Path bare = file("b.tsv", "1\tjoy\thello there\n2\tfear\tboo\n");
        assertThat(Datasets.read(bare, ReadOptions.defaults().withColumns("3", "2")))
                .containsExactly(new Example("hello there", "joy"), new Example("boo", "fear"));
        assertThat(read(file("c.csv", "hello,joy\nboo,fear\n"))).hasSize(2);
        assertThat(Datasets.read(
                        file("d.csv", "text,label\nboo,fear\n"),
                        ReadOptions.defaults().withHeader(Header.ABSENT)))
                .hasSize(2);
        assertRefused(
                bare, ReadOptions.defaults().withHeader(Header.ABSENT).withColumns("4", "2"), "3 columns", "not '4'");
    }

    @Test
    void broken_csv_is_named_with_line_and_column() throws IOException {
        assertRefused(
                file("a.csv", "text,label\nx,joy\n\"open,joy\ny,joy\n"),
                ReadOptions.defaults(),
                "a.csv:3:1: a quotation mark is opened and never closed");
        assertRefused(
                file("b.csv", "text,label\nx,joy\n\"a\" b,joy\n"),
                ReadOptions.defaults(),
                "b.csv:3:1: found ' ' behind");
        assertRefused(
                file("c.csv", "text,label\nx,joy\n\"two\nlines\",joy\na, b,joy\n"),
                ReadOptions.defaults(),
                "c.csv:5: found 3 fields where the first line has 2");
    }

    @Test
    void a_file_without_quotes_can_be_read_as_it_is() throws IOException {
        Path file = file("raw.tsv", "\"what?\" she said\tjoy\n\"\tfear\n");
        var raw = ReadOptions.defaults().withQuote(ReadOptions.UNSET);
        assertThat(Datasets.read(file, raw))
                .containsExactly(new Example("\"what?\" she said", "joy"), new Example("\"", "fear"));
        assertRefused(file, ReadOptions.defaults(), "read the file without quotes");
    }

    @Test
    void json_lines_take_their_keys_in_any_order() throws IOException {
        Path file = file(
                "a.jsonl",
                "{\"label\": \"joy\", \"x\": [1, {\"text\": 2}], \"text\": \"caf\\u00e9 \\ud83d\\ude00\"}\n\n{\"text\":\"b\",\"label\":true}");
        assertThat(read(file)).containsExactly(new Example("caf\u00e9 \uD83D\uDE00", "joy"), new Example("b", "true"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"text\":\"b\"}|a.jsonl:2: there is no \"label\" among [text]",
                "{\"text\":null,\"label\":\"x\"}|a.jsonl:2: \"text\" is null",
                "{\"text\":[1],\"label\":\"x\"}|a.jsonl:2: \"text\" is a JSON array",
                "{\"text\":\"b\",\"label\":\"x\"|is not one JSON object",
                "{\"text\":\"b\",\"label\":\"x\"} {}|is not one JSON object",
                "[1]|is not one JSON object",
                "plain|is not one JSON object",
            })
    void bad_json_lines_are_named(String line, String message) throws IOException {
        assertRefused(
                file("a.jsonl", "{\"text\":\"a\",\"label\":\"x\"}\n" + line + "\n"),
                ReadOptions.defaults(),
                "a.jsonl:2",
                message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.txt", "a.csv", "a.tsv", "a.jsonl"})
    void gzip_and_byte_order_marks_are_seen_through(String name) throws IOException {
        var rows = List.of(new Example("caf\u00e9 \uD83D\uDE00", "joy"), new Example("plain", "fear"));
        Path plain = folder.resolve(name);
        Datasets.write(Dataset.of(rows), plain);
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf});
            gzip.write(Files.readAllBytes(plain));
        }
        Path zipped = Files.write(folder.resolve(name + ".gz"), bytes.toByteArray());
        assertThat(read(zipped)).containsExactlyElementsOf(rows);
        Files.write(zipped, java.util.Arrays.copyOf(bytes.toByteArray(), bytes.size() - 9));
        assertRefused(zipped, ReadOptions.defaults(), "gzip data is damaged");
    }

    @Test
    void other_charsets_are_read_by_option_and_wrong_bytes_are_named() throws IOException {
        Path latin = folder.resolve("latin.txt");
        Files.write(latin, "fine;joy\ncaf\u00e9;joy\n".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(latin, ReadOptions.defaults(), "latin.txt:2: the byte 0xe9 is not UTF-8", "charset");
        assertThat(Datasets.read(latin, ReadOptions.defaults().withCharset(Charset.forName("windows-1252")))
                        .text(1))
                .isEqualTo("caf\u00e9");
        Path wide = folder.resolve("wide.txt");
        Files.write(wide, "caf\u00e9 \uD83D\uDE00;joy\n".getBytes(StandardCharsets.UTF_16));
        assertRefused(wide, ReadOptions.defaults(), "wide.txt:1", "UTF-16");
        assertThat(Datasets.read(wide, ReadOptions.defaults().withCharset(StandardCharsets.UTF_16))
                        .text(0))
                .isEqualTo("caf\u00e9 \uD83D\uDE00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "tsv", "jsonl", "csv.gz", "jsonl.gz"})
    void whatever_is_written_is_read_back(String ending) throws IOException {
        long seed = 20260101;
        var random = new Random(seed);
        String alphabet = "ab ;,\t\"'\n\r\\{}\u00e9\u2028\uFEFF";
        var rows = IntStream.range(0, 3000)
                .mapToObj(i -> {
                    var text = new StringBuilder("x");
                    for (int c = random.nextInt(30); c > 0; c--) {
                        int at = random.nextInt(alphabet.length() + 1);
                        text.append(at == alphabet.length() ? "\uD83D\uDE00" : alphabet.substring(at, at + 1));
                    }
                    return new Example(text.toString(), "label" + random.nextInt(3));
                })
                .toList();
        Path file = folder.resolve("data." + ending);
        Datasets.write(Dataset.of(rows), file);
        assertThat(read(file)).as("seed " + seed).containsExactlyElementsOf(rows);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void lines_longer_than_any_buffer_are_read_whole() throws IOException {
        String text = "emotion ".repeat(50_000) + "\uD83D\uDE00";
        assertThat(read(file("long.txt", "a;joy\n" + text + ";fear\nb;joy\r\n")).texts())
                .containsExactly("a", text, "b");
    }

    @Test
    void a_row_that_the_format_cannot_hold_leaves_no_file() throws IOException {
        var data = Dataset.of(List.of(new Example("fine", "joy"), new Example("two\nlines", "joy")));
        Path file = folder.resolve("out.txt");
        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> Datasets.write(data, file))
                .withMessageContaining("out.txt:row 2: a line break");
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void a_failed_conversion_leaves_the_older_target_alone() throws IOException {
        Path from = file("from.txt", "a;joy\nbroken\n");
        Path to = file("to.csv", "precious");
        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> Datasets.convert(from, ReadOptions.defaults(), to))
                .withMessageContaining("from.txt:2");
        assertThat(to).hasContent("precious");
        assertThat(Datasets.convert(file("good.txt", "a;joy\nb;fear\n"), ReadOptions.defaults(), to))
                .isEqualTo(2);
        assertThat(to).hasContent("text,label\na,joy\nb,fear\n");
    }

    @Test
    void texts_without_labels_are_read_for_prediction() throws IOException {
        try (var texts = Texts.open(file("a.txt", "one; two\n\nthree"), ReadOptions.defaults())) {
            assertThat(texts.stream()).containsExactly("one; two", "", "three");
        }
        try (var texts = Texts.open(file("a.csv", "id,text\n1,one\n2,\n"), ReadOptions.defaults())) {
            assertThat(texts.stream()).containsExactly("one", "");
        }
        try (var texts = Texts.open(
                file("b.txt", "one;joy\n ;joy\n"), ReadOptions.defaults().withFormat(DataFormat.TEXT_LABEL))) {
            assertThat(texts.stream()).containsExactly("one", " ");
        }
        try (var texts = Texts.open(file("c.jsonl", "{\"text\":\"one\"}\n"), ReadOptions.defaults())) {
            assertThat(texts.stream()).containsExactly("one");
        }
    }

    @Test
    void the_real_tweets_are_counted_right() throws IOException {
        Dataset train = read(SharedFolder.require("data/emotion/train.txt"));
        var counts = new LinkedHashMap<String, Integer>();
        for (int id = 0; id < train.labels().size(); id++) {
            counts.put(train.labels().name(id), train.labelCounts()[id]);
        }
        assertThat(counts)
                .containsExactly(
                        entry("anger", 2159),
                        entry("fear", 1937),
                        entry("joy", 5362),
                        entry("love", 1304),
                        entry("sadness", 4666),
                        entry("surprise", 572));
    }
}
