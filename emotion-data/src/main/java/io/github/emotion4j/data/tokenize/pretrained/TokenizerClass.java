package io.github.emotion4j.data.tokenize.pretrained;

import com.google.gson.JsonObject;
import io.github.emotion4j.data.InvalidDataException;
import java.util.List;
import java.util.Map;

/**
 * One of transformers' tokenizer classes, as version 5 has it: it takes of a {@code tokenizer.json} the vocabulary and the added tokens, and builds all else anew
 * from {@code tokenizer_config.json} and defaults of its own. (Version 4 kept the rest of the file and changed single flags in it; in what both do they agree.)
 */
interface TokenizerClass {

    /** Its name in transformers, without {@code Fast}. */
    String className();

    /** The kind of vocabulary it is for, as {@code tokenizer.json} names it. */
    String vocabulary();

    /** Its tokens with a role, where the files name no other. */
    Map<String, String> roles();

    /** Roles without which it cannot encode any text. */
    List<String> required();

    /** Whether it tells the segments of a pair ({@code token_type_ids}), where the files do not say. */
    boolean segments();

    /** A token that has a role and is given as plain text. */
    default AddedToken token(String role, String content) {
        return AddedToken.special(content);
    }

    /** Its special tokens without a role, where the files name none. */
    default List<String> extras() {
        return List.of();
    }

    /**
     * Everything of a {@code tokenizer.json} but its added tokens.
     *
     * @throws InvalidDataException if the files contradict each other
     */
    JsonObject build(Ingredients ingredients) throws InvalidDataException;

    /**
     * What it is built of.
     *
     * @param vocabulary of the kind that the class is for
     * @param settings what the other files say
     * @param roles the tokens with a role
     * @param saved the content of {@code tokenizer.json}; an empty object where there is none
     * @param source the file that the vocabulary is from, to be named
     * @param named whether the folder names the class; otherwise it was guessed from the files
     */
    record Ingredients(
            SubwordVocabulary vocabulary,
            TokenizerSettings settings,
            Map<String, SpecialToken> roles,
            JsonObject saved,
            String source,
            boolean named) {

        SpecialToken role(String role) {
            return roles.get(role);
        }

        boolean flag(String key, boolean otherwise) throws InvalidDataException {
            return settings.flag(key, otherwise);
        }
    }
}
