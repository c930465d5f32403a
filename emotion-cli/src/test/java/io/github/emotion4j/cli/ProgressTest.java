package io.github.emotion4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {

    private static final String NOTE = "loss 1.785, 10123 tokens/s";

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(ints = {20, 40, 60, 80, 200})
    void neverExceedsOneLineOfTheTerminal(int columns) throws Exception {
        try (var progress = progress(true, columns)) {
            for (int step = 1; step <= 3; step++) {
                Thread.sleep(110); // it is redrawn ten times a second
                progress.update(step, 1000, NOTE);
            }
            progress.update(1000, 1000, NOTE);
        }

        List<String> drawn = Arrays.stream(written().split("\r")).skip(1).toList();
        assertThat(drawn)
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(line -> assertThat(line.stripTrailing()).hasSizeLessThan(columns));
        assertThat(drawn.get(0)).startsWith("training  ");
        assertThat(drawn.get(0).contains("░")).isEqualTo(columns >= 80);
        assertThat(drawn.get(0).contains(NOTE)).isEqualTo(columns >= 80);
        assertThat(drawn.get(drawn.size() - 1)).isBlank();
    }

    @Test
    void shortWorkSaysNothingInALog() {
        try (var progress = progress(false, 80)) {
            progress.update(1, 1000, NOTE);
            progress.update(1000, 1000, NOTE);
        }

        assertThat(written()).isEmpty(); // a line every ten seconds, none at the end
    }

    private Progress progress(boolean terminal, int columns) {
        var stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new Progress(
                new Terminal(stream, stream, terminal, terminal, false, columns), false, "training", "steps");
    }

    private String written() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
