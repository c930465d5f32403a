package io.github.emotion4j.core.checkpoint.torch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes pickles of protocol 2, instruction by instruction. */
final class PickleBytes {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    PickleBytes() {
        raw(0x80, 2);
    }

    /** A dict with one float32 tensor 'w' as torch describes it. */
    static PickleBytes tensor(long offset, int[] shape, int[] strides, long storageSize) {
        return new PickleBytes()
                .op("}")
                .text("w")
                .global("torch._utils", "_rebuild_tensor_v2")
                .op("(")
                .storage("FloatStorage", "0", storageSize)
                .number(offset)
                .tuple(shape)
                .tuple(strides)
                .raw(0x89)
                .global("collections", "OrderedDict")
                .op(")R")
                .op("tR")
                .op("s.");
    }

    PickleBytes storage(String type, String key, long size) {
        return op("(").text("storage")
                .global("torch", type)
                .text(key)
                .text("cpu")
                .number(size)
                .op("tQ");
    }

    /** Opcodes that are letters. */
    PickleBytes op(String letters) {
        bytes.writeBytes(letters.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    PickleBytes raw(int... values) {
        for (int value : values) {
            bytes.write(value);
        }
        return this;
    }

    PickleBytes repeat(String letters, int times) {
        return op(letters.repeat(times));
    }

    PickleBytes global(String module, String name) {
        return op("c" + module + "\n" + name + "\n");
    }

    PickleBytes text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        op("X").little(4, utf8.length);
        bytes.writeBytes(utf8);
        return this;
    }

    PickleBytes number(long value) {
        return raw(0x8a, 8).little(8, value);
    }

    PickleBytes tuple(int... values) {
        op("(");
        for (int value : values) {
            number(value);
        }
        return op("t");
    }

    PickleBytes little(int size, long value) {
        byte[] all = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        bytes.write(all, 0, size);
        return this;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
