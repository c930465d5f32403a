package io.github.emotion4j.core.checkpoint;

import static io.github.emotion4j.core.checkpoint.WeightNames.bias;
import static io.github.emotion4j.core.checkpoint.WeightNames.gain;
import static io.github.emotion4j.core.checkpoint.WeightNames.weight;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The names under which transformers' DistilBERT and BERT classes store weights, and the shape each must have.
 *
 * <p>{@link #of} lists an encoder's names without the class prefix ({@code distilbert.} or {@code bert.}); {@link #canonical} brings a name
 * found in a file to that form.
 */
final class HubNames {

    /** Tensors of heads and buffers that an encoder does without; known, so that anything unknown can be refused. */
    private static final Pattern IGNORED = Pattern.compile("embeddings\\.(position_ids|token_type_ids)"
            + "|(vocab_transform|vocab_layer_norm|vocab_projector)\\.(weight|bias)"
            + "|cls\\.predictions\\.(bias|decoder\\.(weight|bias)|transform\\.(dense|LayerNorm)\\.(weight|bias))"
            + "|cls\\.seq_relationship\\.(weight|bias)");

    private HubNames() {}

    /** Where one tensor of the file goes. */
    record Target(String name, int... shape) {}

    /** The prefix of the encoder's tensors in a file that also has a head. */
    static String prefix(Architecture architecture) {
        return architecture == Architecture.DISTILBERT ? "distilbert." : "bert.";
    }

    /** Every tensor of the encoder: name in the file, without prefix, to name and shape in this library. In a fixed order. */
    static Map<String, Target> of(EncoderConfig c) {
        var names = new LinkedHashMap<String, Target>();
        int h = c.hiddenSize();
        names.put("embeddings.word_embeddings.weight", new Target(WeightNames.WORDS, c.vocabularySize(), h));
        names.put("embeddings.position_embeddings.weight", new Target(WeightNames.POSITIONS, c.maxPositions(), h));
        if (c.typeVocabularySize() > 0) {
            names.put(
                    "embeddings.token_type_embeddings.weight",
                    new Target(WeightNames.TYPES, c.typeVocabularySize(), h));
        }
        norm(names, "embeddings.LayerNorm", WeightNames.EMBEDDING_NORM, h);
        for (int i = 0; i < c.layers(); i++) {
            if (c.architecture() == Architecture.DISTILBERT) {
                String layer = "transformer.layer." + i;
                linear(names, layer + ".attention.q_lin", WeightNames.query(i), h, h);
                linear(names, layer + ".attention.k_lin", WeightNames.key(i), h, h);
                linear(names, layer + ".attention.v_lin", WeightNames.value(i), h, h);
                linear(names, layer + ".attention.out_lin", WeightNames.attentionOutput(i), h, h);
                norm(names, layer + ".sa_layer_norm", WeightNames.attentionNorm(i), h);
                linear(names, layer + ".ffn.lin1", WeightNames.inner(i), c.intermediateSize(), h);
                linear(names, layer + ".ffn.lin2", WeightNames.outer(i), h, c.intermediateSize());
                norm(names, layer + ".output_layer_norm", WeightNames.outputNorm(i), h);
            } else {
                String layer = "encoder.layer." + i;
                linear(names, layer + ".attention.self.query", WeightNames.query(i), h, h);
                linear(names, layer + ".attention.self.key", WeightNames.key(i), h, h);
                linear(names, layer + ".attention.self.value", WeightNames.value(i), h, h);
                linear(names, layer + ".attention.output.dense", WeightNames.attentionOutput(i), h, h);
                norm(names, layer + ".attention.output.LayerNorm", WeightNames.attentionNorm(i), h);
                linear(names, layer + ".intermediate.dense", WeightNames.inner(i), c.intermediateSize(), h);
                linear(names, layer + ".output.dense", WeightNames.outer(i), h, c.intermediateSize());
                norm(names, layer + ".output.LayerNorm", WeightNames.outputNorm(i), h);
            }
        }
        return names;
    }

    /** A name as found in a file, without the class prefix and with {@code weight}/{@code bias} for the old {@code gamma}/{@code beta}. */
    static String canonical(Architecture architecture, String name) {
        String prefix = prefix(architecture);
        String bare = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
        if (bare.endsWith("LayerNorm.gamma") || bare.endsWith("_layer_norm.gamma")) {
            return bare.substring(0, bare.length() - "gamma".length()) + "weight";
        }
        if (bare.endsWith("LayerNorm.beta") || bare.endsWith("_layer_norm.beta")) {
            return bare.substring(0, bare.length() - "beta".length()) + "bias";
        }
        return bare;
    }

    /** Whether a canonical name belongs to something that is known and not used: a masked-LM or next-sentence head, or a buffer. */
    static boolean ignored(String canonical) {
        return IGNORED.matcher(canonical).matches();
    }

    private static void linear(Map<String, Target> names, String hub, String own, int out, int in) {
        names.put(hub + ".weight", new Target(weight(own), out, in));
        names.put(hub + ".bias", new Target(bias(own), out));
    }

    private static void norm(Map<String, Target> names, String hub, String own, int size) {
        names.put(hub + ".weight", new Target(gain(own), size));
        names.put(hub + ".bias", new Target(bias(own), size));
    }
}
