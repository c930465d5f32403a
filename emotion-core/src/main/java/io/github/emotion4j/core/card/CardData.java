package io.github.emotion4j.core.card;

import java.util.Objects;
import java.util.Optional;

/**
 * The data that a model was trained on, and how clean they are.
 *
 * @param name for people, for instance "emotion"
 * @param hubId {@code org/name} if the data set lies on the hub
 * @param rows texts of the training split, at least 1
 * @param repeated texts of the training split that occur more than once, each counted once
 * @param conflicting those of them that occur with different labels
 * @param shared distinct texts of the training split that occur in a validation or test split too
 */
public record CardData(String name, Optional<String> hubId, int rows, int repeated, int conflicting, int shared) {

    /** Checks the counts. */
    public CardData {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(hubId, "hubId");
        if (rows < 1
                || repeated < 0
                || repeated > rows
                || conflicting < 0
                || conflicting > repeated
                || shared < 0
                || shared > rows) {
            throw new IllegalArgumentException("impossible counts: " + rows + " rows, " + repeated + " repeated texts, "
                    + conflicting + " of them conflicting, " + shared + " shared with other splits");
        }
    }
}
