package io.github.emotion4j.data.tokenize;

import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What the Rust library does not tell of a {@code tokenizer.json}. Reads the stream, builds no tree.
 *
 * @param vocabularySize one more than the highest id of vocabulary and added tokens
 * @param unknownId the id of what is not in the vocabulary, if there is one
 */
record TokenizerJson(int vocabularySize, OptionalInt unknownId) {

    /** @throws IOException if this is not the JSON of a tokenizer; the message says what is wrong */
    static TokenizerJson of(String json) throws IOException {
        int size = 0;
        TokenizerJson model = new TokenizerJson(0, OptionalInt.empty());
        try (var reader = new JsonReader(new StringReader(json))) {
            reader.beginObject();
            while (reader.hasNext()) {
                switch (reader.nextName()) {
                    case "model" -> model = model(reader);
                    case "added_tokens" -> size = Math.max(size, addedTokens(reader));
                    default -> reader.skipValue();
                }
            }
            reader.endObject();
        } catch (IllegalStateException | NumberFormatException | JsonParseException e) {
            throw new IOException("not the JSON of a tokenizer: " + firstSentence(e.getMessage()), e);
        } catch (IOException e) { // Gson's syntax errors too
            throw new IOException("not JSON: " + firstSentence(e.getMessage()), e);
        }
        if (model.vocabularySize == 0) {
            throw new IOException("found no vocabulary under \"model\"");
        }
        return new TokenizerJson(Math.max(size, model.vocabularySize), model.unknownId);
    }

    private static TokenizerJson model(JsonReader reader) throws IOException {
        int size = 0;
        Map<String, Integer> ids = new HashMap<>();
        String unknownToken = null;
        OptionalInt unknownId = OptionalInt.empty();
        reader.beginObject();
        while (reader.hasNext()) {
            String key = reader.nextName();
            if (reader.peek() == JsonToken.NULL) {
                reader.nextNull();
            } else if (key.equals("unk_token")) {
                unknownToken = reader.nextString();
            } else if (key.equals("unk_id")) {
                unknownId = OptionalInt.of(reader.nextInt());
            } else if (!key.equals("vocab")) {
                reader.skipValue();
            } else if (reader.peek() == JsonToken.BEGIN_ARRAY) { // Unigram: ids are positions
                reader.beginArray();
                for (; reader.hasNext(); size++) {
                    reader.skipValue();
                }
                reader.endArray();
            } else {
                reader.beginObject();
                while (reader.hasNext()) {
                    String token = reader.nextName();
                    int id = reader.nextInt();
                    ids.put(token, id);
                    size = Math.max(size, id + 1);
                }
                reader.endObject();
            }
        }
        reader.endObject();
        return new TokenizerJson(
                size, ids.containsKey(unknownToken) ? OptionalInt.of(ids.get(unknownToken)) : unknownId);
    }

    private static int addedTokens(JsonReader reader) throws IOException {
        int size = 0;
        if (reader.peek() == JsonToken.NULL) {
            reader.nextNull();
            return size;
        }
        reader.beginArray();
        while (reader.hasNext()) {
            reader.beginObject();
            while (reader.hasNext()) {
                if (reader.nextName().equals("id")) {
                    size = Math.max(size, reader.nextInt() + 1);
                } else {
                    reader.skipValue();
                }
            }
            reader.endObject();
        }
        reader.endArray();
        return size;
    }

    private static String firstSentence(String message) {
        return message == null
                ? "the file ends early"
                : message.lines().findFirst().orElse(message);
    }
}
