package io.github.emotion4j.core.checkpoint.torch;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** A row of elements in the file, on which tensors are views. Thread-safe once its views are known. */
final class Storage {

    private final Archive archive;
    private final String record;
    private final ElementType type;
    private final ByteBuffer content;
    private final Map<StridedView, StridedView> views = new HashMap<>();
    private final AtomicBoolean intact = new AtomicBoolean();

    /**
     * A storage that lies in a record.
     *
     * @param content all of it, a whole number of elements
     */
    Storage(Archive archive, String record, ElementType type, ByteBuffer content) {
        this.archive = archive;
        this.record = record;
        this.type = type;
        this.content = content;
    }

    ElementType type() {
        return type;
    }

    /** Number of elements. */
    int size() {
        return content.limit() / type.bytes();
    }

    /**
     * A view on this storage; the same object for the same place and form, so that tied weights are read once.
     *
     * @param offset elements in front of the first
     * @param shape at least 0 each, with a product that fits an int
     * @param strides elements from one index of an axis to the next; the last element lies inside
     */
    StridedView view(int offset, int[] shape, int[] strides) {
        return views.computeIfAbsent(new StridedView(this, offset, shape, strides), view -> view);
    }

    /** All elements, compared with their checksum when they are first asked for. */
    ByteBuffer content() {
        if (!intact.get()) {
            archive.requireIntact(record, content);
            intact.set(true);
        }
        return content;
    }

    @Override
    public String toString() {
        return "a storage";
    }
}
