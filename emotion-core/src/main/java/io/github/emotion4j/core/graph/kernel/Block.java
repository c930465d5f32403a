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

    private static final Cleaner CLEANER = Cleaner.create();

    private final FloatPointer base;
    private final FloatBuffer values;
    private final IntBuffer bits;
    private final Cleaner.Cleanable release;

    private Block(Pointer memory, int size) {
        this.base = new FloatPointer(memory);
        this.base.capacity(size);
        this.values = base.asBuffer();
        this.bits = new IntPointer(base).capacity(size).asBuffer();
        this.release = CLEANER.register(this, () -> Pointer.free(memory));
    }

    /**
     * Uninitialised memory.
     *
     * @throws OutOfMemoryError if the system has no more
     */
    static Block of(int size) {
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

    FloatBuffer values() {
        return values;
    }

    /** The same memory, as the bits of its floats. */
    IntBuffer bits() {
        return bits;
    }

    /** Idempotent. Nobody may use the memory afterwards. */
    void free() {
        release.clean();
    }
}
