package io.github.emotion4j.core.graph;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.nd4j.autodiff.samediff.internal.memory.AbstractMemoryMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The arrays of one pass of ND4J: freed as soon as the session has no more use for them, and all that are left at its end. ND4J's own manager keeps
 * them for the garbage collector.
 */
final class ClosingMemory extends AbstractMemoryMgr {

    private final Set<INDArray> living = Collections.newSetFromMap(new IdentityHashMap<>());

    @Override
    public INDArray allocate(boolean detached, DataType type, long... shape) {
        return noted(Nd4j.createUninitializedDetached(type, shape));
    }

    @Override
    public INDArray allocate(boolean detached, LongShapeDescriptor descriptor) {
        return noted(
                descriptor.isEmpty()
                        ? Nd4j.create(descriptor)
                        : Nd4j.createUninitializedDetached(descriptor.dataType(), descriptor.getShape()));
    }

    private INDArray noted(INDArray array) {
        living.add(array);
        return array;
    }

    @Override
    public void release(INDArray array) {
        living.remove(array);
        close(array);
    }

    @Override
    public void close() {
        living.forEach(ClosingMemory::close);
        living.clear();
    }

    private static void close(INDArray array) {
        if (array.closeable() && !array.wasClosed()) {
            array.close();
        }
    }
}
