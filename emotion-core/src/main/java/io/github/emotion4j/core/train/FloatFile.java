package io.github.emotion4j.core.train;

import io.github.emotion4j.core.graph.kernel.Floats;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** Native floats as a little-endian file, with a checksum. */
final class FloatFile {

    private static final int BLOCK = 1 << 16;

    private FloatFile() {}

    /** Writes all values and returns the checksum of the bytes. The channel is left at their end. */
    static long write(FileChannel channel, Floats values) throws IOException {
        var crc = new CRC32C();
        float[] block = new float[BLOCK];
        ByteBuffer bytes = ByteBuffer.allocateDirect(4 * BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < values.size(); at += BLOCK) {
            int count = Math.min(BLOCK, values.size() - at);
            values.get(at, block, 0, count);
            bytes.clear();
            bytes.asFloatBuffer().put(block, 0, count);
            bytes.limit(4 * count);
            crc.update(bytes.duplicate());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
        return crc.getValue();
    }

    /** Takes a block of values that was read. */
    private interface Taker {
        void take(int at, float[] block, int count);
    }

    /**
     * Reads a file into memory of the same size and returns the checksum of the bytes.
     *
     * @throws IOException if the file is shorter or longer
     */
    static long read(Path file, Floats target) throws IOException {
        return read(file, target.size(), (at, block, count) -> target.put(at, block, 0, count));
    }

    /**
     * Reads a file without keeping anything and returns the checksum of the bytes.
     *
     * @throws IOException if the file does not hold {@code size} floats
     */
    static long checksum(Path file, int size) throws IOException {
        return read(file, size, (at, block, count) -> {});
    }

    private static long read(Path file, int size, Taker taker) throws IOException {
        var crc = new CRC32C();
        float[] block = new float[BLOCK];
        ByteBuffer bytes = ByteBuffer.allocateDirect(4 * BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() != 4L * size) {
                throw new IOException(file + " has " + channel.size() + " bytes, expected " + 4L * size);
            }
            for (int at = 0; at < size; at += BLOCK) {
                int count = Math.min(BLOCK, size - at);
                bytes.clear().limit(4 * count);
                while (bytes.hasRemaining()) {
                    if (channel.read(bytes) < 0) {
                        throw new EOFException(file + " ends early");
                    }
                }
                bytes.flip();
                crc.update(bytes.duplicate());
                bytes.asFloatBuffer().get(block, 0, count);
                taker.take(at, block, count);
            }
        }
        return crc.getValue();
    }
}
