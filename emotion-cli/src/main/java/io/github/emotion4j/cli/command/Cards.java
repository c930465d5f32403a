package io.github.emotion4j.cli.command;

import io.github.emotion4j.eval.experiment.TrainingCard;
import io.github.emotion4j.models.catalogue.Catalogue;

/** What the catalogue adds to the cards of models that were trained here. */
final class Cards {

    private Cards() {}

    /** @param checkpoint as the user named it */
    static TrainingCard.Base base(String checkpoint) {
        return Catalogue.load()
                .find(checkpoint)
                .map(known -> new TrainingCard.Base(
                        known.licence(),
                        known.languages(),
                        java.util.Optional.of(known.hub().name())))
                .orElseGet(() -> TrainingCard.Base.of(checkpoint));
    }
}
