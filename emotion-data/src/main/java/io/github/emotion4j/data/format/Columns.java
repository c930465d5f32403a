package io.github.emotion4j.data.format;

import java.util.Optional;

/**
 * Where a row has its text and its label.
 *
 * @param header whether the first record holds names, not a row
 * @param text index of the text's field
 * @param label index of the label's field; -1 where labels are not wanted
 * @param note what was taken as what, where the file does not say it clearly
 */
record Columns(boolean header, int text, int label, Optional<String> note) {

    /** The same, already told. */
    Columns withoutNote() {
        return new Columns(header, text, label, Optional.empty());
    }
}
