package io.github.emotion4j.data.parquet;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Thrift's compact protocol, in which Parquet writes its metadata: any struct as its fields by number, so that unknown fields are no obstacle. */
final class CompactReader {

    /** Deeper than any metadata; against files made to overflow the stack. */
    private static final int DEEPEST = 64;

    private static final int LONGEST = 1 << 28;

    private final InputStream in;

    CompactReader(InputStream in) {
        this.in = in;
    }

    /** The next struct. */
    Struct struct() throws IOException {
        return struct(0);
    }

    private Struct struct(int depth) throws IOException {
        Map<Integer, Object> fields = new HashMap<>();
        int id = 0;
        while (true) {
            int header = octet();
            if (header == 0) {
                return new Struct(fields);
            }
            int type = header & 0x0f;
            id = header >>> 4 == 0 ? (int) zigzag() : id + (header >>> 4);
            fields.put(id, type == 1 ? Boolean.TRUE : type == 2 ? Boolean.FALSE : value(type, depth));
        }
    }

    private Object value(int type, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IOException("metadata nested too deeply");
        }
        return switch (type) {
            case 1, 2 -> octet() == 1; // as an element of a list
            case 3 -> (long) (byte) octet();
            case 4, 5, 6 -> zigzag();
            case 7 -> bytes(8);
            case 8 -> bytes(length());
            case 9, 10 -> list(depth);
            case 11 -> map(depth);
            case 12 -> struct(depth + 1);
            default -> throw new IOException("unknown type " + type + " in the metadata");
        };
    }

    private List<Object> list(int depth) throws IOException {
        int header = octet();
        int size = header >>> 4 == 15 ? length() : header >>> 4;
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            values.add(value(header & 0x0f, depth + 1));
        }
        return values;
    }

    private List<Object> map(int depth) throws IOException {
        int size = length();
        int types = size == 0 ? 0 : octet();
        List<Object> entries = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            entries.add(value(types >>> 4, depth + 1));
            entries.add(value(types & 0x0f, depth + 1));
        }
        return entries;
    }

    private byte[] bytes(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the metadata ends early");
        }
        return bytes;
    }

    private int length() throws IOException {
        long length = varint();
        if (length < 0 || length > LONGEST) {
            throw new IOException("a length of " + length + " in the metadata");
        }
        return (int) length;
    }

    private long zigzag() throws IOException {
        long n = varint();
        return n >>> 1 ^ -(n & 1);
    }

    private long varint() throws IOException {
        long result = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int b = octet();
            result |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                return result;
            }
        }
        throw new IOException("a number of more than 64 bits in the metadata");
    }

    private int octet() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new EOFException("the metadata ends early");
        }
        return b;
    }
}
