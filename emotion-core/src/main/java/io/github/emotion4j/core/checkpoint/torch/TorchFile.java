package io.github.emotion4j.core.checkpoint.torch;

import io.github.emotion4j.core.checkpoint.Finite;
import io.github.emotion4j.core.checkpoint.FloatFormat;
import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.core.checkpoint.Tensor;
import io.github.emotion4j.core.checkpoint.TensorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A state dict as {@code torch.save} writes it since PyTorch 1.6, e.g. {@code pytorch_model.bin}. Such a file holds a pickle, which in Python can run
 * anything; here it can only describe tensors, and a file that asks for more is refused with the name of what it asks for.
 *
 * <p>Storages are mapped, not copied. Views that are not row-major, and types other than float32, are copied when they are asked for; all of them together
 * may take at most twice the size of the file.
 *
 * @see <a href="https://docs.pytorch.org/docs/2.13/notes/serialization.html">PyTorch's serialization semantics</a>
 */
public final class TorchFile implements TensorFile {

    /** Bytes that copies may always take. */
    private static final long ALLOWANCE = 1 << 20;

    private final Path file;
    private final Map<String, StridedView> tensors;

    private TorchFile(Path file, Map<String, StridedView> tensors) {
        this.file = file;
        this.tensors = tensors;
    }

    /**
     * Maps a file and reads what it says of its tensors; no values yet.
     *
     * @throws InvalidModelException if it is damaged, in another form, or holds anything but named tensors
     * @throws IOException if it cannot be read
     */
    public static TorchFile open(Path file) throws IOException {
        try (FileBytes bytes = FileBytes.open(file)) {
            return read(file, bytes);
        }
    }

    static TorchFile read(Path file, FileBytes bytes) throws IOException {
        Archive archive = Archive.open(file, bytes);
        var pickle = new Unpickler(file + ": its pickle", archive.require("data.pkl"), new TorchGlobals(file, archive));
        Map<String, StridedView> tensors = StateDict.tensors(file, pickle.run());
        long copied = 0;
        Set<StridedView> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
        distinct.addAll(tensors.values());
        for (StridedView view : distinct) {
            copied += view.copiedBytes();
        }
        if (copied > 2 * bytes.size() + ALLOWANCE) {
            throw new InvalidModelException(file + ": its tensors are views that would take " + copied
                    + " bytes in memory, of a file of " + bytes.size()
                    + "; expected at most twice as much. Save contiguous copies of them");
        }
        return new TorchFile(file, tensors);
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    @Override
    public int[] shape(String name) {
        return view(name).shape();
    }

    @Override
    public String dtype(String name) {
        return view(name).type().name();
    }

    @Override
    public Tensor tensor(String name) {
        FloatFormat format = FloatFormat.of(file, name, dtype(name));
        Tensor tensor = view(name).read(format);
        Finite.require(file.toString(), name, tensor);
        return tensor;
    }

    private StridedView view(String name) {
        StridedView view = tensors.get(name);
        if (view == null) {
            throw new InvalidModelException(file + ": there is no tensor '" + name + "'");
        }
        return view;
    }
}
