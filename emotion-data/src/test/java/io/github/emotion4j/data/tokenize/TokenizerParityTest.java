package io.github.emotion4j.data.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.emotion4j.data.SharedFolder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every case of Hugging Face's tokenizers on the two BERT vocabularies, from {@code tokenizer.json} and from {@code vocab.txt} alone. */
class TokenizerParityTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"uncased, tokenizer.json", "uncased, vocab.txt", "cased, tokenizer.json", "cased, vocab.txt"})
    void ids_tokens_and_offsets_are_hugging_faces(String casing, String file) throws IOException {
        List<JsonObject> cases = cases(casing + ".jsonl");
        assertThat(cases).hasSizeGreaterThan(500);
        try (var tokenizer = tokenizer(casing, file, 512)) {
            for (JsonObject expected : cases) {
                String text = expected.get("text").getAsString();
                Encoding found = tokenizer.encode(text);
                assertThat(found.ids()).as(text).isEqualTo(ints(expected.getAsJsonArray("ids")));
                assertThat(found.tokens()).as(text).isEqualTo(strings(expected.getAsJsonArray("tokens")));
                assertThat(offsets(found)).as(text).isEqualTo(codeUnits(text, expected.getAsJsonArray("offsets")));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"uncased, tokenizer.json", "uncased, vocab.txt", "cased, tokenizer.json", "cased, vocab.txt"})
    void texts_are_cut_like_hugging_faces(String casing, String file) throws IOException {
        try (var tokenizer = tokenizer(casing, file, 8);
                var whole = tokenizer(casing, file, 100_000)) {
            int cut = 0;
            for (JsonObject expected : cases(casing + "-truncated-8.jsonl")) {
                String text = expected.get("text").getAsString();
                Encoding found = tokenizer.encode(text);
                assertThat(found.ids()).as(text).isEqualTo(ints(expected.getAsJsonArray("ids")));
                assertThat(found.length() + found.dropped())
                        .as(text)
                        .isEqualTo(whole.encode(text).length());
                cut += found.truncated() ? 1 : 0;
            }
            assertThat(cut).isPositive();
        }
    }

    /** Seconds of processor per core, which other work on the machine lengthens less than the clock's. */
    @Test
    @Tag("slow")
    void twenty_thousand_tweets_take_less_than_two_seconds() throws IOException {
        Path data = SharedFolder.require("data/emotion");
        var texts = new ArrayList<String>();
        for (String split : List.of("train.txt", "val.txt", "test.txt")) {
            for (String line : Files.readAllLines(data.resolve(split))) {
                texts.add(line.substring(0, line.lastIndexOf(';')));
            }
        }
        assertThat(texts).hasSize(20_000);
        double best = Double.POSITIVE_INFINITY;
        try (var tokenizer = tokenizer("uncased", "tokenizer.json", 512)) {
            for (int round = 0; round < 5; round++) {
                long clock = System.nanoTime();
                long processor = processorNanos();
                var encodings = tokenizer.encode(texts);
                double perCore = (processorNanos() - processor)
                        * 1e-9
                        / Runtime.getRuntime().availableProcessors();
                best = Math.min(best, Math.min(perCore, (System.nanoTime() - clock) * 1e-9));
                assertThat(encodings.stream().mapToInt(Encoding::length).max()).hasValue(87);
            }
        }
        assertThat(best).as("seconds").isLessThan(2);
    }

    private static long processorNanos() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }

    private SubwordTokenizer tokenizer(String casing, String file, int limit) throws IOException {
        Path source = SharedFolder.require("vocab").resolve(casing).resolve(file);
        Path alone = Files.createDirectories(folder.resolve(file + "-alone"));
        if (!Files.exists(alone.resolve(file))) {
            Files.copy(source, alone.resolve(file));
        }
        return SubwordTokenizer.load(alone, limit);
    }

    private static List<JsonObject> cases(String name) throws IOException {
        try (var lines = Files.lines(SharedFolder.require("reference/tokenizer").resolve(name))) {
            return lines.map(line -> JsonParser.parseString(line).getAsJsonObject())
                    .toList();
        }
    }

    private static int[] ints(JsonArray array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToInt(element -> element.getAsInt())
                .toArray();
    }

    private static List<String> strings(JsonArray array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(element -> element.getAsString())
                .toList();
    }

    private static List<List<Integer>> offsets(Encoding encoding) {
        return IntStream.range(0, encoding.length())
                .mapToObj(i -> List.of(encoding.starts()[i], encoding.ends()[i]))
                .toList();
    }

    /** The reference counts code points. */
    private static List<List<Integer>> codeUnits(String text, JsonArray offsets) {
        return StreamSupport.stream(offsets.spliterator(), false)
                .map(pair -> List.of(
                        text.offsetByCodePoints(0, pair.getAsJsonArray().get(0).getAsInt()),
                        text.offsetByCodePoints(0, pair.getAsJsonArray().get(1).getAsInt())))
                .toList();
    }
}
