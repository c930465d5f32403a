package io.github.emotion4j.core.train;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.github.emotion4j.core.graph.kernel.Floats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The saved states of a run on disk. A state is a directory that is written under a temporary name, flushed, and renamed when it is whole; each file
 * has a checksum. So whatever happens while one is written, the newest whole one before it is still there.
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
    private static final String CHECKSUM = "checksum.json";

    /** Opens a new file for writing; a seam for tests that let writes fail. */
    interface Opener {
        FileChannel open(Path file) throws IOException;
    }

    /** Files that must not exist yet. */
    static final Opener NEW_FILE =
            file -> FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    /** The arrays of a run. */
    record Arrays(Floats weights, Floats first, Floats second, Floats best) {}

    private record Saved(RunState state, long weights, long first, long second) {}

    private record SavedBest(long weights) {}

    private final Path directory;
    private final Opener opener;

    RunDirectory(Path directory) {
        this(directory, NEW_FILE);
    }

    RunDirectory(Path directory, Opener opener) {
        this.directory = directory;
        this.opener = opener;
    }

    /** Saves the weights of the best epoch. */
    void saveBest(int epoch, Floats best) throws IOException {
        writeDirectory(bestName(epoch), temporary -> {
            long checksum = writeFloats(temporary.resolve(WEIGHTS), best);
            writeJson(temporary.resolve(CHECKSUM), new SavedBest(checksum));
        });
    }

    /** Saves a state, then removes those that are no longer needed. */
    void save(RunState state, Arrays arrays) throws IOException {
        writeDirectory(stateName(state.step()), temporary -> {
            long weights = writeFloats(temporary.resolve(WEIGHTS), arrays.weights());
            long first = writeFloats(temporary.resolve(FIRST), arrays.first());
            long second = writeFloats(temporary.resolve(SECOND), arrays.second());
            writeJson(temporary.resolve(STATE), new Saved(state, weights, first, second));
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
            Saved saved;
            try {
                saved = readState(candidate);
                requireSameRun(saved.state(), fingerprint);
                check(candidate, saved, this, arrays);
            } catch (ClosedByInterruptException notRead) {
                // Nothing is known about the file: what cannot be used is removed, and an interrupt must not remove a
                // run.
                throw notRead;
            } catch (IOException | JsonParseException | NullPointerException damaged) {
                requireDamage(damaged);
                LOG.warn("{} cannot be used, an older state is tried: {}", candidate, damaged.toString());
                continue;
            }
            FloatFile.read(candidate.resolve(WEIGHTS), saved.weights(), arrays.weights());
            FloatFile.read(candidate.resolve(FIRST), saved.first(), arrays.first());
            FloatFile.read(candidate.resolve(SECOND), saved.second(), arrays.second());
            int best = saved.state().bestEpoch();
            if (best > 0) {
                FloatFile.read(
                        directory.resolve(bestName(best)).resolve(WEIGHTS),
                        readBest(best).weights(),
                        arrays.best());
            }
            // A damaged newer one would be taken for the newest for ever, and push the good ones out.
            for (Path newer : states()) {
                if (newer.compareTo(candidate) > 0) {
                    delete(newer);
                }
            }
            removeUnfinished();
            return Optional.of(saved.state());
        }
        clear();
        return Optional.empty();
    }

    /** Passes over a file that is missing or holds something else; one that cannot be opened may be whole. */
    private static void requireDamage(Exception failure) throws IOException {
        if (failure instanceof FileSystemException unreadable && !(failure instanceof NoSuchFileException)) {
            throw unreadable;
        }
    }

    private void requireSameRun(RunState state, String fingerprint) {
        if (!state.fingerprint().equals(fingerprint)) {
            throw new IllegalArgumentException(
                    directory + " holds the states of a run with other options, data or checkpoint; "
                            + "give the same ones, or start anew without resuming");
        }
    }

    private static void check(Path candidate, Saved saved, RunDirectory run, Arrays arrays) throws IOException {
        FloatFile.check(
                candidate.resolve(WEIGHTS), saved.weights(), arrays.weights().size());
        FloatFile.check(candidate.resolve(FIRST), saved.first(), arrays.first().size());
        FloatFile.check(
                candidate.resolve(SECOND), saved.second(), arrays.second().size());
        int best = saved.state().bestEpoch();
        if (best > 0) {
            Path file = run.directory.resolve(bestName(best)).resolve(WEIGHTS);
            FloatFile.check(file, run.readBest(best).weights(), arrays.best().size());
        }
    }

    private static Saved readState(Path state) throws IOException {
        return java.util.Objects.requireNonNull(GSON.fromJson(Files.readString(state.resolve(STATE)), Saved.class));
    }

    private SavedBest readBest(int epoch) throws IOException {
        Path file = directory.resolve(bestName(epoch)).resolve(CHECKSUM);
        return java.util.Objects.requireNonNull(GSON.fromJson(Files.readString(file), SavedBest.class));
    }

    /** Removes everything a run leaves here for its resumption. */
    void clear() throws IOException {
        for (Path path : list("state-\\d+|best-\\d+")) {
            delete(path);
        }
        removeUnfinished();
    }

    private void removeUnfinished() throws IOException {
        for (Path path : list("\\.(state|best)-\\d+\\.tmp")) {
            delete(path);
        }
    }

    /** Whether there is a state, whole or not. */
    boolean hasStates() throws IOException {
        return !states().isEmpty();
    }

    private interface Content {
        void writeTo(Path temporary) throws IOException;
    }

    private void writeDirectory(String name, Content content) throws IOException {
        Files.createDirectories(directory);
        Path target = directory.resolve(name);
        Path temporary = directory.resolve("." + name + ".tmp");
        delete(temporary);
        Files.createDirectory(temporary);
        try {
            content.writeTo(temporary);
            flush(temporary);
            delete(target);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException failure) {
            delete(temporary);
            throw failure;
        }
        flush(directory);
    }

    private long writeFloats(Path file, Floats values) throws IOException {
        try (FileChannel channel = opener.open(file)) {
            long checksum = FloatFile.write(channel, values);
            channel.force(true);
            return checksum;
        }
    }

    private void writeJson(Path file, Object value) throws IOException {
        try (FileChannel channel = opener.open(file)) {
            ByteBuffer bytes = ByteBuffer.wrap(GSON.toJson(value).getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** Makes the names in a directory durable where directories can be opened: everywhere but Windows. */
    private static void flush(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException notHere) {
            LOG.trace("{} cannot be flushed: {}", directory, notHere.toString());
        }
    }

    private void removeOld() throws IOException {
        List<Path> states = states();
        int needed = 0;
        for (Path state : states.subList(0, Math.min(KEPT, states.size()))) {
            try {
                int best = readState(state).state().bestEpoch();
                needed = needed == 0 ? best : Math.min(needed, best);
            } catch (IOException | JsonParseException | NullPointerException damaged) {
                LOG.warn("{} cannot be read: {}", state, damaged.toString());
            }
        }
        for (Path state : states.subList(Math.min(KEPT, states.size()), states.size())) {
            delete(state);
        }
        for (Path best : list("best-\\d+")) {
            if (Integer.parseInt(best.getFileName().toString().substring("best-".length())) < needed) {
                delete(best);
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

    private static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> inside = Files.walk(path)) {
            inside.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static String stateName(long step) {
        return String.format(java.util.Locale.ROOT, "state-%010d", step);
    }

    private static String bestName(int epoch) {
        return String.format(java.util.Locale.ROOT, "best-%06d", epoch);
    }
}
