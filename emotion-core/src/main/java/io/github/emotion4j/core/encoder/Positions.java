package io.github.emotion4j.core.encoder;

/** What the place of a token in its text adds to its embedding. */
public sealed interface Positions {

    /** Rows of the table of positions, or, where there is none, the most tokens of a text. */
    int rows();

    /** Learned, one row a place, counted with padding: BERT (Devlin et al., 2018). */
    record Learned(int rows) implements Positions {
        /** Checks that there is one. */
        public Learned {
            EncoderConfig.requirePositive("maximum positions", rows);
        }
    }

    /**
     * Learned, and counted from the padding id: the n-th token whose id is not the padding's has position {@code paddingId + n}, n from 1, and a padding
     * id wherever it stands has position {@code paddingId}: RoBERTa as fairseq wrote it (Liu et al., 2019).
     */
    record AfterPadding(int rows) implements Positions {
        /** Checks that there is one. */
        public AfterPadding {
            EncoderConfig.requirePositive("maximum positions", rows);
        }
    }

    /** Nothing: the attention knows how far apart tokens are, see {@link RelativePositions}. */
    record None(int rows) implements Positions {
        /** Checks that a text may have a token. */
        public None {
            EncoderConfig.requirePositive("maximum positions", rows);
        }
    }
}
