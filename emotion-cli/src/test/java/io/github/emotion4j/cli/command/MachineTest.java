package io.github.emotion4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MachineTest {

    @Test
    void theTimeIsTheOneThatReproducibleBuildsName() {
        assertThat(Machine.time("1767225600")).isEqualTo("2026-01-01T00:00:00Z");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "yesterday", "-1", "999999999999999999999"})
    void theTimeIsNowWhereNoneIsNamed(String epoch) {
        assertThat(Instant.parse(Machine.time(epoch))).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    }
}
