package io.github.emotion4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.train.Options;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class TrainingOptionsTest {

    @Test
    void theDefaultsOfTheCommandLineAreThoseOfTheLibrary() {
        @Command
        class Host {
            @CommandLine.Mixin
            private final TrainingOptions training = new TrainingOptions();
        }
        var host = new Host();

        new CommandLine(host).setCaseInsensitiveEnumValuesAllowed(true).parseArgs();

        assertThat(host.training.options(Pooling.CLS, 42)).isEqualTo(Options.defaults());
    }
}
