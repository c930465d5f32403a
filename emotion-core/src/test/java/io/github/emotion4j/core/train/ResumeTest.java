package io.github.emotion4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import io.github.emotion4j.core.graph.TrainableModel;
import io.github.emotion4j.data.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that was stopped at any moment and resumed ends as one that was not. */
class ResumeTest {

    private static final Dataset TRAIN = ToyTask.data(40, 1);
    private static final Dataset VALIDATION = ToyTask.data(20, 2);
    private static final Options OPTIONS = ToyTask.options()
            .withSaveEvery(2)
            .withGradientAccumulation(2)
            .withClassWeights(ClassWeights.parse("fear=2,joy=0.5,love=1.5"));
    private static final int STEPS = 6; // 5 batches an epoch, two of them a step

    @TempDir
    Path folder;

    private static TrainingResult train(Path directory, boolean resume, TrainingListener listener) throws IOException {
        return new FineTuner(ToyTask.encoder(1), ToyTask.tokenizer(), OPTIONS, listener)
                .train(TRAIN, Optional.of(VALIDATION), directory, resume);
    }

    private static void sameAsUninterrupted(TrainingResult result) {
        TrainingResult whole = new FineTuner(ToyTask.encoder(1), ToyTask.tokenizer(), OPTIONS, TrainingListener.NONE)
                .train(TRAIN, Optional.of(VALIDATION));
        Map<String, float[]> expected = ToyTask.weights(whole.checkpoint());
        ToyTask.weights(result.checkpoint())
                .forEach((name, values) -> assertThat(values).as(name).isEqualTo(expected.get(name)));
        assertThat(result.bestEpoch()).isEqualTo(whole.bestEpoch());
        assertThat(result.epochs()).hasSameSizeAs(whole.epochs());
        for (int i = 0; i < whole.epochs().size(); i++) {
            assertThat(result.epochs().get(i).trainLoss())
                    .isEqualTo(whole.epochs().get(i).trainLoss());
            assertThat(result.epochs().get(i).validation())
                    .isEqualTo(whole.epochs().get(i).validation());
        }
    }

    private static void everyStepIsLoggedOnce(Path directory) throws IOException {
        List<Long> steps = new ArrayList<>();
        List<Integer> epochs = new ArrayList<>();
        for (String line : Files.readAllLines(directory.resolve("metrics.jsonl"))) {
            var json = JsonParser.parseString(line).getAsJsonObject();
            if (json.has("gradient_norm")) {
                steps.add(json.get("step").getAsLong());
            } else {
                epochs.add(json.get("epoch").getAsInt());
            }
        }
        assertThat(steps).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(epochs).containsExactly(1, 2);
    }

    @Test
    void aRunInterruptedAfterAnyStepEndsWithTheSameBits() throws IOException {
        for (int stopAt = 1; stopAt <= STEPS; stopAt++) {
            Path directory = folder.resolve("interrupted-" + stopAt);
            int at = stopAt;
            var interrupting = new TrainingListener() {
                @Override
                public void step(Step step) {
                    if (step.step() == at) {
                        Thread.currentThread().interrupt();
                    }
                }
            };
            if (stopAt < STEPS) {
                assertThatThrownBy(() -> train(directory, false, interrupting))
                        .isInstanceOf(CancellationException.class)
                        .hasMessageContaining("saved and can be resumed");
            } else {
                TrainingResult whole = train(directory, false, interrupting);
                assertThat(Thread.interrupted()).isTrue();
                sameAsUninterrupted(whole);
            }
            sameAsUninterrupted(train(directory, true, TrainingListener.NONE));
            everyStepIsLoggedOnce(directory);
        }
    }

    @Test
    void whoListensHearsWhetherARunGoesOnOrBeginsAnew() throws IOException {
        List<Long> begun = new ArrayList<>();
        var dying = new TrainingListener() {
            @Override
            public void begins(long stepsDone) {
                begun.add(stepsDone);
            }

            @Override
            public void step(Step step) {
                if (step.step() == 5 && begun.size() < 3) {
                    throw new IllegalStateException("power cut");
                }
            }
        };
        Path directory = folder.resolve("told");
        assertThatThrownBy(() -> train(directory, true, dying)).hasMessage("power cut");
        assertThatThrownBy(() -> train(directory, true, dying)).hasMessage("power cut");
        train(directory, false, dying);
        train(directory, true, dying);
        assertThat(begun).containsExactly(0L, 4L, 0L, 6L);
    }

