package io.github.emotion4j.data.tokenize;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.atomic.LongAdder;

/** Another tokenizer, with a count of the texts that it had to cut. As thread-safe as that one, and closed with it. */
public final class CountingTokenizer implements Tokenizer {

    private final Tokenizer tokenizer;
    private final LongAdder cut = new LongAdder();

    /** Counts what a tokenizer cuts from now on; closing this closes it. */
    public CountingTokenizer(Tokenizer tokenizer) {
        this.tokenizer = Objects.requireNonNull(tokenizer, "tokenizer");
    }

    /** How many of the texts so far were longer than {@link #maxLength()} tokens. */
    public long cut() {
        return cut.sum();
    }

    @Override
    public Encoding encode(String text) {
        return counted(tokenizer.encode(text));
    }

    @Override
    public List<Encoding> encode(List<String> texts) {
        List<Encoding> encodings = tokenizer.encode(texts);
        encodings.forEach(this::counted);
        return encodings;
    }

    private Encoding counted(Encoding encoding) {
        if (encoding.truncated()) {
            cut.increment();
        }
        return encoding;
    }

    @Override
    public OptionalInt unknownId() {
        return tokenizer.unknownId();
    }

    @Override
    public int vocabularySize() {
        return tokenizer.vocabularySize();
    }

    @Override
    public int maxLength() {
        return tokenizer.maxLength();
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
