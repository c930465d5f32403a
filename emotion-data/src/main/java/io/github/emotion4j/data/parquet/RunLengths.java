package io.github.emotion4j.data.parquet;

import java.io.IOException;

/** Small numbers as runs and packed groups of eight (Parquet's RLE / bit-packing hybrid): levels, dictionary indices, booleans. */
final class RunLengths {

    private final Bits bits;
    private final int width;
    private final long[] packed = new long[8];
    private int packedGroups;
    private int packedAt = 8;
    private int runLeft;
    private int runValue;

    /** @param width bits per number, 0 to 32 */
    RunLengths(Bits bits, int width) throws IOException {
        if (width < 0 || width > 32) {
            throw new IOException("numbers of " + width + " bits in a page");
        }
        this.bits = bits;
        this.width = width;
    }

    int next() throws IOException {
        while (true) {
            if (runLeft > 0) {
                runLeft--;
                return runValue;
            }
            if (packedAt < 8) {
                return (int) packed[packedAt++];
            }
            if (packedGroups > 0) {
                packedGroups--;
                bits.unpack(width, 8, packed);
                packedAt = 0;
                continue;
            }
            if (width == 0 && bits.isEmpty()) { // some writers leave out runs of nothing but zeros
                return 0;
            }
            long header = bits.varint();
            int count = (int) Math.min(header >>> 1, Integer.MAX_VALUE);
            if ((header & 1) == 1) {
                packedGroups = count;
            } else {
                runLeft = count;
                runValue = (int) bits.little((width + 7) / 8);
            }
        }
    }
}
