package io.github.emotion4j.core.checkpoint;

import java.nio.file.Path;
import java.util.Set;

/**
 * Named tensors on disk, in whatever form: what there is is known at once, values are read when they are asked for. Implementations are immutable and
 * thread-safe; the file must not change while its tensors are in use.
 */
public interface TensorFile {

    /** What was opened: the file, or the index of several. For messages. */
    Path file();

    /** Names of all tensors, in the file's order; unmodifiable. */
    Set<String> names();

    /**
     * Shape of a tensor, row-major; empty for a scalar.
     *
     * @throws InvalidModelException if there is none of that name
     */
    int[] shape(String name);

    /**
     * Type of a tensor's elements as safetensors calls it, e.g. {@code F32}, {@code BF16} or {@code I64}.
     *
     * @throws InvalidModelException if there is none of that name
     */
    String dtype(String name);

    /**
     * A tensor as float32, widened or, from float64, rounded.
     *
     * @throws InvalidModelException if there is none of that name, or its elements are not floating-point numbers, or one is NaN or infinite
     */
    Tensor tensor(String name);
}