    @Test
    void aRunThatDiesAfterAnyStepWithoutSayingGoodbyeEndsWithTheSameBits() throws IOException {
        for (int stopAt = 1; stopAt <= STEPS; stopAt++) {
            Path directory = folder.resolve("died-" + stopAt);
            int at = stopAt;
            var dying = new TrainingListener() {
                @Override
                public void step(Step step) {
                    if (step.step() == at) {
                        throw new IllegalStateException("power cut");
                    }
                }
            };
            assertThatThrownBy(() -> train(directory, false, dying)).hasMessage("power cut");
            sameAsUninterrupted(train(directory, true, TrainingListener.NONE));
            everyStepIsLoggedOnce(directory);
        }
    }

    @Test
    void aRunWhoseEveryWriteCanFailGoesOnFromTheNewestWholeState() throws IOException {
        var counting = new FaultyDisk(Long.MAX_VALUE);
        run(folder.resolve("whole"), false, counting);
        long all = counting.written();
        assertThat(all).isGreaterThan(50_000);
        // The bytes around each file's ends, and some between: each is a different place to die at.
        Set<Long> places = new HashSet<>();
        for (long end : counting.ends()) {
            places.addAll(List.of(end, end - 1, Math.max(0, end - 100)));
        }
        places.remove(all);
        int failed = 0;
        for (long place : places) {
            Path directory = folder.resolve("full-" + place);
            try {
                run(directory, false, new FaultyDisk(place));
            } catch (IOException diskFull) {
                assertThat(diskFull).hasMessage("no space left on device");
                failed++;
            }
            sameAsUninterrupted(run(directory, true, new FaultyDisk(Long.MAX_VALUE)));
            everyStepIsLoggedOnce(directory);
        }
        assertThat(failed).isGreaterThan(20);
    }

    private static TrainingResult run(Path directory, boolean resume, CheckedDirectory.Opener disk) throws IOException {
        var start = NewHead.on(ToyTask.encoder(1), TRAIN.labels(), OPTIONS.seed());
        try (var model = new TrainableModel(start, OPTIONS.pooling(), name -> false)) {
            return ToyTask.loop(model, OPTIONS, TRAIN, Optional.of(VALIDATION), disk, model::backward)
                    .run(Optional.of(directory), resume);
        }
    }

    @Test
    void aDamagedStateIsPassedOverAndTheRunStillEndsTheSame() throws IOException {
        for (String file : List.of("weights.f32", "first.f32", "second.f32", "state.json")) {
            Path directory = folder.resolve("damaged-" + file);
            train(directory, false, TrainingListener.NONE);
            Path newest;
            try (var states = Files.list(directory)) {
                newest = states.filter(path -> path.getFileName().toString().startsWith("state-"))
                        .max(Path::compareTo)
                        .orElseThrow();
            }
            damage(newest.resolve(file));
            sameAsUninterrupted(train(directory, true, TrainingListener.NONE));
            everyStepIsLoggedOnce(directory);
        }
    }

    @Test
    void aRunWhoseStatesAreAllDamagedBeginsAnewFromTheRightWeights() throws IOException {
        Path directory = folder.resolve("all");
        train(directory, false, TrainingListener.NONE);
        try (var states = Files.list(directory)) {
            for (Path state : (Iterable<Path>)
                    states.filter(path -> path.getFileName().toString().startsWith("state-"))::iterator) {
                damage(state.resolve("second.f32"));
            }
        }
        sameAsUninterrupted(train(directory, true, TrainingListener.NONE));
        everyStepIsLoggedOnce(directory);
    }

    private static void damage(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 0x40;
        Files.write(file, bytes);
    }

    @Test
    void otherOptionsDataOrTokenizersAreRefused() throws IOException {
        Path directory = folder.resolve("other");
        train(directory, false, TrainingListener.NONE);
        var cases = List.<FineTuner>of(
                new FineTuner(ToyTask.encoder(1), ToyTask.tokenizer(), OPTIONS.withSeed(1), TrainingListener.NONE),
                new FineTuner(ToyTask.encoder(2), ToyTask.tokenizer(), OPTIONS, TrainingListener.NONE),
                new FineTuner(ToyTask.encoder(1), ToyTask.otherTokenizer(), OPTIONS, TrainingListener.NONE));
        for (FineTuner other : cases) {
            refused(() -> other.train(TRAIN, Optional.of(VALIDATION), directory, true));
        }
        var same =
                new FineTuner(ToyTask.encoder(1), ToyTask.tokenizer(), OPTIONS.withSaveEvery(1), TrainingListener.NONE);
        refused(() -> same.train(TRAIN, Optional.empty(), directory, true));
        refused(() -> same.train(ToyTask.data(41, 1), Optional.of(VALIDATION), directory, true));
        sameAsUninterrupted(same.train(TRAIN, Optional.of(VALIDATION), directory, true));
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other options, data or checkpoint");
    }
}
