package io.github.emotion4j.core.graph;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.checkpoint.Tensor;
import io.github.emotion4j.core.checkpoint.hub.HubConfig;
import io.github.emotion4j.core.encoder.Activation;
import io.github.emotion4j.core.encoder.Architecture;
import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.HeadShape;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Encoders with random weights, of any shape, and batches for them. */
public final class TinyEncoders {

    private TinyEncoders() {}

    private static final Map<Activation, String> NAMES = Map.of(
            Activation.GELU_ERF,
            "gelu",
            Activation.GELU_TANH,
            "gelu_new",
            Activation.RELU,
            "relu",
            Activation.TANH,
            "tanh");

    /** Two layers of width 24 with three heads. */
    public static EncoderConfig config(Architecture architecture, Activation activation) {
        return config(architecture, activation, 90, 70, 24, 2, 3, 40);
    }

    /** Any shape; dropout 0.1 everywhere. */
    public static EncoderConfig config(
            Architecture architecture,
            Activation activation,
            int vocabulary,
            int positions,
            int hidden,
            int layers,
            int heads,
            int inner) {
        String json = """
                {"model_type": "%s", "vocab_size": %d, "max_position_embeddings": %d, "pad_token_id": %5$d,
                 "hidden_size": %4$d, "dim": %4$d,
                 "num_hidden_layers": %6$d, "n_layers": %6$d, "num_attention_heads": %7$d, "n_heads": %7$d,
                 "intermediate_size": %8$d, "hidden_dim": %8$d,
                 "hidden_act": "%9$s", "activation": "%9$s", "hidden_activation": "%9$s",
                 "classifier_dropout": 0.1, "seq_classif_dropout": 0.1, "classifier_dropout_prob": 0.1,
                 "relative_attention": true, "position_biased_input": false, "pos_att_type": ["p2c", "c2p"],
                 "position_buckets": 6, "norm_rel_ebd": "layer_norm", "share_att_key": true, "pooler_dropout": 0.1,
                 "global_attn_every_n_layers": 2, "local_attention": 6, "embedding_dropout": 0.1, "mlp_dropout": 0.1,
                 "attention_dropout": 0.1, "hidden_dropout_prob": 0.1, "attention_probs_dropout_prob": 0.1%10$s}
                """;
        boolean counted = List.of(
                        Architecture.ROBERTA, Architecture.XLM_ROBERTA, Architecture.CAMEMBERT, Architecture.MPNET)
                .contains(architecture);
        boolean factorised = architecture == Architecture.ALBERT || architecture == Architecture.ELECTRA;
        return HubConfig.parse(
                        "a tiny encoder",
                        json.formatted(
                                architecture.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                                vocabulary,
                                counted ? positions + 2 : positions,
                                hidden,
                                counted ? 1 : 0,
                                layers,
                                heads,
                                inner,
                                NAMES.get(activation),
                                factorised ? ", \"embedding_size\": " + (hidden - 2) : ""))
                .encoder();
    }

    /** Random weights: matrices of deviation 0.3, gains about 1, four labels. */
    public static Checkpoint of(EncoderConfig config, boolean hiddenLayer, long seed) {
        var random = new Random(seed);
        var shape = new HeadShape(hiddenLayer ? config.head().hidden() : Optional.empty(), 4);
        Map<String, Tensor> all = new HashMap<>();
        for (Parameters.Parameter parameter : new Parameters(config, Optional.of(shape)).all()) {
            float[] values = new float[parameter.size()];
            for (int i = 0; i < values.length; i++) {
                double base = parameter.name().endsWith(".gain") ? 1 : 0;
                double deviation = parameter.name().matches("embeddings\\.(word|position|type)") ? 1 : 0.3;
                values[i] = (float) (base + (base == 1 ? 0.2 : deviation) * random.nextGaussian());
            }
            all.put(parameter.name(), Tensor.of(values, parameter.shape()));
        }
        Head head = Head.of(shape, config.norm().epsilon(), all);
        all.keySet().removeIf(name -> name.startsWith("head"));
        return new Checkpoint(config, all, Optional.of(head), Optional.empty());
    }

    /** A checkpoint without its head. */
    public static Checkpoint withoutHead(Checkpoint checkpoint) {
        return new Checkpoint(checkpoint.config(), checkpoint.weights(), Optional.empty(), Optional.empty());
    }

    /** How the tokens of a text lie in its row. */
    public enum Padding {
        /** Tokens first. */
        RIGHT,
        /** Tokens last. */
        LEFT,
        /** Anywhere, token 0 included. */
        HOLES
    }

    /** Texts of 1 to {@code length} tokens, at least one of them of the full length, with random ids, but not the padding's, and segments. */
    public static TokenBatch batch(EncoderConfig config, int rows, int length, Padding padding, long seed) {
        var random = new Random(seed);
        int[] ids = new int[rows * length];
        int[] mask = new int[rows * length];
        int[] types = new int[rows * length];
        int full = random.nextInt(rows);
        for (int row = 0; row < rows; row++) {
            int count = row == full ? length : 1 + random.nextInt(length);
            for (int i = 0; i < length; i++) {
                int at = row * length + i;
                ids[at] = 2 + random.nextInt(config.vocabularySize() - 2);
                types[at] = random.nextInt(Math.max(1, config.typeVocabularySize()));
                mask[at] = switch (padding) {
                    case RIGHT -> i < count ? 1 : 0;
                    case LEFT -> i >= length - count ? 1 : 0;
                    case HOLES -> row == full || random.nextInt(3) > 0 ? 1 : 0;
                };
            }
            if (padding == Padding.HOLES) {
                mask[row * length + random.nextInt(length)] = 1;
            }
        }
        return new TokenBatch(rows, length, ids, mask, types);
    }

    /** One row of a batch, cut after its last token with mask 1. */
    public static TokenBatch row(TokenBatch batch, int row) {
        int length = 1;
        for (int i = 0; i < batch.length(); i++) {
            if (batch.mask()[row * batch.length() + i] == 1) {
                length = i + 1;
            }
        }
        int from = row * batch.length();
        return new TokenBatch(
                1,
                length,
                java.util.Arrays.copyOfRange(batch.ids(), from, from + length),
                java.util.Arrays.copyOfRange(batch.mask(), from, from + length),
                java.util.Arrays.copyOfRange(batch.typeIds(), from, from + length));
    }

    /** Coefficients of a loss, as class weights and label smoothing would give them. */
    public static float[] targets(int rows, int labels, long seed) {
        var random = new Random(seed);
        float[] targets = new float[rows * labels];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = random.nextFloat() / rows;
        }
        return targets;
    }
}
