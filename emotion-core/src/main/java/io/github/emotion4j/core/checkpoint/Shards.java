package io.github.emotion4j.core.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A checkpoint in several files of one form, with an index that says which tensor lies in which. Immutable and thread-safe. */
public final class Shards implements TensorFile {

    private final Path index;
    private final Map<String, TensorFile> partOf;

    private Shards(Path index, Map<String, TensorFile> partOf) {
        this.index = index;
        this.partOf = partOf;
    }

    /** How one part is opened, e.g. {@link Safetensors#open}. */
    @FunctionalInterface
    public interface Form {
        /** Opens a part. */
        TensorFile open(Path file) throws IOException;
    }

    /**
     * Opens all parts.
     *
     * @param index e.g. {@code model.safetensors.index.json}; the parts lie beside it
     * @param extension of the parts, with its dot
     * @param form of the parts
     * @throws InvalidModelException if a part breaks a rule of its form, or the parts do not hold exactly what the index says
     * @throws IOException if a part cannot be read
     */
    public static Shards open(Path index, String extension, Form form) throws IOException {
        var partOf = new LinkedHashMap<String, TensorFile>();
        var parts = new LinkedHashMap<String, TensorFile>();
        for (var item : ShardIndex.read(index, extension).entrySet()) {
            TensorFile part = parts.get(item.getValue());
            if (part == null) {
                part = form.open(index.resolveSibling(item.getValue()));
                parts.put(item.getValue(), part);
            }
            if (!part.names().contains(item.getKey())) {
                throw new InvalidModelException(part.file() + ": there is no tensor '" + item.getKey() + "', which "
                        + index.getFileName() + " says is here; fetch both files again, from one revision");
            }
            partOf.put(item.getKey(), part);
        }
        for (TensorFile part : parts.values()) {
            for (String name : part.names()) {
                if (partOf.get(name) != part) {
                    throw new InvalidModelException(part.file() + ": tensor '" + name + "' is not said to be here by "
                            + index.getFileName() + "; fetch both files again, from one revision");
                }
            }
        }
        return new Shards(index, partOf);
    }

    @Override
    public Path file() {
        return index;
    }

    /** The parts, sorted by name. */
    public SortedSet<Path> parts() {
        return partOf.values().stream().map(TensorFile::file).collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(partOf.keySet());
    }

    @Override
    public int[] shape(String name) {
        return part(name).shape(name);
    }

    @Override
    public String dtype(String name) {
        return part(name).dtype(name);
    }

    @Override
    public Tensor tensor(String name) {
        return part(name).tensor(name);
    }

    private TensorFile part(String name) {
        TensorFile part = partOf.get(name);
        if (part == null) {
            throw new InvalidModelException(index + ": there is no tensor '" + name + "'");
        }
        return part;
    }
}
