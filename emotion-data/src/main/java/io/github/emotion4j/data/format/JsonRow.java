package io.github.emotion4j.data.format;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Two values of a JSON object: those of the text's and of the label's key. */
final class JsonRow {

    /** With a power of ten that can be written out. */
    private static final Pattern POWER = Pattern.compile("-?[0-9.]{1,40}[eE][-+]?[0-9]{1,2}");

    private final String textKey;
    private final String labelKey;
    private final boolean labelled;
    private String text;
    private String label;
    private String misfit;
    private boolean lists;

    JsonRow(ReadOptions options, boolean labelled) {
        this.textKey = options.textColumn();
        this.labelKey = options.labelColumn();
        this.labelled = labelled;
    }

    /**
     * Takes one object from the reader, whole also where something in it does not fit.
     *
     * @param place for messages
     * @throws InvalidRowException if it lacks a value
     */
    void read(JsonReader reader, String place) throws IOException {
        text = null;
        label = null;
        misfit = null;
        lists = false;
        List<String> keys = new ArrayList<>();
        reader.beginObject();
        while (reader.hasNext()) {
            String key = reader.nextName();
            keys.add(key);
            if (key.equals(textKey)) {
                text = value(reader, key);
            } else if (labelled && key.equals(labelKey)) {
                label = value(reader, key);
            } else {
                lists |= reader.peek() == JsonToken.BEGIN_ARRAY;
                reader.skipValue();
            }
        }
        reader.endObject();
        if (misfit != null) {
            throw new InvalidRowException(place, misfit);
        }
        require(text, textKey, keys, place, Remedy.TEXT_COLUMN);
        if (labelled) {
            require(label, labelKey, keys, place, Remedy.LABEL_COLUMN);
        }
    }

    /** Labels may be numbers; null where JSON has null, which is then missing. */
    private String value(JsonReader reader, String key) throws IOException {
        return switch (reader.peek()) {
            case STRING -> reader.nextString();
            case NUMBER -> number(reader.nextString());
            case BOOLEAN -> Boolean.toString(reader.nextBoolean());
            case NULL -> {
                reader.nextNull();
                yield null;
            }
            default -> {
                misfit = "\"" + key + "\" is a JSON "
                        + (reader.peek() == JsonToken.BEGIN_ARRAY ? "array" : "object")
                        + "; expected a string (pandas writes rows with orient=\"records\")";
                reader.skipValue();
                yield "";
            }
        };
    }

    /** As it is written, but without a power of ten. */
    private static String number(String token) {
        return POWER.matcher(token).matches() ? new BigDecimal(token).toPlainString() : token;
    }

    private void require(String value, String key, List<String> keys, String place, Remedy remedy)
            throws InvalidRowException {
        if (value == null) {
            throw new InvalidRowException(
                    place,
                    (keys.contains(key) ? "\"" + key + "\" is null" : "there is no \"" + key + "\" among " + keys)
                            + "; fill it in or choose another column: " + remedy
                            + (lists
                                    ? ", or write the list in it, if that holds the rows, into a file of its own"
                                    : ""));
        }
    }

    String text() {
        return text;
    }

    String label() {
        return label;
    }
}
