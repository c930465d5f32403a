package io.github.emotion4j.core.checkpoint.hub;

import com.google.gson.JsonObject;
import io.github.emotion4j.core.encoder.Architecture;
import io.github.emotion4j.core.encoder.EncoderConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What transformers' classes of one family have on disk: the keys of {@code config.json} and the names of weights. One class a family. */
interface Family {

    /** Its {@code model_type}. */
    String modelType();

    /** What its classes' names begin with: {@code Bert} of {@code BertForSequenceClassification}. */
    String className();

    /** What the names of its encoder's weights begin with in a file that also has a head, with the dot. */
    String prefix();

    /** The parts of an encoder, from the keys of its configuration. Absent keys have the values that the family's class gives them. */
    EncoderConfig read(JsonKeys keys);

    /** The same way back. */
    void write(EncoderConfig config, JsonObject json);

    /** The names of the encoder's weights, without prefix. */
    void name(EncoderConfig config, HubNames names);

    /** The names of the head's weights, with the prefix where they have it. */
    HeadNames head();

    /** Names of weights, without prefix, that belong to heads or buffers this library does without. */
    Pattern ignored();

    /**
     * Names of a head's layers.
     *
     * @param hidden the hidden layer
     * @param norm the LayerNorm behind it, if the family has one
     * @param output the classification layer
     */
    record HeadNames(String hidden, Optional<String> norm, String output) {}

    /** All of them. */
    static List<Family> all() {
        return Arrays.stream(Architecture.values()).map(Family::of).toList();
    }

    /** The one of an architecture. */
    static Family of(Architecture architecture) {
        return switch (architecture) {
            case DISTILBERT -> new DistilBert();
            case BERT -> new Bert();
            case ROBERTA, XLM_ROBERTA, CAMEMBERT -> new Roberta(architecture);
            case ELECTRA -> new Electra();
            case MPNET -> new Mpnet();
            case ALBERT -> new Albert();
            case DEBERTA_V2 -> new DebertaV2();
            case MODERNBERT -> new ModernBert();
        };
    }
}
