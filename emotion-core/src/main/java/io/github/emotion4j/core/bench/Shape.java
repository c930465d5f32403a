package io.github.emotion4j.core.bench;

import io.github.emotion4j.core.checkpoint.hub.HubConfig;
import io.github.emotion4j.core.encoder.EncoderConfig;

/** Encoders of known size. */
public enum Shape {
    /** 6 layers of 768, 12 heads, vocabulary of 30 522: 66 million parameters, 42.5 million of them in the layers. */
    DISTILBERT_BASE("distilbert-base", "{'model_type': 'distilbert'}"),
    /** all-MiniLM-L6-v2: 6 layers of 384. */
    MINILM_L6(
            "minilm-l6",
            "{'model_type': 'bert', 'hidden_size': 384, 'num_hidden_layers': 6, 'intermediate_size': 1536}"),
    /** bert-base: 12 layers of 768. */
    BERT_BASE("bert-base", "{'model_type': 'bert'}"),
    /** roberta-base: the same with positions counted from the padding id. */
    ROBERTA_BASE("roberta-base", "{'model_type': 'roberta', 'max_position_embeddings': 514, 'type_vocab_size': 1}"),
    /** deberta-v3-base: 12 layers of 768 with disentangled attention. */
    DEBERTA_V3_BASE(
            "deberta-v3-base",
            "{'model_type': 'deberta-v2', 'hidden_size': 768, 'num_hidden_layers': 12, 'num_attention_heads': 12,"
                    + " 'intermediate_size': 3072, 'relative_attention': true, 'position_buckets': 256,"
                    + " 'position_biased_input': false, 'share_att_key': true, 'norm_rel_ebd': 'layer_norm',"
                    + " 'pos_att_type': 'p2c|c2p'}"),
    /** ModernBERT-base: 22 layers of 768. */
    MODERNBERT_BASE("modernbert-base", "{'model_type': 'modernbert'}");

    private final String title;
    private final EncoderConfig config;

    Shape(String title, String config) {
        this.title = title;
        this.config = HubConfig.parse(title, config).encoder();
    }

    /** The name in commands. */
    public String title() {
        return title;
    }

    /** The parts, with the dropout probabilities of the family. */
    public EncoderConfig config() {
        return config;
    }

    /** Multiplications and additions of the layers' matrix products for one token, forward: twice their parameters. */
    public double flopsPerToken() {
        double hidden = config.hiddenSize();
        double feedForward = (config.feedForward().gated() ? 3.0 : 2.0) * hidden * config.intermediateSize();
        return 2.0 * config.layers() * (4.0 * hidden * hidden + feedForward);
    }
}
