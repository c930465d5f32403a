package io.github.emotion4j.data.format;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import io.github.emotion4j.data.InvalidDataException;
import java.io.EOFException;
import java.io.IOException;

/** One JSON array of objects, read object by object. */
final class JsonArrayRows implements Rows {

    private final JsonReader reader;
    private final String name;
    private final JsonRow row;
    private long count;
    private boolean ended;

    JsonArrayRows(TextInput input, ReadOptions options, boolean labelled) throws IOException {
        this.reader = new JsonReader(input);
        this.name = input.name();
        this.row = new JsonRow(options, labelled);
        reader.setStrictness(Strictness.STRICT);
        reader.beginArray();
    }

    @Override
    public boolean next() throws IOException {
        if (ended) {
            return false;
        }
        count++;
        try {
            if (!reader.hasNext()) {
                ended = true;
                reader.endArray();
                if (reader.peek() != JsonToken.END_DOCUMENT) {
                    throw new MalformedJsonException("something follows the array");
                }
                return false;
            }
            if (reader.peek() != JsonToken.BEGIN_OBJECT) {
                reader.skipValue();
                throw new InvalidRowException(place(), "is not a JSON object; expected an array of objects");
            }
            row.read(reader, place());
            return true;
        } catch (MalformedJsonException | EOFException | IllegalStateException e) {
            throw new InvalidDataException(
                    place(), "the JSON array is broken" + JsonRows.said(e) + "; correct the file", e);
        }
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
        return name + ":row " + count;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
