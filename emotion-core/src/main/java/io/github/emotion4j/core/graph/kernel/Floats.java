package io.github.emotion4j.core.graph.kernel;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Float32 values in native memory, or a slice of them. Not synchronised; kernels write disjoint parts. Only what {@link #allocate} returned owns
 * memory and needs {@link #close()}.
 */
public final class Floats implements AutoCloseable {

    private static final float[] ZEROES = new float[1 << 12];

    private final Block block;
    private final int offset;
    private final int size;

    private Floats(Block block, int offset, int size) {
        this.block = block;
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
        if (from < 0 || length < 0 || from > size - length) {
            throw new IndexOutOfBoundsException("slice of " + length + " from " + from + " of " + size);
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
        for (int done = 0, part; done < count; done += part) {
            part = Math.min(Block.WINDOW, count - done);
            int from = offset + index + done;
            block.values(from).get(Block.place(from), target, at + done, part);
        }
    }

    /** Writes {@code count} values of {@code source[at...]} from {@code index} on. */
    public void put(int index, float[] source, int at, int count) {
        for (int done = 0, part; done < count; done += part) {
            part = Math.min(Block.WINDOW, count - done);
            int from = offset + index + done;
            block.values(from).put(Block.place(from), source, at + done, part);
        }
    }

    /** Reads the bits of {@code count} values, of a row of a matrix at most, from {@code index} on. */
    void getBits(int index, int[] target, int count) {
        block.bits(offset + index).get(Block.place(offset + index), target, 0, count);
    }

    /** Writes values given by their bits. */
    void putBits(int index, int[] source, int count) {
        block.bits(offset + index).put(Block.place(offset + index), source, 0, count);
    }

    /** Reads one value. */
    public float get(int index) {
        return block.values(offset + index).get(Block.place(offset + index));
    }

    /** Writes one value. */
    public void put(int index, float value) {
        block.values(offset + index).put(Block.place(offset + index), value);
    }

    /** Sets {@code count} values from {@code index} on to zero. */
    public void zero(int index, int count) {
        for (int done = 0, part; done < count; done += part) {
            part = Math.min(ZEROES.length, count - done);
            put(index + done, ZEROES, 0, part);
        }
    }

    /** Copies all of a buffer, from its position 0 to its limit, to the start of these values. */
    public void put(FloatBuffer source) {
        FloatBuffer all = source.duplicate().rewind();
        if (all.limit() > size) {
            throw new IllegalArgumentException(all.limit() + " values do not fit " + size);
        }
        for (int done = 0, part; done < all.limit(); done += part) {
            part = Math.min(Block.WINDOW, all.limit() - done);
            part(done, part).put(0, all, done, part);
        }
    }

    /** Copies all values to others of the same size. */
    public void copyTo(Floats target) {
        if (target.size != size) {
            throw new IllegalArgumentException(size + " values do not fit " + target.size);
        }
        for (int done = 0, part; done < size; done += part) {
            part = Math.min(Block.WINDOW, size - done);
            target.part(done, part).put(part(done, part));
        }
    }

    /** Some of the values, at most {@link Block#WINDOW}. */
    private FloatBuffer part(int index, int count) {
        return block.values(offset + index).slice(Block.place(offset + index), count);
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
