package io.github.emotion4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An encoder of random weights that knows three words and the letters. */
final class TinyCheckpoint {

    static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

    private TinyCheckpoint() {}

    /** Writes {@code model.onnx} and its {@code vocab.txt}; returns the former. */
    static Path write(Path folder) throws IOException {
        Path onnx = Files.createDirectories(folder).resolve("model.onnx");
        try (var in = TinyCheckpoint.class.getResourceAsStream("distilbert-2022-opset13.onnx")) {
            Files.copy(in, onnx);
        }
        var vocabulary = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "good", "bad", "day"));
        LETTERS.chars().forEach(letter -> vocabulary.addAll(List.of("" + (char) letter, "##" + (char) letter)));
        Files.write(folder.resolve("vocab.txt"), vocabulary);
        return onnx;
    }
}
