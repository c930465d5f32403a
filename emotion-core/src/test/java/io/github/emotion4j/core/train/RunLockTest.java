package io.github.emotion4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {

    @TempDir
    private Path folder;

    @Test
    void aSecondTrainingInTheSamePlaceIsRefusedUntilTheFirstIsOver() throws Exception {
        Path run = folder.resolve("run");
        try (RunLock first = RunLock.of(run)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> RunLock.of(folder.resolve("./run")))
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageContaining("run: another training is writing here");
        }

        RunLock.of(run).close();
    }

    @Test
    void aLockOfOthersCountsAndNothingOfTheirRunIsTouched() throws Exception {
        Path state = Files.createDirectories(folder.resolve("state-0000000001"));
        try (var theirs =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            assertThat(theirs.lock().isValid()).isTrue();

            assertThatThrownBy(() -> new FineTuner(
                                    ToyTask.encoder(1), ToyTask.tokenizer(), ToyTask.options(), TrainingListener.NONE)
                            .train(ToyTask.data(40, 1), Optional.empty(), folder, false))
                    .hasMessageContaining("another training is writing here");
        }

        assertThat(state).isDirectory();
    }
}
