package io.github.emotion4j.data.format;

import io.github.emotion4j.data.Dataset;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A folder of test files, and what readers tell about them. */
final class Told implements ReadListener {

    final List<String> notes = new ArrayList<>();
    final List<String> skipped = new ArrayList<>();
    private final Path folder;

    Told(Path folder) {
        this.folder = folder;
    }

    @Override
    public void note(String line) {
        notes.add(line);
    }

    @Override
    public void skipped(String place, String problem) {
        skipped.add(place + ": " + problem);
    }

    /** Writes a file; lines are parted by {@code |} in tests that would be hard to read otherwise. */
    Path file(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content, StandardCharsets.UTF_8);
    }

    Dataset read(Path file, ReadOptions options) throws IOException {
        return Datasets.read(DataFiles.of(file), options, this);
    }

    Dataset read(String name, String content) throws IOException {
        return read(file(name, content), ReadOptions.defaults());
    }

    Dataset read(String name, String content, ReadOptions options) throws IOException {
        return read(file(name, content), options);
    }

    List<String> texts(Path file, ReadOptions options) throws IOException {
        try (Texts texts = Texts.open(DataFiles.of(file), options, this)) {
            return texts.stream().toList();
        }
    }
}
