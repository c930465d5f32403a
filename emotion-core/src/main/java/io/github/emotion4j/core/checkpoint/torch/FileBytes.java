package io.github.emotion4j.core.checkpoint.torch;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of a file of any size, mapped and not copied. Slices outlive it: their mapping ends when they are collected. */
final class FileBytes implements Closeable {

    /** Of a file above 2 GiB, slices up to this size are read: a mapping of its own costs more. */
    private static final int SMALL = 1 << 16;

    private final FileChannel channel;
    private final ByteBuffer whole;
    private final long size;

    private FileBytes(FileChannel channel, ByteBuffer whole, long size) {
        this.channel = channel;
        this.whole = whole;
        this.size = size;
    }

    static FileBytes open(Path file) throws IOException {
        return open(file, Integer.MAX_VALUE);
    }

    /**
     * Opens a file.
     *
     * @param mappedWhole up to this many bytes are mapped once, above each slice by itself; at most {@link Integer#MAX_VALUE}
     */
    static FileBytes open(Path file, int mappedWhole) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            long size = channel.size();
            return new FileBytes(channel, size <= mappedWhole ? channel.map(MapMode.READ_ONLY, 0, size) : null, size);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Bytes that are in memory already. */
    static FileBytes of(byte[] bytes) {
        return new FileBytes(null, ByteBuffer.wrap(bytes).asReadOnlyBuffer(), bytes.length);
    }

    long size() {
        return size;
    }

    /**
     * A part of the file, little-endian.
     *
     * @param begin with {@code length} inside of the file
     * @param length below 2 GiB
     */
    ByteBuffer slice(long begin, long length) throws IOException {
        return at(begin, Math.toIntExact(length)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private ByteBuffer at(long begin, int length) throws IOException {
        if (whole != null) {
            return whole.slice(Math.toIntExact(begin), length);
        }
        if (length > SMALL) {
            return channel.map(MapMode.READ_ONLY, begin, length);
        }
        ByteBuffer read = ByteBuffer.allocate(length);
        while (read.hasRemaining()) {
            if (channel.read(read, begin + read.position()) < 0) {
                throw new EOFException("the file became shorter while it was read");
            }
        }
        return read.flip();
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
