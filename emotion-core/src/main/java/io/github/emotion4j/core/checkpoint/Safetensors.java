package io.github.emotion4j.core.checkpoint;

import io.github.emotion4j.core.checkpoint.SafetensorsHeader.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * A safetensors file: named arrays behind a JSON header. Reading maps the file and copies nothing that is stored as float32; every rule of the
 * format is enforced before a value is looked at.
 *
 * <p>Immutable and thread-safe. The file must not be changed while its tensors are in use; the mapping ends when they are collected.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
 */
public final class Safetensors implements TensorFile {

    private final Path file;
    private final Map<String, Entry> entries;
    private final ByteBuffer data;
    private final Map<String, String> metadata;

    private Safetensors(Path file, SafetensorsHeader header, ByteBuffer data) {
        this.file = file;
        this.entries = header.entries();
        this.data = data;
        this.metadata = header.metadata();
    }

    /**
     * Maps a file and checks its header.
     *
     * @throws InvalidModelException if the file breaks a rule of the format or is larger than 2 GiB
     * @throws IOException if it cannot be read
     */
    public static Safetensors open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < 10) {
                throw invalid(file, "the file has " + size + " bytes; not even a header fits");
            }
            if (size > Integer.MAX_VALUE) {
                throw invalid(file, "the file has " + size + " bytes; more than 2 GiB in one file are not supported");
            }
            ByteBuffer all = channel.map(FileChannel.MapMode.READ_ONLY, 0, size).order(ByteOrder.LITTLE_ENDIAN);
            long length = all.getLong(0);
            if (length < 2 || length > SafetensorsHeader.MAX_SIZE || length > size - 8) {
                throw invalid(
                        file,
                        "the header claims " + Long.toUnsignedString(length) + " bytes; expected 2 to "
                                + Math.min(SafetensorsHeader.MAX_SIZE, size - 8));
            }
            ByteBuffer data = all.slice(8 + (int) length, (int) (size - 8 - length));
            var header = SafetensorsHeader.parse(file, all.slice(8, (int) length), data.limit());
            return new Safetensors(file, header, data);
        }
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    /** The header's free-form texts; empty if it has none. */
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(metadata);
    }

    @Override
    public int[] shape(String name) {
        return entry(name).shape().clone();
    }

    @Override
    public String dtype(String name) {
        return entry(name).dtype();
    }

    /**
     * {@inheritDoc} A view of the mapped file for F32, a widened copy for F16, BF16 and F64.
     */
    @Override
    public Tensor tensor(String name) {
        Entry entry = entry(name);
        FloatFormat format = FloatFormat.of(file, name, entry.dtype());
        ByteBuffer bytes = data.slice((int) entry.begin(), (int) (entry.end() - entry.begin()));
        var tensor = new Tensor(entry.shape().clone(), format.widen(bytes));
        Finite.require(file.toString(), name, tensor);
        return tensor;
    }

    /**
     * Writes tensors as float32, sorted by name, so that equal content gives equal bytes. The file appears whole or not at all.
     *
     * @param metadata free-form texts for the header, e.g. {@code format=pt}
     */
    public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) throws IOException {
        SafetensorsWriter.write(file, tensors, metadata);
    }

    private Entry entry(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw invalid(file, "there is no tensor '" + name + "'");
        }
        return entry;
    }

    private static InvalidModelException invalid(Path file, String problem) {
        return new InvalidModelException(file + ": " + problem);
    }
}
