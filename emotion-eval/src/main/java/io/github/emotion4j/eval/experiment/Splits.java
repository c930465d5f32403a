package io.github.emotion4j.eval.experiment;

import io.github.emotion4j.data.Dataset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The data of an experiment, all with the labels of the training data.
 *
 * @param train to learn from
 * @param validation to choose by, if there is some
 * @param test to judge by, if there is some
 */
public record Splits(Dataset train, Optional<Dataset> validation, Optional<Dataset> test) {

    /** Checks that all have the same labels. */
    public Splits {
        Objects.requireNonNull(train, "train");
        for (Optional<Dataset> other : java.util.List.of(validation, test)) {
            if (other.isPresent() && !other.get().labels().equals(train.labels())) {
                throw new IllegalArgumentException("labels " + other.get().labels() + " beside those of training "
                        + train.labels() + "; read all data with the same labels");
            }
        }
    }

    /** What is evaluated, by name: validation, then test. */
    Map<String, Dataset> evaluated() {
        var splits = new LinkedHashMap<String, Dataset>();
        validation.ifPresent(data -> splits.put("validation", data));
        test.ifPresent(data -> splits.put("test", data));
        return splits;
    }
}
