package io.github.emotion4j.core.onnx.term;

import java.util.Random;

/**
 * An input on which the graph is tried: so many texts of so many tokens, with real tokens and padding in an irregular pattern, so that a mask or
 * positions that depend on more than they should show it.
 *
 * @param batch texts
 * @param length tokens a text
 * @param mask 1 for a real token, 0 for padding, {@code [batch * length]}; every text has a real token
 */
public record Probe(int batch, int length, long[] mask) {

    /** A probe whose padding is at the end of the first text, at the beginning of the second, and scattered in the others. */
    public static Probe of(int batch, int length) {
        long[] mask = new long[batch * length];
        var random = new Random(31L * batch + length);
        for (int row = 0; row < batch; row++) {
            for (int token = 0; token < length; token++) {
                boolean real = switch (row) {
                    case 0 -> token <= length / 2;
                    case 1 -> token >= length / 2;
                    default -> random.nextBoolean();
                };
                mask[row * length + token] = real ? 1 : 0;
            }
            mask[row * length + random.nextInt(length)] = 1;
        }
        return new Probe(batch, length, mask);
    }

    /** Whether a token is not padding. */
    public boolean isReal(int row, int token) {
        return mask[row * length + token] != 0;
    }

    @Override
    public String toString() {
        return batch + " x " + length;
    }
}
