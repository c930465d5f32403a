package io.github.emotion4j.data.parquet;

import java.io.IOException;

/** A piece of a page, read from the front: little-endian numbers, variable-length ones, and packed bits. */
final class Bits {

    private final byte[] bytes;
    private final int end;
    private int position;

    Bits(byte[] bytes, int from, int to) throws IOException {
        if (from < 0 || to > bytes.length || from > to) {
            throw new IOException("a page that ends early");
        }
        this.bytes = bytes;
        this.position = from;
        this.end = to;
    }

    int octet() throws IOException {
        require(1);
        return bytes[position++] & 0xff;
    }

    int int32() throws IOException {
        return (int) little(4);
    }

    long int64() throws IOException {
        return little(8);
    }

    /** An unsigned little-endian number of up to 8 bytes. */
    long little(int size) throws IOException {
        require(size);
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (bytes[position++] & 0xffL) << 8 * i;
        }
        return value;
    }

    long varint() throws IOException {
        long result = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int b = octet();
            result |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                return result;
            }
        }
        throw new IOException("a number of more than 64 bits in a page");
    }

    long zigzag() throws IOException {
        long n = varint();
        return n >>> 1 ^ -(n & 1);
    }

    byte[] take(int length) throws IOException {
        require(length);
        byte[] taken = java.util.Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return taken;
    }

    /** The next {@code length} bytes on their own. */
    Bits slice(int length) throws IOException {
        require(length);
        position += length;
        return new Bits(bytes, position - length, position);
    }

    /** {@code count} numbers of {@code width} bits each, least significant bit first; the last byte may be used in part. Missing bytes are zero. */
    void unpack(int width, int count, long[] target) throws IOException {
        long bit = 8L * position;
        for (int i = 0; i < count; i++) {
            long value = 0;
            for (int got = 0; got < width; ) {
                int at = (int) (bit >>> 3);
                int offset = (int) (bit & 7);
                int some = Math.min(8 - offset, width - got);
                int octet = at < end ? bytes[at] & 0xff : 0;
                value |= (long) (octet >>> offset & (1 << some) - 1) << got;
                got += some;
                bit += some;
            }
            target[i] = value;
        }
        position = (int) Math.min(end, bit + 7 >>> 3);
    }

    boolean isEmpty() {
        return position >= end;
    }

    int position() {
        return position;
    }

    private void require(int length) throws IOException {
        if (length < 0 || length > end - position) {
            throw new IOException("a page that ends early");
        }
    }
}
