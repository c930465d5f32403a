package io.github.emotion4j.cli;

import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.data.Labels;
import java.io.IOException;
import java.util.Optional;

/** Gives names to the labels of a model that only has {@code LABEL_0}, {@code LABEL_1}, … for them. */
public final class LabelNaming {

    private LabelNaming() {}

    /**
     * The model with the names of {@code --labels}, or as it is.
     *
     * @param given the names in order of id, if there are any
     */
    public static Model named(Model model, Optional<Labels> given) {
        if (given.isEmpty() || model.checkpoint().head().isEmpty()) {
            return model;
        }
        int count = model.head().labels();
        if (given.get().size() != count) {
            throw Problem.usage("--labels: the model has " + count + " labels, found "
                    + given.get().size() + " names " + given.get() + "; name all in order of id");
        }
        if (!model.namesLabels()) {
            return model.withLabels(given.get());
        }
        requireSame(given, model.labels());
        return model;
    }

    /** Names of {@code --labels} may repeat those of the model, not contradict them. */
    public static void requireSame(Optional<Labels> given, Labels labels) {
        if (given.isPresent() && !given.get().equals(labels)) {
            throw Problem.usage("--labels: the model names its labels itself, " + labels + ", found " + given.get()
                    + "; leave the option out");
        }
    }

    /**
     * The model with the names of {@code --labels}, or with those that the data has for its label numbers, which are then the model's by id; that is said.
     *
     * @param data that it is compared with
     * @throws IOException if the data cannot be read
     */
    static Model named(Model model, LabelledData data, Session session) throws IOException {
        Optional<Labels> given = data.labels();
        Model named = named(model, given);
        if (named.checkpoint().head().isEmpty() || named.namesLabels()) {
            return named;
        }
        Data reader = data.reader(session);
        Optional<Labels> classes = reader.classNames(data.name(), data.split());
        if (classes.isEmpty()) {
            return named;
        }
        int count = named.head().labels();
        if (classes.get().size() != count) {
            throw Problem.data(data.name() + ": the data has " + classes.get().size() + " classes " + classes.get()
                    + ", the model " + count + " labels without names; they do not belong together");
        }
        reader.notes()
                .note("the model does not name its labels; they are taken to be the data's classes by id: "
                        + classes.get() + " (--labels says otherwise)");
        return named.withLabels(classes.get());
    }
}
