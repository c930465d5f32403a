package io.github.emotion4j.data.tokenize.pretrained;

import com.google.gson.JsonArray;

/**
 * A token that is none of a text's words: padding, a mask, what stands around a text.
 *
 * @param content how it is written
 * @param id its id
 */
public record SpecialToken(String content, int id) {

    JsonArray json() {
        var pair = new JsonArray();
        pair.add(content);
        pair.add(id);
        return pair;
    }
}
