package io.github.emotion4j.data.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Thrift's compact protocol, the other way: a struct whose fields are given in ascending order. */
final class CompactWriter {

    private static final int I32 = 5;
    private static final int I64 = 6;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int STRUCT = 12;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int last;

    CompactWriter int32(int field, int value) {
        header(field, I32);
        zigzag(value);
        return this;
    }

    CompactWriter int64(int field, long value) {
        header(field, I64);
        zigzag(value);
        return this;
    }

    CompactWriter string(int field, String value) {
        header(field, BINARY);
        string(value);
        return this;
    }

    CompactWriter struct(int field, CompactWriter value) {
        header(field, STRUCT);
        out.writeBytes(value.bytes());
        return this;
    }

    CompactWriter structs(int field, List<CompactWriter> values) {
        header(field, LIST);
        listHeader(values.size(), STRUCT);
        values.forEach(value -> out.writeBytes(value.bytes()));
        return this;
    }

    CompactWriter strings(int field, List<String> values) {
        header(field, LIST);
        listHeader(values.size(), BINARY);
        values.forEach(this::string);
        return this;
    }

    CompactWriter int32s(int field, List<Integer> values) {
        header(field, LIST);
        listHeader(values.size(), I32);
        values.forEach(this::zigzag);
        return this;
    }

    /** The struct, ended. */
    byte[] bytes() {
        byte[] fields = out.toByteArray();
        return java.util.Arrays.copyOf(fields, fields.length + 1);
    }

    private void header(int field, int type) {
        if (field <= last || field - last > 15) {
            throw new IllegalArgumentException("field " + field + " behind " + last);
        }
        out.write(field - last << 4 | type);
        last = field;
    }

    private void listHeader(int size, int type) {
        if (size < 15) {
            out.write(size << 4 | type);
        } else {
            out.write(0xf0 | type);
            varint(size);
        }
    }

    private void string(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        varint(bytes.length);
        out.writeBytes(bytes);
    }

    private void zigzag(long value) {
        varint(value << 1 ^ value >> 63);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
