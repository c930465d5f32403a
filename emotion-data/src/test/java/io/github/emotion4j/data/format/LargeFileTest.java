package io.github.emotion4j.data.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.data.statistics.DatasetStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten million rows through a JVM of 512 MB. */
@Tag("slow")
class LargeFileTest {

    private static final int ROWS = 10_000_000;
    private static final String[] LABELS = {"sadness", "joy", "love", "anger", "fear", "surprise"};

    @TempDir
    Path folder;

    @Test
    void ten_million_rows_are_counted_and_converted_in_512_megabytes() throws Exception {
        Path rows = folder.resolve("rows.txt");
        try (var out = Files.newBufferedWriter(rows)) {
            for (int i = 0; i < ROWS; i++) { // every hundredth text is the one before it, with another label
                out.write("i feel like number " + (i % 100 == 99 ? i - 1 : i) + " of many;" + LABELS[i % 6] + "\n");
            }
        }
        assertThat(inSmallJvm("count", rows.toString()))
                .isEqualTo("rows " + ROWS + " duplicates 100000 conflicting 100000 words 7.0");
        Path parquet = folder.resolve("rows.parquet");
        assertThat(inSmallJvm("convert", rows.toString(), parquet.toString())).isEqualTo("rows " + ROWS);
        Files.delete(rows);
        Path json = folder.resolve("rows.jsonl.gz");
        assertThat(inSmallJvm("convert", parquet.toString(), json.toString())).isEqualTo("rows " + ROWS);
        Files.delete(parquet);
        assertThat(inSmallJvm(
                        "convert", json.toString(), folder.resolve("rows.csv").toString()))
                .isEqualTo("rows " + ROWS);
    }

    private String inSmallJvm(String... arguments) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        var command = new java.util.ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx512m");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(Work.class.getName());
        command.addAll(java.util.List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(30, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        return Files.readString(output).strip();
    }

    /** What runs in the small JVM. */
    static final class Work {

        private Work() {}

        public static void main(String[] arguments) throws IOException {
            Path from = Path.of(arguments[1]);
            if (arguments[0].equals("convert")) {
                System.out.println("rows " + Datasets.convert(from, ReadOptions.defaults(), Path.of(arguments[2])));
                return;
            }
            try (var rows = Examples.open(from, ReadOptions.defaults())) {
                var statistics = DatasetStatistics.of(rows);
                System.out.println("rows " + statistics.rows() + " duplicates " + statistics.duplicates()
                        + " conflicting " + statistics.conflicting() + " words "
                        + statistics.words().mean());
            }
        }
    }
}
