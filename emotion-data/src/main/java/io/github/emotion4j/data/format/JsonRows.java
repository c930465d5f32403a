package io.github.emotion4j.data.format;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import io.github.emotion4j.data.InvalidDataException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;

/** One JSON object per line; two of its keys are the text and the label. Blank lines are passed over. */
final class JsonRows extends LineByLine {

    private final String textKey;
    private final String labelKey;
    private final boolean labelled;
    private String text;
    private String label;

    JsonRows(TextInput input, ReadOptions options, boolean labelled) {
        super(input);
        this.textKey = options.textColumn();
        this.labelKey = options.labelColumn();
        this.labelled = labelled;
    }

    @Override
    public boolean next() throws IOException {
        String row = nextLine(false);
        if (row == null) {
            return false;
        }
        text = null;
        label = null;
        List<String> keys = new ArrayList<>();
        try (var reader = new JsonReader(new StringReader(row))) {
            reader.setStrictness(Strictness.STRICT);
            read(reader, keys);
        } catch (MalformedJsonException | EOFException | IllegalStateException e) {
            String said = e.getMessage() == null
                    ? ""
                    : ": " + e.getMessage().lines().findFirst().orElse("");
            throw new InvalidDataException(
                    place(), "\"" + Shortened.of(row) + "\" is not one JSON object" + said + "; correct the line", e);
        }
        require(text, textKey, "text", keys);
        if (labelled) {
            require(label, labelKey, "label", keys);
        }
        set(text, label);
        return true;
    }

    private void read(JsonReader reader, List<String> keys) throws IOException {
        reader.beginObject();
        while (reader.hasNext()) {
            String key = reader.nextName();
            keys.add(key);
            if (key.equals(textKey)) {
                text = value(reader, key);
            } else if (labelled && key.equals(labelKey)) {
                label = value(reader, key);
            } else {
                reader.skipValue();
            }
        }
        reader.endObject();
        if (reader.peek() != JsonToken.END_DOCUMENT) {
            throw new MalformedJsonException("something follows the object");
        }
    }

    /** Labels may be numbers; null where JSON has null, which is then missing. */
    private String value(JsonReader reader, String key) throws IOException {
        return switch (reader.peek()) {
            case STRING, NUMBER -> reader.nextString();
            case BOOLEAN -> Boolean.toString(reader.nextBoolean());
            case NULL -> {
                reader.nextNull();
                yield null;
            }
            default ->
                throw new InvalidDataException(
                        place(),
                        "\"" + key + "\" is a JSON " + (reader.peek() == JsonToken.BEGIN_ARRAY ? "array" : "object")
                                + "; expected a string");
        };
    }

    private void require(String value, String key, String what, List<String> keys) throws InvalidDataException {
        if (value == null) {
            throw new InvalidDataException(
                    place(),
                    (keys.contains(key) ? "\"" + key + "\" is null" : "there is no \"" + key + "\" among " + keys)
                            + "; fill it in or choose another " + what + " column");
        }
    }
}
