package io.github.emotion4j.data.tokenize;

import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;

/** What must be known of a {@code tokenizer.json} before the Rust library has it: how many ids there are. Reads the stream, builds no tree. */
final class TokenizerJson {

    private TokenizerJson() {}

    /**
     * One more than the highest id of vocabulary and added tokens.
     *
     * @throws IOException if this is not the JSON of a tokenizer; the message says what is wrong
     */
    static int vocabularySize(String json) throws IOException {
        int size = 0;
        boolean model = false;
        try (var reader = new JsonReader(new StringReader(json))) {
            reader.beginObject();
            while (reader.hasNext()) {
                switch (reader.nextName()) {
                    case "model" -> {
                        size = Math.max(size, model(reader));
                        model = true;
                    }
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
        if (!model || size == 0) {
            throw new IOException("found no vocabulary under \"model\"");
        }
        return size;
    }

    private static int model(JsonReader reader) throws IOException {
        int size = 0;
        reader.beginObject();
        while (reader.hasNext()) {
            if (!reader.nextName().equals("vocab")) {
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
                    reader.nextName();
                    size = Math.max(size, reader.nextInt() + 1);
                }
                reader.endObject();
            }
        }
        reader.endObject();
        return size;
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
