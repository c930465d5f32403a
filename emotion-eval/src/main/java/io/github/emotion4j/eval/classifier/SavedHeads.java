package io.github.emotion4j.eval.classifier;

import io.github.emotion4j.core.features.FeatureHead;
import java.io.IOException;
import java.nio.file.Path;

/** Lets emotion-core predict with the classifiers of this module; found by {@link java.util.ServiceLoader}. Thread-safe. */
public final class SavedHeads implements FeatureHead.Reader {

    /** For {@link java.util.ServiceLoader}. */
    public SavedHeads() {}

    @Override
    public FeatureHead read(Path directory) throws IOException {
        return ClassifierKind.load(directory);
    }
}
