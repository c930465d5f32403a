package io.github.emotion4j.data.parquet;

import java.io.IOException;

/** Integers as packed differences to their predecessors (DELTA_BINARY_PACKED). */
final class Deltas {

    private static final int MOST_VALUES = 1 << 27;

    private Deltas() {}

    /** All numbers of the block sequence at the front of {@code bits}, which is left behind it. */
    static long[] read(Bits bits) throws IOException {
        int blockSize = count(bits.varint());
        int miniBlocks = count(bits.varint());
        int total = count(bits.varint());
        long value = bits.zigzag();
        if (miniBlocks < 1 || blockSize % miniBlocks != 0) {
            throw new IOException("a delta-encoded page of " + miniBlocks + " mini blocks in blocks of " + blockSize);
        }
        int perMiniBlock = blockSize / miniBlocks;
        long[] values = new long[total];
        long[] packed = new long[perMiniBlock];
        if (total > 0) {
            values[0] = value;
        }
        for (int at = 1; at < total; ) {
            long least = bits.zigzag();
            byte[] widths = bits.take(miniBlocks);
            for (int m = 0; m < miniBlocks && at < total; m++) {
                if (widths[m] < 0 || widths[m] > 64) {
                    throw new IOException("numbers of " + (widths[m] & 0xff) + " bits in a page");
                }
                bits.unpack(widths[m], perMiniBlock, packed);
                for (int i = 0; i < perMiniBlock && at < total; i++) {
                    value += least + packed[i];
                    values[at++] = value;
                }
            }
        }
        return values;
    }

    private static int count(long number) throws IOException {
        if (number < 0 || number > MOST_VALUES) {
            throw new IOException("a delta-encoded page of " + number + " values");
        }
        return (int) number;
    }
}
