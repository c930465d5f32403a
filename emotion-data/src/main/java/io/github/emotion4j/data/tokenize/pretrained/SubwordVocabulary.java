package io.github.emotion4j.data.tokenize.pretrained;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/** The vocabulary of a subword model ({@code WordPiece}, {@code BPE}, {@code Unigram}, {@code WordLevel}), in the JSON of {@code tokenizer.json}. */
final class SubwordVocabulary {

    private final JsonObject model;
    private final int size;
    private final int highestId;

    /**
     * @param model the value of {@code model} in {@code tokenizer.json}
     * @throws IOException if it holds no vocabulary; the message says what is wrong
     */
    SubwordVocabulary(JsonObject model) throws IOException {
        this.model = model;
        if (model.get("vocab") instanceof JsonObject tokens && !tokens.isEmpty()) {
            size = tokens.size();
            highestId = tokens.asMap().values().stream()
                    .mapToInt(JsonElement::getAsInt)
                    .max()
                    .orElse(-1);
        } else if (model.get("vocab") instanceof JsonArray scored && !scored.isEmpty()) { // ids are positions
            size = scored.size();
            highestId = size - 1;
        } else {
            throw new IOException("found no vocabulary under \"model\"");
        }
    }

    /** {@code WordPiece}, {@code BPE}, {@code Unigram} or {@code WordLevel}; files of the first versions do not name it. */
    String type() {
        if (model.has("type")) {
            return model.get("type").getAsString();
        }
        if (model.has("merges")) {
            return "BPE";
        }
        return model.get("vocab").isJsonArray()
                ? "Unigram"
                : model.has("continuing_subword_prefix") ? "WordPiece" : "WordLevel";
    }

    /** As {@code tokenizer.json} has it: token to id, or a list of token and score. */
    JsonElement tokens() {
        return model.get("vocab");
    }

    /** The merges of BPE, in their order. */
    JsonElement merges() {
        return model.has("merges") ? model.get("merges") : new JsonArray();
    }

    OptionalInt id(String token) {
        if (model.get("vocab") instanceof JsonObject tokens) {
            JsonElement id = tokens.get(token);
            return id == null ? OptionalInt.empty() : OptionalInt.of(id.getAsInt());
        }
        JsonArray scored = model.getAsJsonArray("vocab");
        for (int id = 0; id < size; id++) { // for a handful of tokens; a map would cost more
            if (scored.get(id).getAsJsonArray().get(0).getAsString().equals(token)) {
                return OptionalInt.of(id);
            }
        }
        return OptionalInt.empty();
    }

    /** The id of what the vocabulary does not have, as the model itself gives it. */
    OptionalInt unknownId() {
        JsonElement id = model.get("unk_id");
        if (id != null && !id.isJsonNull()) {
            return OptionalInt.of(id.getAsInt());
        }
        return Optional.ofNullable(model.get("unk_token"))
                .filter(token -> !token.isJsonNull())
                .map(token -> id(token.getAsString()))
                .orElse(OptionalInt.empty());
    }

    /** Number of tokens. */
    int size() {
        return size;
    }

    /** One less than the number of ids that can occur, where ids have no gaps. */
    int highestId() {
        return highestId;
    }
}
