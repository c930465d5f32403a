package io.github.emotion4j.core.bench;

import io.github.emotion4j.core.checkpoint.Activation;
import io.github.emotion4j.core.checkpoint.Architecture;
import io.github.emotion4j.core.checkpoint.EncoderConfig;

/** Encoders of known size. */
public enum Shape {
    /** 6 layers of 768, 12 heads, vocabulary of 30 522: 66 million parameters, 42.5 million of them in the layers. */
    DISTILBERT_BASE("distilbert-base", Architecture.DISTILBERT, 768, 3072, 0.2),
    /** 6 layers of 384, 12 heads: 22.6 million parameters, 10.6 million of them in the layers. */
    MINILM_L6("minilm-l6", Architecture.BERT, 384, 1536, 0.1);

    private final String title;
    private final Architecture architecture;
    private final int hidden;
    private final int intermediate;
    private final double headDropout;

    Shape(String title, Architecture architecture, int hidden, int intermediate, double headDropout) {
        this.title = title;
        this.architecture = architecture;
        this.hidden = hidden;
        this.intermediate = intermediate;
        this.headDropout = headDropout;
    }

    /** The name in commands. */
    public String title() {
        return title;
    }

    /** Sizes and constants. */
    public EncoderConfig config() {
        return new EncoderConfig(
                architecture,
                30522,
                512,
                architecture == Architecture.BERT ? 2 : 0,
                hidden,
                6,
                12,
                intermediate,
                Activation.GELU_ERF,
                1e-12,
                0.1,
                0.1,
                headDropout);
    }

    /** Multiplications and additions of the layers' matrix products for one token, forward: twice their parameters. */
    public double flopsPerToken() {
        return 2.0 * 6 * (4.0 * hidden * hidden + 2.0 * hidden * intermediate);
    }
}
