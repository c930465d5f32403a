package io.github.emotion4j.core;

import io.github.emotion4j.data.batch.TokenBatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Ten logits: how often each digit occurs among the tokens with mask 1, times ten. Remembers the batches it saw. */
class DigitScorer implements Scorer {

    final List<TokenBatch> batches = Collections.synchronizedList(new ArrayList<>());
    volatile boolean closed;

    @Override
    public float[] logits(TokenBatch batch) {
        if (closed) {
            throw new AssertionError("used after close");
        }
        batches.add(batch);
        float[] logits = new float[batch.rows() * 10];
        for (int at = 0; at < batch.ids().length; at++) {
            int digit = batch.ids()[at] - '0';
            if (batch.mask()[at] == 1 && digit >= 0 && digit < 10) {
                logits[at / batch.length() * 10 + digit] += 10;
            }
        }
        return logits;
    }

    @Override
    public void close() {
        closed = true;
    }
}
