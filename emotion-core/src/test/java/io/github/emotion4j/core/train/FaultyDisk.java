package io.github.emotion4j.core.train;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A disk that is full after so many bytes. */
final class FaultyDisk implements CheckedDirectory.Opener {

    private final long space;
    private final List<Long> ends = new ArrayList<>();
    private long written;

    FaultyDisk(long space) {
        this.space = space;
    }

    /** Bytes written to all files. */
    long written() {
        return written;
    }

    /** How many bytes had been written when a file was closed, for each. */
    List<Long> ends() {
        return ends;
    }

    @Override
    public FileChannel open(Path file) throws IOException {
        return new LimitedChannel(CheckedDirectory.NEW_FILE.open(file), this::take, () -> ends.add(written));
    }

    private int take(int wanted) {
        int granted = (int) Math.min(wanted, space - written);
        written += granted;
        return granted;
    }
}
