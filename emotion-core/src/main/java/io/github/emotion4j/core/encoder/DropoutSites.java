package io.github.emotion4j.core.encoder;

import io.github.emotion4j.core.encoder.Operations.DropoutSite;

/** The places of an encoder that drop values, with their numbers. A number never changes: kept runs would go on with other masks. */
final class DropoutSites {

    private static final int PER_LAYER = 3;

    private DropoutSites() {}

    static DropoutSite embeddings(EncoderConfig config) {
        return new DropoutSite(0, config.dropouts().embeddings());
    }

    static DropoutSite attention(EncoderConfig config, int layer) {
        return new DropoutSite(1 + PER_LAYER * layer, config.dropouts().attention());
    }

    static DropoutSite projection(EncoderConfig config, int layer) {
        return new DropoutSite(2 + PER_LAYER * layer, config.dropouts().projection());
    }

    static DropoutSite feedForward(EncoderConfig config, int layer) {
        return new DropoutSite(3 + PER_LAYER * layer, config.dropouts().output());
    }

    static DropoutSite head(EncoderConfig config) {
        return new DropoutSite(behindBlocks(config), config.dropouts().head());
    }

    static DropoutSite headInput(EncoderConfig config) {
        return new DropoutSite(behindBlocks(config) + 1, config.dropouts().headInput());
    }

    static DropoutSite inner(EncoderConfig config, int layer) {
        return new DropoutSite(
                behindBlocks(config) + 2 + 2 * layer, config.dropouts().inner());
    }

    static DropoutSite relative(EncoderConfig config, int layer) {
        return new DropoutSite(
                behindBlocks(config) + 3 + 2 * layer, config.dropouts().relative());
    }

    private static int behindBlocks(EncoderConfig config) {
        return 1 + PER_LAYER * config.layers();
    }
}
