package io.github.emotion4j.core.checkpoint.torch;

import io.github.emotion4j.core.checkpoint.FloatFormat;
import io.github.emotion4j.core.checkpoint.Tensor;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A tensor as torch describes it: a place in a storage, a shape, and for each axis how many elements lie between one index and the next. Thread-safe.
 */
final class StridedView {

    private final Storage storage;
    private final int offset;
    private final int[] shape;
    private final int[] strides;
    private WeakReference<Tensor> read = new WeakReference<>(null);

    /** See {@link Storage#view}. */
    StridedView(Storage storage, int offset, int[] shape, int[] strides) {
        this.storage = storage;
        this.offset = offset;
        this.shape = shape;
        this.strides = strides;
    }

    ElementType type() {
        return storage.type();
    }

    int[] shape() {
        return shape.clone();
    }

    /** Bytes that {@link #read} takes beyond the mapped file; 0 where it cannot read. */
    long copiedBytes() {
        boolean mapped = type() == ElementType.F32 && isDense();
        return mapped || !type().isFloat() ? 0 : 4L * size();
    }

    private int size() {
        int size = 1;
        for (int axis : shape) {
            size *= axis;
        }
        return size;
    }

    /** Whether the elements lie one after the other in row-major order. */
    private boolean isDense() {
        int expected = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            if (shape[axis] != 1 && strides[axis] != expected) {
                return size() == 0;
            }
            expected *= shape[axis];
        }
        return true;
    }

    /**
     * The elements as float32: of the mapped file where they are dense and of that type, otherwise a copy, which is shared by all who hold it.
     *
     * @param format that of the storage
     */
    synchronized Tensor read(FloatFormat format) {
        Tensor known = read.get();
        if (known == null) {
            known = new Tensor(shape.clone(), isDense() ? dense(format) : gathered(format));
            read = new WeakReference<>(known);
        }
        return known;
    }

    private FloatBuffer dense(FloatFormat format) {
        return format.widen(
                storage.content().slice(size() == 0 ? 0 : offset * format.bytes(), size() * format.bytes()));
    }

    private FloatBuffer gathered(FloatFormat format) {
        ByteBuffer content = storage.content();
        float[] values = new float[size()];
        int[] index = new int[shape.length];
        int place = offset;
        for (int i = 0; i < values.length; i++) {
            values[i] = format.at(content, place);
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                place += strides[axis];
                if (++index[axis] < shape[axis]) {
                    break;
                }
                place -= strides[axis] * shape[axis];
                index[axis] = 0;
            }
        }
        return FloatBuffer.wrap(values);
    }

    /** Of the place and form; which storage it is of is not compared. */
    @Override
    public boolean equals(Object other) {
        return other instanceof StridedView view
                && offset == view.offset
                && Arrays.equals(shape, view.shape)
                && Arrays.equals(strides, view.strides);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * offset + Arrays.hashCode(shape)) + Arrays.hashCode(strides);
    }

    @Override
    public String toString() {
        return "a tensor";
    }
}
