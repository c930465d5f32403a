package io.github.emotion4j.data.format;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;

/** One JSON object per line; two of its keys are the text and the label. Blank lines are passed over. */
final class JsonRows implements Rows {

    private final TextInput input;
    private final JsonRow row;
    private long line;

    JsonRows(TextInput input, ReadOptions options, boolean labelled) {
        this.input = input;
        this.row = new JsonRow(options, labelled);
    }

    @Override
    public boolean next() throws IOException {
        String json;
        do {
            line = input.line();
            json = input.readLine();
        } while (json != null && json.isBlank());
        if (json == null) {
            return false;
        }
        try (var reader = new JsonReader(new StringReader(json))) {
            reader.setStrictness(Strictness.STRICT);
            row.read(reader, place());
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new MalformedJsonException("something follows the object");
            }
        } catch (MalformedJsonException | EOFException | IllegalStateException e) {
            throw new InvalidRowException(
                    place(),
                    "\"" + Shortened.of(json) + "\" is not one JSON object" + said(e) + "; correct the line"
                            + (json.stripLeading().startsWith("[")
                                    ? ", or have an array of objects read: " + Remedy.FORMAT.with("json")
                                    : ""),
                    e);
        }
        return true;
    }

    /** What the parser said, in one line. */
    static String said(Exception e) {
        return e.getMessage() == null
                ? ""
                : ": " + e.getMessage().lines().findFirst().orElse("");
    }

    @Override
    public String text() {
        return row.text();
    }

    @Override
    public String label() {
        return row.label();
    }

    @Override
    public String place() {
        return input.place(line);
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
