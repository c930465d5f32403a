package io.github.emotion4j.core.train;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.github.emotion4j.core.graph.kernel.Floats;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The saved states of a run on disk, each a {@link CheckedDirectory}. So whatever happens while one is written, and whatever becomes of its bytes, the
 * newest whole one before it is still there.
 *
 * <p>Beside the states, the weights of the best epoch so far lie in a directory of their own, written the same way.
 */
final class RunDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(RunDirectory.class);
    private static final Gson GSON =
            new GsonBuilder().registerTypeAdapter(Epoch.class, new EpochJson()).create();
    private static final int KEPT = 2;
    private static final String STATE = "state.json";
    private static final String WEIGHTS = "weights.f32";
    private static final String FIRST = "first.f32";
    private static final String SECOND = "second.f32";

    /** The arrays of a run. */
    record Arrays(Floats weights, Floats first, Floats second, Floats best) {}

    private final Path directory;
    private final CheckedDirectory.Opener opener;

    RunDirectory(Path directory) {
        this(directory, CheckedDirectory.NEW_FILE);
    }

    RunDirectory(Path directory, CheckedDirectory.Opener opener) {
        this.directory = directory;
        this.opener = opener;
    }

    /** Saves the weights of the best epoch. */
    void saveBest(int epoch, Floats best) throws IOException {
        CheckedDirectory.write(best(epoch), opener, files -> files.floats(WEIGHTS, best));
    }

    /** Saves a state, then removes those that are no longer needed. */
    void save(RunState state, Arrays arrays) throws IOException {
        CheckedDirectory.write(directory.resolve(stateName(state.step())), opener, files -> {
            files.floats(WEIGHTS, arrays.weights());
            files.floats(FIRST, arrays.first());
            files.floats(SECOND, arrays.second());
            files.text(STATE, GSON.toJson(state));
        });
        removeOld();
    }

    /**
     * Reads the newest whole state into the arrays and removes what is newer; empty, with arrays untouched and nothing left on disk, if there is none.
     * Damaged ones are passed over with a warning.
     *
     * @param fingerprint of the run that wants to go on
     * @throws IOException if a state is there and cannot be opened, or the thread is interrupted; then nothing is removed
     * @throws IllegalArgumentException if the newest state that can be read belongs to another run
     */
    Optional<RunState> load(String fingerprint, Arrays arrays) throws IOException {
        for (Path candidate : states()) {
            Optional<RunState> state = unlessDamaged(candidate, () -> readState(candidate));
            // Before the arrays are looked at: those of another model have other sizes, and are not damaged.
            state.ifPresent(found -> requireSameRun(found, fingerprint));
            if (state.isEmpty()
                    || unlessDamaged(candidate, () -> checked(candidate, state.get(), arrays))
                            .isEmpty()) {
                continue;
            }
            CheckedDirectory saved = CheckedDirectory.open(candidate);
            saved.read(WEIGHTS, arrays.weights());
            saved.read(FIRST, arrays.first());
            saved.read(SECOND, arrays.second());
            if (state.get().bestEpoch() > 0) {
                CheckedDirectory.open(best(state.get().bestEpoch())).read(WEIGHTS, arrays.best());
            }
            // A damaged newer one would be taken for the newest for ever, and push the good ones out.
            for (Path newer : states()) {
                if (newer.compareTo(candidate) > 0) {
                    CheckedDirectory.delete(newer);
                }
            }
            removeUnfinished();
            return state;
        }
        clear();
        return Optional.empty();
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    /** Empty, with a warning, where something does not hold what was written; what cannot be opened may be whole. */
    private static <T> Optional<T> unlessDamaged(Path candidate, Reading<T> reading) throws IOException {
        try {
            return Optional.of(reading.read());
        } catch (ClosedByInterruptException notRead) {
            // Nothing is known about the file: what cannot be used is removed, and an interrupt must not remove a run.
            throw notRead;
        } catch (IOException | RuntimeException damaged) {
            if (damaged instanceof FileSystemException unreadable && !(damaged instanceof NoSuchFileException)) {
                throw unreadable;
            }
            LOG.warn("{} cannot be used, an older state is tried: {}", candidate, damaged.toString());
            return Optional.empty();
        }
    }

    private void requireSameRun(RunState state, String fingerprint) {
        if (!state.fingerprint().equals(fingerprint)) {
            throw new IllegalArgumentException(
                    directory + " holds the states of a run with other options, data or checkpoint; "
                            + "give the same ones, or start anew without resuming");
        }
    }

    private RunState checked(Path candidate, RunState state, Arrays arrays) throws IOException {
        CheckedDirectory saved = CheckedDirectory.open(candidate);
        saved.check(WEIGHTS, arrays.weights().size());
        saved.check(FIRST, arrays.first().size());
        saved.check(SECOND, arrays.second().size());
        if (state.bestEpoch() > 0) {
            CheckedDirectory.open(best(state.bestEpoch()))
                    .check(WEIGHTS, arrays.best().size());
        }
        return state;
    }

    private static RunState readState(Path state) throws IOException {
        return GSON.fromJson(CheckedDirectory.open(state).text(STATE), RunState.class);
    }

    /** Removes everything a run leaves here for its resumption. */
    void clear() throws IOException {
        for (Path path : list("state-\\d+|best-\\d+")) {
            CheckedDirectory.delete(path);
        }
        removeUnfinished();
    }

    private void removeUnfinished() throws IOException {
        for (Path path : list("\\.(state|best)-\\d+\\.tmp")) {
            CheckedDirectory.delete(path);
        }
    }

    private void removeOld() throws IOException {
        List<Path> states = states();
        List<Path> kept = states.subList(0, Math.min(KEPT, states.size()));
        int needed = 0;
        for (Path state : kept) {
            int best = unlessDamaged(state, () -> readState(state))
                    .map(RunState::bestEpoch)
                    .orElse(needed);
            needed = needed == 0 ? best : Math.min(needed, best);
        }
        for (Path state : states.subList(kept.size(), states.size())) {
            CheckedDirectory.delete(state);
        }
        for (Path best : list("best-\\d+")) {
            if (Integer.parseInt(best.getFileName().toString().substring("best-".length())) < needed) {
                CheckedDirectory.delete(best);
            }
        }
    }

    private List<Path> states() throws IOException {
        return list("state-\\d+");
    }

    /** Newest first: the numbers in the names are padded. */
    private List<Path> list(String pattern) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(path -> path.getFileName().toString().matches(pattern))
                    .sorted(Comparator.comparing(Path::getFileName).reversed())
                    .toList();
        }
    }

    private static String stateName(long step) {
        return String.format(Locale.ROOT, "state-%010d", step);
    }

    private Path best(int epoch) {
        return directory.resolve(String.format(Locale.ROOT, "best-%06d", epoch));
    }
}
