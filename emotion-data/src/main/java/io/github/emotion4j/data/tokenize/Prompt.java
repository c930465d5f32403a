package io.github.emotion4j.data.tokenize;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.Set;

/**
 * Text before every text, such as E5's "query: ", as tokens that the tokenizer's post-processor adds like {@code [CLS]}: so it is in the
 * {@code tokenizer.json}, every tool that reads the file has it, and offsets still count from the start of the text itself.
 */
final class Prompt {

    private static final String ID = "prompt";
    private static final String SPECIAL_TOKEN = "SpecialToken";
    private static final String SEQUENCE = "Sequence";

    private Prompt() {}

    /**
     * A {@code tokenizer.json} with the prompt in it.
     *
     * @param tokens of the prompt, without special tokens
     * @throws IllegalArgumentException if its post-processor is none that tokens can be added to
     */
    static String into(String tokenizerJson, Encoding tokens) {
        JsonObject json = JsonParser.parseString(tokenizerJson).getAsJsonObject();
        JsonElement stored = json.get("post_processor");
        if (stored == null
                || !stored.isJsonObject()
                || !Set.of("TemplateProcessing", "BertProcessing")
                        .contains(stored.getAsJsonObject().get("type").getAsString())) {
            throw new IllegalArgumentException(
                    "a prompt needs a tokenizer with the post-processor TemplateProcessing or"
                            + " BertProcessing, found " + type(stored));
        }
        JsonObject processor = stored.getAsJsonObject();
        if (processor.get("type").getAsString().equals("BertProcessing")) {
            processor = template(processor);
        }
        for (String form : new String[] {"single", "pair"}) {
            processor.add(form, prompted(processor.getAsJsonArray(form)));
        }
        processor.getAsJsonObject("special_tokens").add(ID, special(tokens));
        json.add("post_processor", processor);
        return json.toString();
    }

    private static String type(JsonElement processor) {
        return processor != null && processor.isJsonObject()
                ? processor.getAsJsonObject().get("type").getAsString()
                : "none";
    }

    /** The prompt in front of each text of a form. */
    private static JsonArray prompted(JsonArray pieces) {
        var with = new JsonArray();
        for (JsonElement piece : pieces) {
            if (piece.getAsJsonObject().has(SEQUENCE)) {
                JsonElement type =
                        piece.getAsJsonObject().getAsJsonObject(SEQUENCE).get("type_id");
                with.add(piece(SPECIAL_TOKEN, ID, type.getAsInt()));
            }
            with.add(piece);
        }
        return with;
    }

    private static JsonObject special(Encoding tokens) {
        var ids = new JsonArray();
        var names = new JsonArray();
        for (int at = 0; at < tokens.length(); at++) {
            ids.add(tokens.ids()[at]);
            names.add(tokens.tokens().get(at));
        }
        return special(ID, ids, names);
    }

    private static JsonObject special(String id, JsonArray ids, JsonArray names) {
        var special = new JsonObject();
        special.addProperty("id", id);
        special.add("ids", ids);
        special.add("tokens", names);
        return special;
    }

    /** {@code [CLS] A [SEP]} and {@code [CLS] A [SEP] B [SEP]}, which BertProcessing stands for. */
    private static JsonObject template(JsonObject bert) {
        JsonArray cls = bert.getAsJsonArray("cls");
        JsonArray sep = bert.getAsJsonArray("sep");
        String start = cls.get(0).getAsString();
        String end = sep.get(0).getAsString();
        var single = new JsonArray();
        single.add(piece(SPECIAL_TOKEN, start, 0));
        single.add(piece(SEQUENCE, "A", 0));
        single.add(piece(SPECIAL_TOKEN, end, 0));
        JsonArray pair = single.deepCopy();
        pair.add(piece(SEQUENCE, "B", 1));
        pair.add(piece(SPECIAL_TOKEN, end, 1));
        var specials = new JsonObject();
        for (JsonArray token : new JsonArray[] {cls, sep}) {
            var ids = new JsonArray();
            ids.add(token.get(1));
            var names = new JsonArray();
            names.add(token.get(0));
            specials.add(token.get(0).getAsString(), special(token.get(0).getAsString(), ids, names));
        }
        var template = new JsonObject();
        template.addProperty("type", "TemplateProcessing");
        template.add("single", single);
        template.add("pair", pair);
        template.add("special_tokens", specials);
        return template;
    }

    private static JsonObject piece(String kind, String id, int type) {
        var content = new JsonObject();
        content.addProperty("id", id);
        content.addProperty("type_id", type);
        var piece = new JsonObject();
        piece.add(kind, content);
        return piece;
    }
}
