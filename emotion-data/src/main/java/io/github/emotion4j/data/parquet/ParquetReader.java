package io.github.emotion4j.data.parquet;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.emotion4j.data.InvalidDataException;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** A Parquet file's columns. Not thread-safe; to be closed. */
public final class ParquetReader implements Closeable {

    private static final int MAGIC = 0x31524150; // PAR1
    private static final int ENCRYPTED = 0x45524150; // PARE
    private static final int REPEATED = 2;
    private static final int DECIMAL = 5;

    private final String place;
    private final FileChannel channel;
    private final Struct metadata;
    private final List<Struct> columns;
    private final List<String> names;

    private ParquetReader(String place, FileChannel channel, Struct metadata) throws IOException {
        this.place = place;
        this.channel = channel;
        this.metadata = metadata;
        this.columns = topLevel(metadata.structs(2));
        this.names = names(columns);
    }

    /**
     * Opens a file and reads its schema.
     *
     * @throws InvalidDataException if this is not a Parquet file, or a damaged or encrypted one
     * @throws IOException if the file cannot be read
     */
    public static ParquetReader open(Path file) throws IOException {
        String place = file.getFileName().toString();
        FileChannel channel = FileChannel.open(file);
        try {
            return new ParquetReader(place, channel, footer(channel));
        } catch (IOException e) {
            channel.close();
            throw new InvalidDataException(place, e.getMessage() + "; expected a whole Parquet file", e);
        }
    }

    private static Struct footer(FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < 12) {
            throw new IOException("is no Parquet file: it has " + size + " bytes");
        }
        ByteBuffer end = read(channel, size - 8, 8);
        int length = end.getInt();
        int magic = end.getInt();
        if (magic == ENCRYPTED) {
            throw new IOException("is encrypted, which is not supported");
        }
        if (magic != MAGIC || length < 0 || length > size - 12) {
            throw new IOException("is no Parquet file, or its end is missing");
        }
        return new CompactReader(new ByteArrayInputStream(
                        read(channel, size - 8 - length, length).array()))
                .struct();
    }

    private static ByteBuffer read(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new IOException("ends early");
            }
        }
        return buffer.flip();
    }

    /** The children of the root; the schema lists the tree in depth-first order. */
    private static List<Struct> topLevel(List<Struct> schema) throws IOException {
        List<Struct> columns = new ArrayList<>();
        for (int at = 1; at < schema.size(); ) {
            columns.add(schema.get(at));
            for (long below = 1; below > 0 && at < schema.size(); at++) {
                below += schema.get(at).number(5, 0) - 1;
            }
        }
        return columns;
    }

    private static List<String> names(List<Struct> columns) throws IOException {
        List<String> names = new ArrayList<>();
        for (Struct column : columns) {
            names.add(column.string(4));
        }
        return List.copyOf(names);
    }

    /** Names of the top-level columns, in the file's order. */
    public List<String> columns() {
        return names;
    }

    /**
     * A column's values.
     *
     * @param name one of {@link #columns()}
     * @throws IllegalArgumentException if there is no such column
     * @throws InvalidDataException if the column holds neither strings nor numbers nor booleans, or several values per row
     */
    public ParquetColumn column(String name) throws InvalidDataException {
        int at = names.indexOf(name);
        if (at < 0) {
            throw new IllegalArgumentException("there is no column '" + name + "' among " + names);
        }
        try {
            return column(name, columns.get(at));
        } catch (InvalidDataException e) {
            throw e;
        } catch (IOException e) {
            throw new InvalidDataException(place, e.getMessage() + "; the file is damaged", e);
        }
    }

    private ParquetColumn column(String name, Struct element) throws IOException {
        if (element.number(5, 0) > 0 || element.number(3, 0) == REPEATED) {
            throw new InvalidDataException(place, "column '" + name + "' is nested; expected one value per row");
        }
        boolean decimal = element.number(6, -1) == DECIMAL && element.number(7, 0) != 0;
        if (decimal || !PageValues.readable(element.number(1))) {
            throw new InvalidDataException(
                    place,
                    "column '" + name + "' is of type "
                            + (decimal ? "DECIMAL with a fraction" : PageValues.type(element.number(1)))
                            + "; expected strings or integers");
        }
        List<Struct> chunks = new ArrayList<>();
        for (Struct group : metadata.structs(4)) {
            for (Struct chunk : group.structs(1)) {
                if (chunk.has(1)) {
                    throw new InvalidDataException(place, "keeps its columns in other files, which is not supported");
                }
                if (chunk.struct(3).strings(3).equals(List.of(name))) {
                    chunks.add(chunk.struct(3));
                }
            }
        }
        return new ParquetColumn(place, channel, chunks, element.number(3, 0) == 1);
    }

    /**
     * The names behind a column of class numbers, as Hugging Face's {@code datasets} writes them into the file's metadata; empty if there are none.
     *
     * @param column a column's name
     */
    public Optional<List<String>> classNames(String column) throws InvalidDataException {
        try {
            for (Struct entry : metadata.has(5) ? metadata.structs(5) : List.<Struct>of()) {
                if (entry.string(1).equals("huggingface") && entry.has(2)) {
                    return classNames(entry.string(2), column);
                }
            }
        } catch (IOException e) {
            throw new InvalidDataException(place, e.getMessage() + "; the file is damaged", e);
        }
        return Optional.empty();
    }

    private static Optional<List<String>> classNames(String json, String column) {
        JsonElement element;
        try {
            element = JsonParser.parseString(json);
        } catch (JsonParseException e) {
            return Optional.empty();
        }
        for (String key : List.of("info", "features", column, "names")) {
            element = element instanceof JsonObject object ? object.get(key) : null;
        }
        if (!(element instanceof JsonArray array)
                || StreamSupport.stream(array.spliterator(), false).anyMatch(name -> !name.isJsonPrimitive())) {
            return Optional.empty();
        }
        return Optional.of(StreamSupport.stream(array.spliterator(), false)
                .map(JsonElement::getAsString)
                .toList());
    }

    /**
     * A column's physical type: {@code BYTE_ARRAY}, {@code INT32}, {@code DOUBLE}, …
     *
     * @param name one of {@link #columns()}
     */
    public String type(String name) throws InvalidDataException {
        try {
            return PageValues.type(columns.get(names.indexOf(name)).number(1, -1));
        } catch (IOException e) {
            throw new InvalidDataException(place, e.getMessage() + "; the file is damaged", e);
        }
    }

    /** The file's name, for messages. */
    public String place() {
        return place;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
