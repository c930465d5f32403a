package io.github.emotion4j.core.graph.kernel;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Float32 values in native memory, or a slice of them. Not synchronised; kernels write disjoint parts. Only what {@link #allocate} returned owns
 * memory and needs {@link #close()}.
 */
public final class Floats implements AutoCloseable {

    private static final float[] ZEROES = new float[1 << 12];

    private final Block block;
    private final FloatBuffer values;
    private final IntBuffer bits;
    private final int offset;
    private final int size;

    private Floats(Block block, int offset, int size) {
        this.block = block;
        this.values = block.values();
        this.bits = block.bits();
        this.offset = offset;
        this.size = size;
    }

    /**
     * New memory, set to zero.
     *
     * @param size number of floats, at most 2^31 - 1
     */
    public static Floats allocate(long size) {
        Block block = Block.of(Math.max(1, Math.toIntExact(size)));
        var floats = new Floats(block, 0, (int) size);
        floats.zero(0, floats.size());
        return floats;
    }

    /** A part of these values; writing it writes them. */
    public Floats slice(int from, int length) {
        if (from < 0 || length < 0 || from + length > size) {
            throw new IndexOutOfBoundsException("slice [" + from + ", " + (from + length) + ") of " + size);
        }
        return new Floats(block, offset + from, length);
    }

    /** Number of floats. */
    public int size() {
        return size;
    }

    /** The address of an element, for a native call: at position 0, since calls that take any pointer count positions in bytes. */
    public FloatPointer pointer(int index) {
        return block.base().getPointer((long) offset + index);
    }

    /** Reads {@code count} values from {@code index} on into {@code target[at...]}. */
    public void get(int index, float[] target, int at, int count) {
        values.get(offset + index, target, at, count);
    }

    /** Writes {@code count} values of {@code source[at...]} from {@code index} on. */
    public void put(int index, float[] source, int at, int count) {
        values.put(offset + index, source, at, count);
    }

    /** Reads the bits of {@code count} values from {@code index} on. */
    void getBits(int index, int[] target, int count) {
        bits.get(offset + index, target, 0, count);
    }

    /** Writes values given by their bits. */
    void putBits(int index, int[] source, int count) {
        bits.put(offset + index, source, 0, count);
    }

    /** Reads one value. */
    public float get(int index) {
        return values.get(offset + index);
    }

    /** Writes one value. */
    public void put(int index, float value) {
        values.put(offset + index, value);
    }

    /** Sets {@code count} values from {@code index} on to zero. */
    public void zero(int index, int count) {
        for (int done = 0; done < count; done += ZEROES.length) {
            put(index + done, ZEROES, 0, Math.min(ZEROES.length, count - done));
        }
    }

    /** Copies all of a buffer, from its position 0 to its limit, to the start of these values. */
    public void put(FloatBuffer source) {
        values.slice(offset, size).put(source.duplicate().rewind());
    }

    /** Copies all values to others of the same size. */
    public void copyTo(Floats target) {
        if (target.size != size) {
            throw new IllegalArgumentException(size + " values do not fit " + target.size);
        }
        target.values.slice(target.offset, size).put(values.slice(offset, size));
    }

    /** A copy of all values. */
    public float[] toArray() {
        float[] copy = new float[size];
        get(0, copy, 0, size);
        return copy;
    }

    @Override
    public void close() {
        block.free();
    }
}
