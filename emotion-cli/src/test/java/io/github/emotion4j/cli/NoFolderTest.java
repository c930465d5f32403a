package io.github.emotion4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Processes that may write neither to their home nor to the temporary folder. */
class NoFolderTest {

    @TempDir
    private Path folder;

    private Path nowhere;

    @BeforeEach
    void aModelAndAPlaceWhereNotEvenRootCanMakeAFolder() throws Exception {
        nowhere = Files.writeString(folder.resolve("file"), "").resolve("home");
        TinyCheckpoint.write(folder.resolve("source"));
        Files.writeString(folder.resolve("good.csv"), "text,label\ngood day,joy\nbad day,anger\n");
        try (var in = ReadingTest.class.getResourceAsStream("class-labels.parquet");
                var out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("good.parquet.gz")))) {
            in.transferTo(out);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tokenize --tokenizer @/source good, -Demotion.native.cache=DIR",
        "train --model @/source --train @/good.csv --out @/x, -Djava.io.tmpdir=DIR",
        "features --model @/source --data @/good.csv --out @/x.npy, -Djava.io.tmpdir=DIR",
        "bench step --shape minilm-l6 --batch 1 --length 4 --steps 1, -Dorg.bytedeco.javacpp.cachedir=DIR",
        "data stats @/good.parquet.gz, -Djava.io.tmpdir=DIR",
        "--version, -Dorg.bytedeco.javacpp.cachedir=DIR",
    })
    void areToldInOneLineWhichPropertyHelps(String line, String property) throws Exception {
        Process process = start(List.of("-Djava.io.tmpdir=" + nowhere), line);

        assertThat(process.exitValue()).as(error(process)).isEqualTo(ExitCode.DATA);
        assertThat(error(process))
                .startsWith("emotion: ")
                .contains(property, "EMOTION_OPTS=-D")
                .hasLineCount(1);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith("x"));
        }
    }

    @Test
    void oneOfTheTwoIsEnough() throws Exception {
        Path temporary = Files.createDirectories(folder.resolve("tmp"));

        Process process = start(
                List.of("-Djava.io.tmpdir=" + temporary),
                "train --model @/source --method features --train @/good.csv --out @/x");

        assertThat(process.exitValue()).as(error(process)).isZero();
        assertThat(folder.resolve("x/model.safetensors")).exists();
    }

    @Test
    void whatNeedsNoFolderIsDoneWithoutOne() throws Exception {
        Process process = start(List.of("-Djava.io.tmpdir=" + nowhere), "data convert @/good.csv --out @/good.jsonl");

        assertThat(process.exitValue()).as(error(process)).isZero();
        assertThat(folder.resolve("good.jsonl")).content().hasLineCount(2);
    }

    private Process start(List<String> options, String line) throws Exception {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-Duser.home=" + nowhere, "-cp", System.getProperty("java.class.path")));
        command.add(Main.class.getName());
        for (String word : line.split(" ")) {
            command.add(word.replace("@", folder.toString()));
        }
        var builder = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().remove("XDG_CACHE_HOME");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return process;
    }

    /** Without what the JVM itself says about its options. */
    private String error(Process process) throws Exception {
        return Files.readString(folder.resolve("err"), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("WARNING: "))
                .reduce("", (all, line) -> all + line + "\n");
    }
}
