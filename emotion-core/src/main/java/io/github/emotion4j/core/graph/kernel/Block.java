package io.github.emotion4j.core.graph.kernel;

import java.lang.ref.Cleaner;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A stretch of native memory that all slices of it share. It is freed by its owner, or, if that was forgotten, when nobody can reach it any more.
 *
 * <p>It does not count towards JavaCPP's own limit on native memory: that limit is the size of the Java heap, which has nothing to do with the size
 * of a model; a service with a heap of 256 MB may well hold weights of 265 MB.
 */
final class Block {

    private static final int WINDOW_BITS = 28;
    private static final Cleaner CLEANER = Cleaner.create();

    /** A buffer addresses at most 2^31 - 1 bytes: larger memory is seen through several, of twice this many floats, that overlap. */
    static final int WINDOW = 1 << WINDOW_BITS;

    private final FloatPointer base;
    private final FloatBuffer[] values;
    private final IntBuffer[] bits;
    private final Cleaner.Cleanable release;

    private Block(Pointer memory, int size) {
        this.base = new FloatPointer(memory);
        this.base.capacity(size);
        int windows = (size - 1 >>> WINDOW_BITS) + 1;
        this.values = new FloatBuffer[windows];
        this.bits = new IntBuffer[windows];
        for (int window = 0; window < windows; window++) {
            long from = (long) window << WINDOW_BITS;
            long length = Math.min(size - from, 2L * WINDOW - 1);
            FloatPointer start = base.getPointer(from);
            values[window] = start.capacity(length).asBuffer();
            bits[window] = new IntPointer(start).capacity(length).asBuffer();
        }
        this.release = CLEANER.register(this, () -> Pointer.free(memory));
    }

    /**
     * Uninitialised memory.
     *
     * @throws OutOfMemoryError if the system has no more
     */
    static Block of(int size) {
        NativeFolder.require();
        Pointer memory = Pointer.malloc(4L * size);
        if (memory == null || memory.isNull()) {
            throw new OutOfMemoryError("no " + 4L * size / (1 << 20) + " MB of native memory left");
        }
        HugePages.advise(memory.address(), 4L * size);
        return new Block(memory, size);
    }

    FloatPointer base() {
        return base;
    }

    /** A buffer that holds the floats from {@code index} on, at least {@link #WINDOW} of them or all there are, at {@link #place}. */
    FloatBuffer values(int index) {
        return values[index >>> WINDOW_BITS];
    }

    /** The same memory, as the bits of its floats. */
    IntBuffer bits(int index) {
        return bits[index >>> WINDOW_BITS];
    }

    /** Where an element lies in the buffer that was chosen for it. */
    static int place(int index) {
        return index & WINDOW - 1;
    }

    /** Idempotent. Nobody may use the memory afterwards. */
    void free() {
        release.clean();
    }
}
