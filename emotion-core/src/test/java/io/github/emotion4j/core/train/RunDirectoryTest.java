package io.github.emotion4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.emotion4j.core.graph.kernel.Floats;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {

    @TempDir
    Path folder;

    private final Floats memory = Floats.allocate(12);
    private final RunDirectory.Arrays arrays =
            new RunDirectory.Arrays(memory.slice(0, 3), memory.slice(3, 3), memory.slice(6, 3), memory.slice(9, 3));

    @AfterEach
    void free() {
        memory.close();
    }

    private static RunState state(long step, int bestEpoch) {
        var epoch = new Epoch(1, 0.5, Optional.of(new Scores(0.1, 0.2, 0.3, 0.4)), 1);
        List<Epoch> epochs = bestEpoch > 0 ? List.of(epoch) : List.of();
        return new RunState("print", step, bestEpoch, 0, 1.5, 0, 0, epochs, bestEpoch);
    }

    private void fill(float value) {
        for (int i = 0; i < memory.size(); i++) {
            memory.put(i, value + i);
        }
    }

    @Test
    void aWriteThatFailsAtAnyByteLeavesTheStateBefore() throws IOException {
        var counting = new FaultyDisk(Long.MAX_VALUE);
        fill(2);
        var whole = new RunDirectory(folder.resolve("whole"), counting);
        whole.saveBest(1, arrays.best());
        whole.save(state(2, 1), arrays);

        for (long bytes = 0; bytes < counting.written(); bytes++) {
            Path directory = folder.resolve("at-" + bytes);
            fill(1);
            new RunDirectory(directory).save(state(1, 0), arrays);
            fill(2);
            boolean failed = false;
            try {
                var full = new RunDirectory(directory, new FaultyDisk(bytes));
                full.saveBest(1, arrays.best());
                full.save(state(2, 1), arrays);
            } catch (IOException diskFull) {
                failed = true;
            }
            fill(9);
            assertThat(failed).as("at byte %d", bytes).isTrue();
            assertThat(new RunDirectory(directory).load("print", arrays)).contains(state(1, 0));
            assertThat(memory.slice(0, 9).toArray()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
            try (var left = Files.list(directory)) {
                assertThat(left).noneMatch(path -> path.getFileName().toString().endsWith(".tmp"));
            }
        }
    }

    @Test
    void aHalfWrittenDirectoryOfAKilledProcessIsIgnoredAndRemoved() throws IOException {
        var run = new RunDirectory(folder);
        fill(1);
        run.save(state(1, 0), arrays);
        Path half = Files.createDirectory(folder.resolve(".state-0000000002.tmp"));
        Files.write(half.resolve("weights.f32"), new byte[5]);

        assertThat(run.load("print", arrays)).contains(state(1, 0));
        assertThat(half).doesNotExist();
        run.save(state(2, 0), arrays);
        assertThat(run.load("print", arrays)).contains(state(2, 0));
    }

    @Test
    void anInterruptWhileAStateIsReadDamagesNothing() throws IOException {
        var run = new RunDirectory(folder);
        fill(1);
        run.saveBest(1, arrays.best());
        run.save(state(1, 1), arrays);
        run.save(state(2, 1), arrays);
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> run.load("print", arrays)).isInstanceOf(ClosedByInterruptException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(run.load("print", arrays)).contains(state(2, 1));
    }

    @Test
    void aStateThatCannotBeOpenedIsNotTakenForADamagedOne() throws IOException {
        var run = new RunDirectory(folder);
        fill(1);
        run.save(state(1, 0), arrays);
        run.save(state(2, 0), arrays);
        // Readable by nobody, the superuser included: a link to itself.
        Path weights = folder.resolve("state-0000000002").resolve("weights.f32");
        Path aside = folder.resolve("aside");
        Files.move(weights, aside);
        assumeTrue(canLink(weights), "no symbolic links here");
        assertThatThrownBy(() -> run.load("print", arrays)).isInstanceOf(FileSystemException.class);
        Files.move(aside, weights, StandardCopyOption.REPLACE_EXISTING);
        assertThat(run.load("print", arrays)).contains(state(2, 0));
    }

    private static boolean canLink(Path link) {
        try {
            Files.createSymbolicLink(link, link);
            return true;
        } catch (IOException | UnsupportedOperationException forbidden) {
            return false;
        }
    }

    @Test
    void aStateWithAnyByteOfItsJsonChangedIsPassedOverForTheOneBefore() throws IOException {
        var run = new RunDirectory(folder);
        fill(1);
        run.saveBest(1, arrays.best());
        run.save(state(1, 1), arrays);
        fill(5);
        run.save(state(2, 1), arrays);
        Path newest = folder.resolve("state-0000000002");
        Map<Path, byte[]> whole = content(newest);
        Path json = newest.resolve("state.json");

        for (int at = 0; at < whole.get(json).length; at++) {
            byte[] damaged = whole.get(json).clone();
            damaged[at] ^= (byte) (1 << at % 8);
            Files.write(json, damaged);
            fill(9);
            assertThat(run.load("print", arrays)).as("byte %d", at).contains(state(1, 1));
            assertThat(memory.slice(0, 9).toArray()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
            assertThat(newest).doesNotExist();
            Files.createDirectory(newest);
            for (Map.Entry<Path, byte[]> again : whole.entrySet()) {
                Files.write(again.getKey(), again.getValue());
            }
        }
        assertThat(run.load("print", arrays)).contains(state(2, 1));
    }

    private static Map<Path, byte[]> content(Path directory) throws IOException {
        var content = new HashMap<Path, byte[]>();
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                content.put(file, Files.readAllBytes(file));
            }
        }
        return content;
    }

    @Test
    void aStateThatIsWholeButNotAStateIsPassedOver() throws IOException {
        var run = new RunDirectory(folder);
        fill(1);
        run.save(state(1, 0), arrays);
        for (String content : List.of("", "null", "[]", "{}", "{\"state\":{\"epochs\":[{}]}}", "{\"step\":\"x\"}")) {
            CheckedDirectory.write(
                    folder.resolve("state-0000000002"),
                    CheckedDirectory.NEW_FILE,
                    files -> files.text("state.json", content));
            assertThat(run.load("print", arrays)).as(content).contains(state(1, 0));
        }
    }

    @Test
    void onlyTheTwoNewestStatesAndTheBestTheyNeedAreKept() throws IOException {
        var run = new RunDirectory(folder);
        for (int epoch = 1; epoch <= 4; epoch++) {
            run.saveBest(epoch, arrays.best());
            run.save(new RunState("print", epoch, epoch, 0, 0, 0, 0, List.of(), epoch), arrays);
        }

        try (var left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("best-000003", "best-000004", "state-0000000003", "state-0000000004");
        }
    }
}
