package io.github.emotion4j.cli.command;

import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.data.tokenize.SubwordTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Counts the texts that are longer than a model reads. Its tokenizer is loaded when the first text comes that could be. Not thread-safe. */
final class CutTexts implements AutoCloseable {

    /** No character is more tokens than this: a decomposed one has up to four parts. */
    private static final int TOKENS_OF_A_CHARACTER = 4;

    private final Path source;
    private final int limit;
    private SubwordTokenizer tokenizer;
    private long count;

    CutTexts(Model model) {
        this.source = model.tokenizer()
                .orElseThrow(() -> new InvalidModelException("there is no tokenizer.json or vocab.txt with the model"));
        this.limit = model.checkpoint().config().maxPositions();
    }

    void add(List<String> texts) throws IOException {
        for (String text : texts) {
            if ((long) text.length() * TOKENS_OF_A_CHARACTER <= limit - 2) {
                continue;
            }
            if (tokenizer == null) {
                tokenizer = open();
            }
            count += tokenizer.encode(text).truncated() ? 1 : 0;
        }
    }

    /** For people, if there were any. */
    Optional<String> summary() {
        if (count == 0) {
            return Optional.empty();
        }
        return Optional.of((count == 1 ? "1 text was" : count + " texts were") + " longer than " + tokenizer.maxLength()
                + " tokens and " + (count == 1 ? "was" : "were") + " cut");
    }

    private SubwordTokenizer open() throws IOException {
        var loaded = SubwordTokenizer.load(source);
        if (loaded.maxLength() <= limit) {
            return loaded;
        }
        loaded.close();
        return SubwordTokenizer.load(source, limit);
    }

    @Override
    public void close() {
        if (tokenizer != null) {
            tokenizer.close();
        }
    }
}
