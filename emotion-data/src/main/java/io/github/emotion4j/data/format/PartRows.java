package io.github.emotion4j.data.format;

import io.github.emotion4j.data.InvalidDataException;
import io.github.emotion4j.data.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/** The rows of several files, one file after the other: the parts of one data set. */
final class PartRows implements Rows {

    private final Queue<Path> left;
    private final ReadOptions options;
    private final boolean labelled;
    private final Consumer<String> note;
    private Rows current;
    private Optional<Rows> like = Optional.empty();
    private boolean labelsDiffer;

    /**
     * @param files one or more
     * @param note is told what the first file that holds something does not say clearly; the others are like it
     */
    PartRows(List<Path> files, ReadOptions options, boolean labelled, Consumer<String> note) throws IOException {
        this.left = new ArrayDeque<>(files);
        this.options = options;
        this.labelled = labelled;
        this.note = note;
        this.current = RowFiles.open(left.remove(), options, labelled, Optional.empty(), note);
    }

    @Override
    public boolean next() throws IOException {
        while (!current.next()) {
            if (left.isEmpty()) {
                return false;
            }
            openNext();
        }
        return true;
    }

    private void openNext() throws IOException {
        current.close();
        Path file = left.remove();
        Optional<Labels> before = current.labels();
        if (current.tells()) {
            like = Optional.of(current);
        }
        current = RowFiles.open(file, options, labelled, like, like.isPresent() ? line -> {} : note);
        if (before.isPresent() != current.labels().isPresent()) {
            throw new InvalidDataException(
                    file.toString(),
                    before.isPresent()
                            ? "does not name its classes, while the part before it has " + before.get()
                            : "names its classes " + current.labels().get() + ", while the part before it does not");
        }
        labelsDiffer |= !before.equals(current.labels());
    }

    @Override
    public String text() {
        return current.text();
    }

    @Override
    public String label() throws InvalidRowException {
        return current.label();
    }

    @Override
    public String place() {
        return current.place();
    }

    /** Those of the parts so far; empty as soon as two differ. */
    @Override
    public Optional<Labels> labels() {
        return labelsDiffer ? Optional.empty() : current.labels();
    }

    @Override
    public void close() throws IOException {
        current.close();
    }
}
