package io.github.emotion4j.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Values as JSON: one line, absent values as null, and null too where a number is not finite, which JSON cannot write. */
public final class Json {

    private static final Gson GSON = new GsonBuilder()
            .disableHtmlEscaping()
            .serializeNulls()
            .registerTypeAdapter(Double.class, new FiniteNumber())
            .registerTypeAdapter(Float.class, new FiniteNumber())
            .create();

    private Json() {}

    /** A value as one line. */
    public static String line(Object value) {
        return GSON.toJson(value);
    }

    /**
     * A map that keeps its order and may hold nulls.
     *
     * @param keysAndValues key, value, key, value, …
     */
    public static Map<String, Object> object(Object... keysAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (int at = 0; at < keysAndValues.length; at += 2) {
            map.put((String) keysAndValues[at], keysAndValues[at + 1]);
        }
        return map;
    }

    private static final class FiniteNumber extends TypeAdapter<Number> {
        @Override
        public void write(JsonWriter out, Number value) throws IOException {
            if (value == null || !Double.isFinite(value.doubleValue())) {
                out.nullValue();
            } else {
                out.value(value);
            }
        }

        @Override
        public Number read(JsonReader in) throws IOException {
            return in.nextDouble();
        }
    }
}
