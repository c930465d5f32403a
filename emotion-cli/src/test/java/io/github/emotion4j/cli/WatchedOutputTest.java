package io.github.emotion4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchedOutputTest {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);

    @Test
    void whatArrivesArrivesWhole() {
        var arrived = new ByteArrayOutputStream();
        var output = new WatchedOutput(arrived);

        print(output, "{\"rows\":3}");

        assertThat(arrived).hasToString("{\"rows\":3}");
        assertThat(output.exitCode(ExitCode.DONE, err)).isEqualTo(ExitCode.DONE);
        assertThat(said.size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"No space left on device, 0, 4", "Broken pipe, 0, 0", "No space left on device, 3, 3"})
    void aSuccessWhoseResultsAreLostIsNone(String reason, int exit, int told) {
        var output = new WatchedOutput(new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException(reason);
            }
        });

        print(output, "lost");

        assertThat(output.exitCode(exit, err)).isEqualTo(told);
        if (told == exit) {
            assertThat(said.size()).isZero();
        } else {
            assertThat(said.toString(StandardCharsets.UTF_8))
                    .isEqualTo("emotion: standard output: " + reason + "; the results are not complete"
                            + System.lineSeparator());
        }
    }

    private static void print(WatchedOutput output, String text) {
        var stream = new PrintStream(output, true, StandardCharsets.UTF_8);
        stream.print(text);
        stream.flush();
    }
}
