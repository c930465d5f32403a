package io.github.emotion4j.core.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.function.IntUnaryOperator;

/** A file channel for writing whose disk may be full: the write that meets the limit is done by half. */
final class LimitedChannel extends FileChannel {

    private final FileChannel file;
    private final IntUnaryOperator granted;
    private final Runnable closing;

    LimitedChannel(FileChannel file, IntUnaryOperator granted, Runnable closing) {
        this.file = file;
        this.granted = granted;
        this.closing = closing;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int wanted = bytes.remaining();
        int count = granted.applyAsInt(wanted);
        ByteBuffer part = bytes.slice(bytes.position(), count);
        while (part.hasRemaining()) {
            file.write(part);
        }
        bytes.position(bytes.position() + count);
        if (count < wanted) {
            throw new IOException("no space left on device");
        }
        return count;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        file.force(metaData);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        closing.run();
        file.close();
    }

    @Override
    public long position() throws IOException {
        return file.position();
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public int read(ByteBuffer target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel position(long newPosition) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel truncate(long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int read(ByteBuffer target, long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer source, long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }
}
