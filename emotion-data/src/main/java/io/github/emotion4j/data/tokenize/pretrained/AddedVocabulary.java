package io.github.emotion4j.data.tokenize.pretrained;

import com.google.gson.JsonArray;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * Tokens added to a vocabulary, with the ids that the Rust library gives them: the vocabulary's own where it has the token, else the next free one. An id that a
 * file names for an added token has no say there.
 */
final class AddedVocabulary {

    private final SubwordVocabulary vocabulary;
    private final Map<String, Integer> ids = new HashMap<>();
    private final TreeMap<Integer, AddedToken> tokens = new TreeMap<>();

    AddedVocabulary(SubwordVocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** Adds a token; one that is there already gets the new flags. */
    void add(AddedToken token) {
        if (token.content().isEmpty() || tokens.containsValue(token)) {
            return;
        }
        int id = id(token.content()).orElseGet(this::next);
        ids.put(token.content(), id);
        tokens.put(id, token);
    }

    private int next() {
        int highest = tokens.isEmpty() ? -1 : tokens.lastKey();
        return Math.max(highest + 1, vocabulary.size());
    }

    /** The id of a token, added or the vocabulary's own. */
    OptionalInt id(String content) {
        Integer added = ids.get(content);
        return added == null ? vocabulary.id(content) : OptionalInt.of(added);
    }

    Collection<AddedToken> tokens() {
        return tokens.values();
    }

    Set<Integer> ids() {
        return tokens.keySet();
    }

    /** One more than the highest id. */
    int size() {
        return Math.max(vocabulary.highestId(), tokens.isEmpty() ? -1 : tokens.lastKey()) + 1;
    }

    /** By rising id, as the Rust library wants to read them. */
    JsonArray json() {
        var array = new JsonArray();
        tokens.forEach((id, token) -> array.add(token.json(id)));
        return array;
    }
}
