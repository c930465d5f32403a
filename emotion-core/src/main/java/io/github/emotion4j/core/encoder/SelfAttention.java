package io.github.emotion4j.core.encoder;

import java.util.List;

/**
 * The attention of a block (Vaswani et al., 2017).
 *
 * @param heads attention heads; they share the hidden size evenly
 * @param bias whether the projections have biases
 * @param relative what the distance of two tokens changes
 * @param windows for each layer how far to either side a token attends; {@link #EVERYWHERE} where it attends to all
 */
public record SelfAttention(int heads, boolean bias, RelativePositions relative, List<Integer> windows) {

    /** A window without an end. */
    public static final int EVERYWHERE = Integer.MAX_VALUE;

    /** Checks the ranges given above and keeps a copy of the list. */
    public SelfAttention {
        EncoderConfig.requirePositive("heads", heads);
        windows = List.copyOf(windows);
        if (windows.stream().anyMatch(window -> window < 0)) {
            throw new IllegalArgumentException("attention windows must be >= 0, found " + windows);
        }
    }

    /** How far to either side a token of that layer attends. */
    public int window(int layer) {
        return windows.get(layer);
    }
}
