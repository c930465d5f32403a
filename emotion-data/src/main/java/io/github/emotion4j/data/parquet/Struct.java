package io.github.emotion4j.data.parquet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Thrift struct.
 *
 * @param fields values by field number: Long, Boolean, byte[], Struct, or a List of these
 */
record Struct(Map<Integer, Object> fields) {

    boolean has(int field) {
        return fields.containsKey(field);
    }

    long number(int field) throws IOException {
        return get(field, Long.class);
    }

    long number(int field, long otherwise) throws IOException {
        return has(field) ? number(field) : otherwise;
    }

    /** A number that must fit an array's length. */
    int size(int field) throws IOException {
        long size = number(field);
        if (size < 0 || size > Integer.MAX_VALUE - 16) {
            throw new IOException("a size of " + size + " in the metadata");
        }
        return (int) size;
    }

    boolean flag(int field, boolean otherwise) throws IOException {
        return has(field) ? get(field, Boolean.class) : otherwise;
    }

    String string(int field) throws IOException {
        return new String(get(field, byte[].class), StandardCharsets.UTF_8);
    }

    Struct struct(int field) throws IOException {
        return get(field, Struct.class);
    }

    List<Struct> structs(int field) throws IOException {
        return list(field, Struct.class);
    }

    List<String> strings(int field) throws IOException {
        return list(field, byte[].class).stream()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();
    }

    private <T> List<T> list(int field, Class<T> type) throws IOException {
        List<?> values = Optional.<Object>ofNullable(fields.get(field))
                .filter(List.class::isInstance)
                .map(value -> (List<?>) value)
                .orElseThrow(() -> missing(field));
        if (!values.stream().allMatch(type::isInstance)) {
            throw missing(field);
        }
        return values.stream().map(type::cast).toList();
    }

    private <T> T get(int field, Class<T> type) throws IOException {
        Object value = fields.get(field);
        if (!type.isInstance(value)) {
            throw missing(field);
        }
        return type.cast(value);
    }

    private static IOException missing(int field) {
        return new IOException("field " + field + " of the metadata is missing or of another type");
    }
}
