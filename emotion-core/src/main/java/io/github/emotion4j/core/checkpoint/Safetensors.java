package io.github.emotion4j.core.checkpoint;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A safetensors file: named arrays behind a JSON header. Reading maps the file and copies nothing that is stored as float32; every rule of the
 * format is enforced before a value is looked at.
 *
 * <p>Immutable and thread-safe. The file must not be changed while its tensors are in use; the mapping ends when they are collected.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
 */
public final class Safetensors {

    private static final long MAX_HEADER = 100_000_000;
    private static final int MAX_TENSORS = 100_000;
    private static final int MAX_RANK = 8;
    private static final Map<String, Integer> DTYPE_BYTES = Map.ofEntries(
            Map.entry("BOOL", 1),
            Map.entry("U8", 1),
            Map.entry("I8", 1),
            Map.entry("F8_E4M3", 1),
            Map.entry("F8_E5M2", 1),
            Map.entry("I16", 2),
            Map.entry("U16", 2),
            Map.entry("F16", 2),
            Map.entry("BF16", 2),
            Map.entry("I32", 4),
            Map.entry("U32", 4),
            Map.entry("F32", 4),
            Map.entry("I64", 8),
            Map.entry("U64", 8),
            Map.entry("F64", 8));

    private final Path file;
    private final Map<String, Entry> entries;
    private final Map<String, String> metadata;

    /** Where an array lies: its type as written, its shape, and its bytes {@code [begin, end)} of a file's data. */
    private record Entry(String name, String dtype, int[] shape, long begin, long end, ByteBuffer data) {

        Entry in(ByteBuffer bytes) {
            return new Entry(name, dtype, shape, begin, end, bytes);
        }
    }

