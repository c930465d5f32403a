package io.github.emotion4j.core;

import io.github.emotion4j.data.tokenize.Encoding;
import io.github.emotion4j.data.tokenize.Tokenizer;
import java.util.Collections;

/** A token per UTF-16 code unit, between two special tokens; knows whether it was closed. */
final class CharacterTokenizer implements Tokenizer {

    private final int maxLength;
    volatile boolean closed;

    CharacterTokenizer(int maxLength) {
        this.maxLength = maxLength;
    }

    @Override
    public Encoding encode(String text) {
        if (closed) {
            throw new AssertionError("used after close");
        }
        if (text.indexOf('\uFFFF') >= 0) {
            throw new IllegalArgumentException("no token for U+FFFF");
        }
        int kept = Math.min(text.length(), maxLength - 2);
        int[] ids = new int[kept + 2];
        ids[0] = 1;
        for (int i = 0; i < kept; i++) {
            ids[i + 1] = text.charAt(i);
        }
        ids[kept + 1] = 2;
        return new Encoding(
                ids,
                Collections.nCopies(ids.length, "c"),
                new int[ids.length],
                new int[ids.length],
                text.length() - kept);
    }

    @Override
    public int vocabularySize() {
        return 1 << 16;
    }

    @Override
    public int maxLength() {
        return maxLength;
    }

    @Override
    public void close() {
        closed = true;
    }
}
