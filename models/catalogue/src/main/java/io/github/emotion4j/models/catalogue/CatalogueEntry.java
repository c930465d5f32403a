package io.github.emotion4j.models.catalogue;

import io.github.emotion4j.data.hub.HubId;
import io.github.emotion4j.data.hub.RepoType;
import java.util.List;
import java.util.Objects;

/**
 * A known checkpoint. Immutable.
 *
 * @param name what users type
 * @param hub where it lies on the hub, at a pinned commit
 * @param licence SPDX identifier, as the model's card names it
 * @param bytes what a download of the needed files takes, rounded to MB
 * @param architecture as {@code model_type} in its {@code config.json}: {@code bert} or {@code distilbert}
 * @param parameters rounded to hundred thousands
 * @param languages ISO 639-1 codes
 * @param cased whether upper and lower case differ to its tokenizer
 * @param labels what it predicts, in the order of its outputs; empty for a checkpoint that is to be trained first
 * @param prompt what every text has to begin with, as its authors say; empty for nothing
 * @param embedded whether it is part of every build and needs no download
 * @param note for people
 */
public record CatalogueEntry(
        String name,
        HubId hub,
        String licence,
        long bytes,
        String architecture,
        long parameters,
        List<String> languages,
        boolean cased,
        List<String> labels,
        String prompt,
        boolean embedded,
        String note) {
    public CatalogueEntry {
        Objects.requireNonNull(name, "name");
        if (hub.type() != RepoType.MODEL || !hub.isPinned()) {
            throw new IllegalArgumentException(
                    name + " must be a model at a commit of 40 hexadecimal digits, found " + hub);
        }
        Objects.requireNonNull(licence, "licence");
        if (bytes <= 0 || parameters <= 0) {
            throw new IllegalArgumentException(
                    name + ": bytes and parameters must be above 0, found " + bytes + " and " + parameters);
        }
        Objects.requireNonNull(architecture, "architecture");
        languages = List.copyOf(languages);
        labels = List.copyOf(labels);
        Objects.requireNonNull(prompt, "prompt");
        Objects.requireNonNull(note, "note");
    }
}