    private Safetensors(Path file, Map<String, Entry> entries, Map<String, String> metadata) {
        this.file = file;
        this.entries = entries;
        this.metadata = metadata;
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
            long header = all.getLong(0);
            if (header < 2 || header > MAX_HEADER || header > size - 8) {
                throw invalid(
                        file,
                        "the header claims " + Long.toUnsignedString(header) + " bytes; expected 2 to "
                                + Math.min(MAX_HEADER, size - 8));
            }
            var entries = new LinkedHashMap<String, Entry>();
            var metadata = new LinkedHashMap<String, String>();
            parseHeader(file, utf8(file, all.slice(8, (int) header)), entries, metadata);
            checkLayout(file, entries, size - 8 - header);
            ByteBuffer data = all.slice(8 + (int) header, (int) (size - 8 - header));
            entries.replaceAll((name, entry) -> entry.in(data));
            return new Safetensors(file, entries, metadata);
        }
    }

    /**
     * Maps the files of a checkpoint in several parts.
     *
     * @param index {@code model.safetensors.index.json}; the parts lie beside it
     * @throws InvalidModelException if a part breaks a rule of the format, or the parts do not hold what the index says
     * @throws IOException if a part cannot be read
     */
    public static Safetensors openParts(Path index) throws IOException {
        var entries = new LinkedHashMap<String, Entry>();
        var parts = new LinkedHashMap<String, Safetensors>();
        for (var item : ShardIndex.read(index).entrySet()) {
            Safetensors part = parts.get(item.getValue());
            if (part == null) {
                part = open(index.resolveSibling(item.getValue()));
                parts.put(item.getValue(), part);
            }
            entries.put(item.getKey(), part.entry(item.getKey()));
        }
        for (Safetensors part : parts.values()) {
            for (String name : part.names()) {
                if (!entries.containsKey(name)) {
                    throw invalid(part.file, "tensor '" + name + "' is not named in " + index.getFileName());
                }
            }
        }
        return new Safetensors(index, entries, Map.of());
    }

    /** The file that was opened. */
    public Path file() {
        return file;
    }

    /** Names of all arrays, in header order. */
    public Set<String> names() {
        return java.util.Collections.unmodifiableSet(entries.keySet());
    }

    /** The header's free-form texts; empty if it has none. */
    public Map<String, String> metadata() {
        return java.util.Collections.unmodifiableMap(metadata);
    }

    /** Shape of an array. */
    public int[] shape(String name) {
        return entry(name).shape.clone();
    }

    /**
     * An array as float32: a view of the mapped file for F32, a widened copy for F16, BF16 and F64.
     *
     * @throws InvalidModelException if there is none of that name, or it is of another type, or holds NaN or an infinity
     */
    public Tensor tensor(String name) {
        Entry entry = entry(name);
        FloatFormat format = switch (entry.dtype) {
            case "F32" -> FloatFormat.F32;
            case "F16" -> FloatFormat.F16;
            case "BF16" -> FloatFormat.BF16;
            case "F64" -> FloatFormat.F64;
            default ->
                throw invalid(
                        file,
                        "tensor '" + name + "' is of type " + entry.dtype
                                + "; weights must be F32, F16, BF16 or F64 (quantised weights are not supported)");
        };
        ByteBuffer bytes = entry.data.slice((int) entry.begin, (int) (entry.end - entry.begin));
        var tensor = new Tensor(entry.shape.clone(), format.widen(bytes));
        Finite.require(file.toString(), name, tensor);
        return tensor;
    }

    /**
     * Writes tensors as float32, sorted by name, so that equal content gives equal bytes. The file appears whole or not at all.
     *
     * @param metadata free-form texts for the header, e.g. {@code format=pt}
     */
    public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) throws IOException {
        var sorted = new TreeMap<>(tensors);
        byte[] header = header(sorted, metadata).getBytes(StandardCharsets.UTF_8);
        int padded = (header.length + 7) / 8 * 8;
        AtomicFile.write(file, channel -> {
            ByteBuffer buffer = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
            ByteBuffer head = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
            head.putLong(padded).put(header);
            while (head.hasRemaining()) {
                head.put((byte) ' ');
            }
            AtomicFile.writeFully(channel, head.flip());
            for (Tensor tensor : sorted.values()) {
                var values = tensor.values().duplicate().rewind();
                while (values.hasRemaining()) {
                    int count = Math.min(values.remaining(), buffer.capacity() / 4);
                    buffer.clear().asFloatBuffer().put(values.slice(values.position(), count));
                    values.position(values.position() + count);
                    AtomicFile.writeFully(channel, buffer.limit(4 * count));
                }
            }
        });
    }

    private Entry entry(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw invalid(file, "there is no tensor '" + name + "'");
        }
        return entry;
    }

    private static String header(Map<String, Tensor> sorted, Map<String, String> metadata) throws IOException {
        var text = new StringWriter();
        var json = new JsonWriter(text);
        json.setHtmlSafe(false);
        json.beginObject();
        if (!metadata.isEmpty()) {
            json.name("__metadata__").beginObject();
            for (var item : new TreeMap<>(metadata).entrySet()) {
                json.name(item.getKey()).value(item.getValue());
            }
            json.endObject();
        }
        long offset = 0;
        for (var item : sorted.entrySet()) {
            long end = offset + 4L * item.getValue().size();
            json.name(item.getKey()).beginObject().name("dtype").value("F32");
            json.name("shape").beginArray();
            for (int axis : item.getValue().shape()) {
                json.value(axis);
            }
            json.endArray().name("data_offsets").beginArray().value(offset).value(end);
            json.endArray().endObject();
            offset = end;
        }
        json.endObject().flush();
        return text.toString();
    }

    private static void parseHeader(
            Path file, String header, Map<String, Entry> entries, Map<String, String> metadata) {
        if (header.charAt(0) != '{') {
            throw invalid(file, "the header does not begin with '{'");
        }
        try (var json = new JsonReader(new StringReader(header))) {
            json.beginObject();
            boolean metadataSeen = false;
            while (json.hasNext()) {
                String name = json.nextName();
                if (name.equals("__metadata__")) {
                    if (metadataSeen) {
                        throw invalid(file, "the header names '__metadata__' twice");
                    }
                    metadataSeen = true;
                    json.beginObject();
                    while (json.hasNext()) {
                        String key = json.nextName();
                        if (json.peek() != JsonToken.STRING || metadata.put(key, json.nextString()) != null) {
                            throw invalid(file, "metadata '" + key + "' is not one text");
                        }
                    }
                    json.endObject();
                } else if (entries.put(name, parseEntry(file, name, json)) != null) {
                    throw invalid(file, "the header names '" + name + "' twice");
                }
                if (entries.size() > MAX_TENSORS) {
                    throw invalid(file, "the header names more than " + MAX_TENSORS + " tensors");
                }
            }
            json.endObject();
            if (json.peek() != JsonToken.END_DOCUMENT) {
                throw invalid(file, "there is text after the header's closing brace");
            }
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw new InvalidModelException(
                    file + ": the header is not the JSON that safetensors prescribes: " + e.getMessage(), e);
        }
    }

    private static Entry parseEntry(Path file, String name, JsonReader json) throws IOException {
        String dtype = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        json.beginObject();
        while (json.hasNext()) {
            String key = json.nextName();
            switch (key) {
                case "dtype" -> dtype = once(file, name, key, dtype, json.nextString());
                case "shape" -> shape = once(file, name, key, shape, integers(file, name, json));
                case "data_offsets" -> offsets = once(file, name, key, offsets, integers(file, name, json));
                default -> throw invalid(file, "tensor '" + name + "' has an unknown property '" + key + "'");
            }
        }
        json.endObject();
        if (dtype == null || shape == null || offsets == null || offsets.size() != 2) {
            throw invalid(file, "tensor '" + name + "' needs dtype, shape and two data_offsets");
        }
        Integer bytes = DTYPE_BYTES.get(dtype);
        if (bytes == null) {
            throw invalid(file, "tensor '" + name + "' is of unknown type '" + dtype + "'");
        }
        long begin = offsets.get(0);
        long end = offsets.get(1);
        long expected = bytes;
        for (long axis : shape) {
            if (axis > Integer.MAX_VALUE || (axis != 0 && expected > Long.MAX_VALUE / axis)) {
                throw invalid(file, "tensor '" + name + "' has the impossible shape " + shape);
            }
            expected *= axis;
        }
        if (end - begin != expected || begin > end) {
            throw invalid(
                    file,
                    "tensor '" + name + "' of type " + dtype + " and shape " + shape + " needs " + expected
                            + " bytes, but its offsets are " + offsets);
        }
        return new Entry(name, dtype, shape.stream().mapToInt(Long::intValue).toArray(), begin, end, null);
    }

    private static <T> T once(Path file, String name, String key, T before, T now) {
        if (before != null) {
            throw invalid(file, "tensor '" + name + "' has '" + key + "' twice");
        }
        return now;
    }

    private static List<Long> integers(Path file, String name, JsonReader json) throws IOException {
        var numbers = new ArrayList<Long>();
        json.beginArray();
        while (json.hasNext()) {
            String text = json.peek() == JsonToken.NUMBER ? json.nextString() : "";
            if (!text.matches("\\d{1,18}") || numbers.size() == MAX_RANK) {
                throw invalid(
                        file,
                        "tensor '" + name + "': shape and offsets must be at most " + MAX_RANK + " integers >= 0");
            }
            numbers.add(Long.parseLong(text));
        }
        json.endArray();
        return numbers;
    }

    private static void checkLayout(Path file, Map<String, Entry> entries, long available) {
        long next = 0;
        var byOffset = entries.values().stream()
                .sorted(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end))
                .toList();
        for (Entry entry : byOffset) {
            if (entry.begin != next) {
                throw invalid(
                        file,
                        "tensor '" + entry.name + "' begins at byte " + entry.begin + ", expected " + next
                                + (entry.begin < next ? " (it overlaps another)" : " (there is a hole before it)"));
            }
            next = entry.end;
        }
        if (next != available) {
            throw invalid(file, "the tensors need " + next + " bytes, the file has " + available + " after its header");
        }
    }

    private static String utf8(Path file, ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new InvalidModelException(file + ": the header is not valid UTF-8", e);
        }
    }

    private static InvalidModelException invalid(Path file, String problem) {
        return new InvalidModelException(file + ": " + problem);
    }
}
