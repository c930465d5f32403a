package io.github.emotion4j.data.parquet;

import java.io.IOException;

/** Decompresses Snappy's raw format (google/snappy, format_description.txt): literals and copies of what came before. */
final class Snappy {

    private Snappy() {}

    static byte[] decompress(byte[] page, int size) throws IOException {
        var in = new Bits(page, 0, page.length);
        if (in.varint() != size) {
            throw new IOException("a snappy page whose length is not the announced " + size);
        }
        byte[] out = new byte[size];
        int at = 0;
        while (!in.isEmpty()) {
            int tag = in.octet();
            int length;
            int distance = 0;
            switch (tag & 3) {
                case 0 -> {
                    int announced = tag >>> 2;
                    length = 1
                            + (announced < 60
                                    ? announced
                                    : (int) Math.min(in.little(announced - 59), Integer.MAX_VALUE - 1));
                }
                case 1 -> {
                    length = 4 + (tag >>> 2 & 7);
                    distance = tag >>> 5 << 8 | in.octet();
                }
                default -> {
                    length = 1 + (tag >>> 2);
                    distance = (int) Math.min(in.little((tag & 3) == 2 ? 2 : 4), Integer.MAX_VALUE);
                }
            }
            boolean literal = (tag & 3) == 0;
            if (length > size - at || !literal && (distance < 1 || distance > at)) {
                throw new IOException("a damaged snappy page");
            }
            if (literal) {
                System.arraycopy(in.take(length), 0, out, at, length);
            } else {
                for (int i = at; i < at + length; i++) { // byte by byte: a copy may overlap itself
                    out[i] = out[i - distance];
                }
            }
            at += length;
        }
        if (at != size) {
            throw new IOException("a snappy page that ends early");
        }
        return out;
    }
}
