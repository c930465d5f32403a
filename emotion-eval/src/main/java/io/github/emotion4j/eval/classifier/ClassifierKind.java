package io.github.emotion4j.eval.classifier;

import io.github.emotion4j.core.features.MissingLibraryException;
import io.github.emotion4j.data.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The classifiers on frozen features, and the one way to train and to load any of them. */
public enum ClassifierKind {
    /** {@link MostFrequentBaseline}: the most frequent label, always. */
    BASELINE("classifier.tribuo.pb"),
    /** {@link LogisticRegression}: a linear layer; the default. */
    LOGISTIC("classifier.tribuo.pb"),
    /** {@link RandomForest}: votes of many trees. */
    FOREST("classifier.tribuo.pb.gz"),
    /** {@link ShallowNetwork}: one hidden layer; needs Deeplearning4j on the class path. */
    NETWORK("classifier.dl4j.zip");

    private final String fileName;

    ClassifierKind(String fileName) {
        this.fileName = fileName;
    }

    /**
     * The kind of that name, in any case.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static ClassifierKind parse(String name) {
        for (var kind : values()) {
            if (kind.toString().equalsIgnoreCase(name)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("classifier '" + name + "' is not one of "
                + Stream.of(values()).map(ClassifierKind::toString).collect(Collectors.joining(", ")));
    }

    /**
     * Trains with the default options.
     *
     * @param features {@code [rows, columns]}, at least one row
     * @param labelIds one a row
     * @param labels all labels, also those that do not occur
     * @param seed decides everything random
     * @throws IllegalArgumentException if rows, ids and labels do not fit together or a value is not finite
     * @throws MissingLibraryException if the library that this kind needs is not on the class path
     */
    public FeatureClassifier train(Features features, int[] labelIds, Labels labels, long seed) {
        requireLibrary();
        features.requireTrainable(labelIds, labels.size());
        return switch (this) {
            case BASELINE -> MostFrequentBaseline.train(labelIds, labels, features.columns());
            case LOGISTIC ->
                LogisticRegression.train(features, labelIds, labels, LogisticRegression.Options.withSeed(seed));
            case FOREST -> RandomForest.train(features, labelIds, labels, RandomForest.Options.withSeed(seed));
            case NETWORK -> ShallowNetwork.train(features, labelIds, labels, ShallowNetwork.Options.withSeed(seed));
        };
    }

    /**
     * Reads what {@link FeatureClassifier#save} wrote.
     *
     * @throws IOException if a file is missing, broken, or of a newer format
     * @throws MissingLibraryException if the library that the saved kind needs is not on the class path
     */
    public static FeatureClassifier load(Path directory) throws IOException {
        return SavedClassifier.read(directory);
    }

    FeatureClassifier load(Labels labels, int columns, Path file) throws IOException {
        requireLibrary();
        return switch (this) {
            case BASELINE -> MostFrequentBaseline.load(labels, columns, file);
            case LOGISTIC -> LogisticRegression.load(labels, columns, file);
            case FOREST -> RandomForest.load(labels, columns, file);
            case NETWORK -> ShallowNetwork.load(labels, columns, file);
        };
    }

    /** Whether the library that this kind needs is on the class path. */
    public boolean available() {
        if (this != NETWORK) {
            return true;
        }
        try {
            Class.forName(
                    "org.deeplearning4j.nn.multilayer.MultiLayerNetwork", false, ClassifierKind.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException missing) {
            return false;
        }
    }

    /**
     * To ask before anything is computed.
     *
     * @throws MissingLibraryException if the library that this kind needs is not on the class path
     */
    public void requireLibrary() {
        if (!available()) {
            throw new MissingLibraryException("the classifier '" + this
                    + "' needs Deeplearning4j, which is not on the class path; add org.deeplearning4j:deeplearning4j-core "
                    + "1.0.0-M2.1 (deeplearning4j-nn is enough), or choose logistic or forest");
        }
    }

    /** The file in a model directory that holds the library's own model. */
    public String fileName() {
        return fileName;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
