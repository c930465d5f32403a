package io.github.emotion4j.data.sample;

import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.Example;
import io.github.emotion4j.data.Labels;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * About 1 200 short messages with one of six emotions each, written for this project (CC0), in splits without near-duplicates across them: 140
 * messages a label to train on, 30 to validate, 30 to test.
 *
 * <p>Stateless and thread-safe.
 */
public final class SampleData {

    /** The six labels, in id order. */
    public static final Labels LABELS = Labels.of(List.of("sadness", "joy", "love", "anger", "fear", "surprise"));

    private SampleData() {}

    /** 840 messages to train on. */
    public static Dataset train() {
        return read("train.txt");
    }

    /** 180 messages to choose by. */
    public static Dataset validation() {
        return read("validation.txt");
    }

    /** 180 messages to judge by. */
    public static Dataset test() {
        return read("test.txt");
    }

    private static Dataset read(String file) {
        try (InputStream in = SampleData.class.getResourceAsStream(file);
                var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return Dataset.of(reader.lines().map(SampleData::example).toList(), LABELS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Example example(String line) {
        int end = line.lastIndexOf(';');
        return new Example(line.substring(0, end), line.substring(end + 1));
    }
}
