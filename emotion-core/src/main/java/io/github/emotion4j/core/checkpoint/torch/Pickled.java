package io.github.emotion4j.core.checkpoint.torch;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The values that a pickle may hold: {@link String}, {@link Long}, {@link Double}, {@link Boolean}, those below, and what {@link Globals} makes. None of
 * them is ever compared, hashed or printed with its content: a tuple may contain itself, and a few bytes may nest it a thousand times.
 */
final class Pickled {

    /** Values without content: None, and any list, whose items nothing here asks for. */
    enum Constant {
        NONE,
        LIST
    }

    /** A tuple of fixed content. */
    static final class Tuple {
        private final Object[] items;

        Tuple(Object... items) {
            this.items = items;
        }

        Object[] items() {
            return items;
        }
    }

    /** A dict, ordered or not; its keys are texts and whole numbers. */
    static final class Dict {
        private Map<Object, Object> items = Map.of();

        Map<Object, Object> items() {
            return items;
        }

        /** Sets an item; false if it was set before. */
        boolean set(Object key, Object value) {
            if (items.isEmpty()) {
                items = new LinkedHashMap<>(); // hardly any dict of a pickle ever gets one
            }
            return items.put(key, value) == null;
        }
    }

    private Pickled() {}

    /** What a value is, in words, without its content. */
    static String kind(Object value) {
        if (value instanceof Constant constant) {
            return constant == Constant.NONE ? "None" : "a list";
        }
        if (value instanceof Dict) {
            return "a dict";
        }
        if (value instanceof Tuple) {
            return "a tuple";
        }
        if (value instanceof String) {
            return "a text";
        }
        if (value instanceof Boolean) {
            return "a truth value";
        }
        return value instanceof Number ? "a number" : value.toString();
    }
}
