package io.github.emotion4j.core.checkpoint;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON header of a safetensors file: which arrays there are and where they lie. Every rule of the format is enforced. */
final class SafetensorsHeader {

    /** Bytes. */
    static final long MAX_SIZE = 100_000_000;

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
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    /** Where an array lies: its type as written, its shape, and its bytes {@code [begin, end)} of what follows the header. */
    record Entry(String name, String dtype, int[] shape, long begin, long end) {}

    private SafetensorsHeader(Path file) {
        this.file = file;
    }

    /**
     * Parses a header.
     *
     * @param json its bytes
     * @param available how many bytes follow it
     * @throws InvalidModelException if it breaks a rule of the format
     */
    static SafetensorsHeader parse(Path file, ByteBuffer json, long available) {
        var header = new SafetensorsHeader(file);
        header.read(header.utf8(json));
        header.requireNoHoles(available);
        return header;
    }

    /** The arrays by name, in header order. */
    Map<String, Entry> entries() {
        return entries;
    }

    /** The free-form texts. */
    Map<String, String> metadata() {
        return metadata;
    }

    private void read(String header) {
        if (header.charAt(0) != '{') {
            throw invalid("the header does not begin with '{'");
        }
        try (var json = new JsonReader(new StringReader(header))) {
            json.beginObject();
            boolean metadataSeen = false;
            while (json.hasNext()) {
                String name = json.nextName();
                if (name.equals("__metadata__")) {
                    if (metadataSeen) {
                        throw invalid("the header names '__metadata__' twice");
                    }
                    metadataSeen = true;
                    readMetadata(json);
                } else if (entries.put(name, readEntry(name, json)) != null) {
                    throw invalid("the header names '" + name + "' twice");
                }
                if (entries.size() > MAX_TENSORS) {
                    throw invalid("the header names more than " + MAX_TENSORS + " tensors");
                }
            }
            json.endObject();
            if (json.peek() != JsonToken.END_DOCUMENT) {
                throw invalid("there is text after the header's closing brace");
            }
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw new InvalidModelException(
                    file + ": the header is not the JSON that safetensors prescribes: " + e.getMessage(), e);
        }
    }

    private void readMetadata(JsonReader json) throws IOException {
        json.beginObject();
        while (json.hasNext()) {
            String key = json.nextName();
            if (json.peek() != JsonToken.STRING || metadata.put(key, json.nextString()) != null) {
                throw invalid("metadata '" + key + "' is not one text");
            }
        }
        json.endObject();
    }

    private Entry readEntry(String name, JsonReader json) throws IOException {
        String dtype = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        json.beginObject();
        while (json.hasNext()) {
            String key = json.nextName();
            switch (key) {
                case "dtype" -> dtype = once(name, key, dtype, json.nextString());
                case "shape" -> shape = once(name, key, shape, integers(name, json));
                case "data_offsets" -> offsets = once(name, key, offsets, integers(name, json));
                default -> throw invalid("tensor '" + name + "' has an unknown property '" + key + "'");
            }
        }
        json.endObject();
        if (dtype == null || shape == null || offsets == null || offsets.size() != 2) {
            throw invalid("tensor '" + name + "' needs dtype, shape and two data_offsets");
        }
        Integer bytes = DTYPE_BYTES.get(dtype);
        if (bytes == null) {
            throw invalid("tensor '" + name + "' is of unknown type '" + dtype + "'");
        }
        long begin = offsets.get(0);
        long end = offsets.get(1);
        long expected = bytes;
        for (long axis : shape) {
            if (axis > Integer.MAX_VALUE || (axis != 0 && expected > Long.MAX_VALUE / axis)) {
                throw invalid("tensor '" + name + "' has the impossible shape " + shape);
            }
            expected *= axis;
        }
        if (end - begin != expected || begin > end) {
            throw invalid("tensor '" + name + "' of type " + dtype + " and shape " + shape + " needs " + expected
                    + " bytes, but its offsets are " + offsets);
        }
        return new Entry(name, dtype, shape.stream().mapToInt(Long::intValue).toArray(), begin, end);
    }

    private <T> T once(String name, String key, T before, T now) {
        if (before != null) {
            throw invalid("tensor '" + name + "' has '" + key + "' twice");
        }
        return now;
    }

    private List<Long> integers(String name, JsonReader json) throws IOException {
        var numbers = new ArrayList<Long>();
        json.beginArray();
        while (json.hasNext()) {
            String text = json.peek() == JsonToken.NUMBER ? json.nextString() : "";
            if (!text.matches("\\d{1,18}") || numbers.size() == MAX_RANK) {
                throw invalid(
                        "tensor '" + name + "': shape and offsets must be at most " + MAX_RANK + " integers >= 0");
            }
            numbers.add(Long.parseLong(text));
        }
        json.endArray();
        return numbers;
    }

    private void requireNoHoles(long available) {
        long next = 0;
        var byOffset = entries.values().stream()
                .sorted(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end))
                .toList();
        for (Entry entry : byOffset) {
            if (entry.begin != next) {
                throw invalid("tensor '" + entry.name + "' begins at byte " + entry.begin + ", expected " + next
                        + (entry.begin < next ? " (it overlaps another)" : " (there is a hole before it)"));
            }
            next = entry.end;
        }
        if (next != available) {
            throw invalid("the tensors need " + next + " bytes, the file has " + available + " after its header");
        }
    }

    private String utf8(ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new InvalidModelException(file + ": the header is not valid UTF-8", e);
        }
    }

    private InvalidModelException invalid(String problem) {
        return new InvalidModelException(file + ": " + problem);
    }
}
