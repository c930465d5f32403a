package io.github.emotion4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Command lines of people who type wrong things, in wrong-input.txt: a line each of exit code, command line, and what the one line of the answer says, parted
 * by {@code |}; {@code @} is the folder of the files that are made here.
 */
class WrongInputTest {

    @TempDir
    private static Path folder;

    @BeforeAll
    static void filesOfAllKinds() throws Exception {
        data();
        models();
        others();
    }

    private static void data() throws IOException {
        text("good.txt", "good day a;joy\nbad day b;anger\n".repeat(6));
        text("no-semicolon.txt", "good day;joy\nno label here\n");
        text("unknown-label.txt", "good day;joy\nwell;boredom\n");
        text("empty.txt", "");
        text("blank-lines.txt", "\n  \n\n");
        text("empty-text.txt", "good day;joy\n ;anger\n");
        text("empty-label.txt", "good day;joy\nbad day;\n");
        text("no-ending", "good day;joy\n");
        text("other-columns.csv", "message,mood,when\ngood day,joy,now\n");
        text("fields.csv", "text,label\ngood day,joy\nbad, bad day,anger\n");
        text("open-quote.csv", "text,label\n\"good day,joy\nbad day,anger\n");
        text("not.jsonl", "{\"text\": \"good day\", \"label\": \"joy\"}\ngood day;joy\n");
        text("null.jsonl", "{\"text\": null, \"label\": \"joy\"}\n");
        text("object.jsonl", "{\"text\": {\"a\": 1}, \"label\": \"joy\"}\n");
        text("no-text.jsonl", "{\"message\": \"good day\"}\n");
        text("not.parquet", "good day;joy\n");
        text("one-label.txt", "good day;joy\nfine day;joy\n");
        text("twice.csv", "text,text,label\ngood,day,joy\n");
        text("semicolons.csv", "utt;ann\ngood day;joy\n");
        text("tabs.csv", "utt\tann\ngood day\tjoy\n");
        text("open-array.json", "[{\"text\": \"good\", \"label\": \"joy\"},\n");
        text("two-formats/a.csv", "text,label\ngood,joy\n");
        text("two-formats/b.jsonl", "{}\n");
        text("half-pair.jsonl", "{\"text\": \"\\ud83d\", \"label\": \"joy\"}\n");
        text("no-label.csv", "text\ngood day\n");
        text("array.jsonl", "[1, 2]\n");
        text("empty.parquet", "");
        text("picture.png", "PNG");
        Files.createDirectories(folder.resolve("taken.labels.txt"));
        Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nowhere"));
        text("line-break.csv", "text,label\n\"good\nday\",joy\n");
        bytes("latin1.txt", "good day;joy\ncaf\u00e9;joy\n".getBytes(StandardCharsets.ISO_8859_1));
        bytes("utf16.txt", "good day;joy\n".getBytes(StandardCharsets.UTF_16));
        byte[] random = new byte[4096];
        new Random(1).nextBytes(random);
        bytes("binary.txt", random);
        bytes("binary.csv", random);
        bytes("binary.onnx", random);
        var zipped = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(zipped)) {
            for (byte letter : random) {
                out.write('a' + (letter & 15));
            }
        }
        bytes("cut.txt.gz", Arrays.copyOf(zipped.toByteArray(), 1000));
        text("corrections-columns.csv", "sentence,label,why\ngood day a,joy,so\n");
        text("corrections-label.csv", "text,label\ngood day a,boredom\n");
        Files.createDirectories(folder.resolve("directory.txt"));
        Files.createDirectories(folder.resolve("directory.csv"));
    }

    private static void models() throws Exception {
        Path source = folder.resolve("source");
        TinyCheckpoint.write(source);
        byte[] onnx = Files.readAllBytes(source.resolve("model.onnx"));
        bytes("cut.onnx", Arrays.copyOf(onnx, onnx.length / 2));

        Path model = folder.resolve("model");
        Run trained = Run.of(
                "train",
                "--model",
                source,
                "--method",
                "baseline",
                "--train",
                folder.resolve("good.txt"),
                "--out",
                model);
        assertThat(trained.exit()).as(trained.err()).isZero();
        Run imported = Run.of("models", "import", source.resolve("model.onnx"), "--out", folder.resolve("no-head"));
        assertThat(imported.exit()).as(imported.err()).isZero();
        byte[] weights = Files.readAllBytes(model.resolve("model.safetensors"));
        Files.write(copy("cut-weights").resolve("model.safetensors"), Arrays.copyOf(weights, weights.length / 2));
        Files.write(copy("no-weights-in-it").resolve("model.safetensors"), new byte[0]);
        Files.writeString(
                copy("text-for-weights").resolve("model.safetensors"), "these are not the weights of a model");
        Files.delete(copy("no-weights").resolve("model.safetensors"));
        Files.delete(copy("no-config").resolve("config.json"));
        Files.writeString(copy("broken-config").resolve("config.json"), "{\"model_type\": ");
        Files.writeString(copy("list-for-config").resolve("config.json"), "[1, 2]");
        Files.writeString(copy("other-architecture").resolve("config.json"), "{\"model_type\": \"gpt2\"}");
        String config = Files.readString(model.resolve("config.json"));
        Path otherSize = copy("other-size");
        Files.writeString(otherSize.resolve("config.json"), config.replaceFirst("\"dim\": ?\\d+", "\"dim\": 36"));
        Files.writeString(copy("broken-manifest").resolve("emotion.json"), "{\"pooling\": \"max\"}");
        Files.writeString(copy("broken-tokenizer").resolve("tokenizer.json"), "{}");
        Path silent = copy("no-tokenizer");
        Files.delete(silent.resolve("tokenizer.json"));
        Files.deleteIfExists(silent.resolve("vocab.txt"));
        for (String name : List.of("config", "manifest", "tokenizer")) {
            String file = name.equals("tokenizer")
                    ? "tokenizer.json"
                    : name.equals("config") ? "config.json" : "emotion.json";
            Files.write(copy("binary-" + name).resolve(file), Files.readAllBytes(folder.resolve("binary.txt")));
        }
        Path binaryVocabulary = Files.createDirectories(folder.resolve("binary-vocabulary"));
        Files.write(binaryVocabulary.resolve("model.onnx"), onnx);
        Files.copy(folder.resolve("binary.txt"), binaryVocabulary.resolve("vocab.txt"));
        Files.createDirectories(folder.resolve("empty-directory"));
        text("thesis/thesis.txt", "years of work");
    }

    private static void others() throws IOException {
        text("unknown-key.yaml", "epoch: 3\n");
        text("wrong-value.yaml", "epochs: many\n");
        text("nested.yaml", "epochs: {first: 3}\n");
        text("list.yaml", "- 3\n");
        text("broken.yaml", "a: [\n");
        text("no-value.yaml", "epochs:\n");
        text("help.yaml", "help: true\n");
        text("config.yaml", "config: other.yaml\n");
        text("threads.yaml", "threads: 0\n");
        text("quiet.yaml", "quiet: maybe\n");
        text("words.yaml", "just words\n");
        text("tab.yaml", "\tepochs: 1\n");
        text("class.yaml", "epochs: !!java.util.Date 3\n");
        text("twice.yaml", "epochs: 2\nepochs: 3\n");
        text("no-cases.json", "{\"cases\": []}");
        text("list.json", "[]");
        text("broken.json", "{\"cases\": [");
        text("odd-case.json", "{\"cases\": [{\"input_ids\": 3}]}");
        text(
                "misfit-case.json",
                "{\"cases\": [{\"input_ids\": [[999999]], \"attention_mask\": [[1]], \"expected\": [1]}]}");
    }

    private static void text(String name, String content) throws IOException {
        bytes(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private static void bytes(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    /** Of the trained model. */
    private static Path copy(String name) throws IOException {
        Path target = Files.createDirectories(folder.resolve(name));
        try (Stream<Path> files = Files.list(folder.resolve("model"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        return target;
    }

    static Stream<String> lines() throws IOException {
        try (var in = WrongInputTest.class.getResourceAsStream("wrong-input.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("lines")
    void isAnsweredByOneLineAndTheRightCodeAndLeavesNothingBehind(String line) throws Exception {
        String[] parts = Arrays.stream(line.split("\\|")).map(String::strip).toArray(String[]::new);
        List<String> before = content();

        Run run = Run.of(
                Arrays.stream(parts[1].split(" ")).map(WrongInputTest::filled).toArray());

        assertThat(run.err())
                .startsWith("emotion: ")
                .hasLineCount(1)
                .contains(
                        Arrays.stream(parts).skip(2).map(WrongInputTest::filled).toList())
                .doesNotContain("Exception", "internal error", "JsonReader", "com.google");
        assertThat(run.exit()).as(run.err()).isEqualTo(Integer.parseInt(parts[0]));
        assertThat(advised(run.err())).isSubsetOf(options());
        assertThat(run.out()).isEmpty();
        assertThat(content()).isEqualTo(before);
    }

    /** The options that a message speaks of: what it advises must exist. */
    private static Set<String> advised(String message) {
        return Pattern.compile("--[a-z][a-z-]+")
                .matcher(message)
                .results()
                .map(MatchResult::group)
                .filter(option -> !message.contains("no option '" + option))
                .collect(Collectors.toSet());
    }

    private static Set<String> options() throws IOException {
        var session = new Session(Terminal.ofProcess(System.out), new CommonOptions());
        var all = new HashSet<>(YamlDefaults.names(Emotion.commands(session, new String[0])));
        all.add("no-header");
        return all.stream().map(name -> "--" + name).collect(Collectors.toSet());
    }

    private static String filled(String text) {
        return text.replace("@", folder.toString()).replace("''", "");
    }

    private static List<String> content() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(Path::toString).sorted().toList();
        }
    }
}
