package io.github.emotion4j.core.features;

import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.data.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * A classification head on pooled hidden states that is no part of the encoder's graph: trees, or a network of another library. It lies in a model directory
 * under names of its own, beside an encoder without a head. Implementations are thread-safe.
 */
public interface FeatureHead {

    /** The file of a model directory that says which head there is; where it lies, the head is whole. */
    String FILE = "classifier.json";

    /** All labels, in id order. */
    Labels labels();

    /** Width of the vectors it was trained on: the encoder's hidden size. */
    int columns();

    /**
     * Numbers whose softmax are the probabilities of the labels.
     *
     * @param vectors finite, {@code [rows, columns()]} row-major
     * @return {@code [rows, labels]} row-major
     */
    float[] logits(float[] vectors);

    /** Reads heads of some kind; implementations are found by {@link ServiceLoader}. */
    interface Reader {

        /**
         * Reads the head of a model directory.
         *
         * @throws IOException if a file is missing, broken, or of a newer format
         * @throws MissingLibraryException if the head's own library is not on the class path
         */
        FeatureHead read(Path directory) throws IOException;
    }

    /** Whether a model directory holds such a head. */
    static boolean isIn(Path directory) {
        return Files.isRegularFile(directory.resolve(FILE));
    }

    /**
     * Reads the head of a model directory, by a reader that is on the class path of this class or of the calling thread.
     *
     * @param width of the encoder's vectors
     * @throws InvalidModelException if the head was trained on others
     * @throws IOException if a file is missing, broken, or of a newer format
     * @throws MissingLibraryException if there is no reader, or the head's own library is not on the class path
     */
    static FeatureHead read(Path directory, int width) throws IOException {
        Reader reader = Stream.of(
                        FeatureHead.class.getClassLoader(),
                        Thread.currentThread().getContextClassLoader())
                .flatMap(loader -> ServiceLoader.load(Reader.class, loader).findFirst().stream())
                .findFirst()
                .orElseThrow(() -> new MissingLibraryException(directory.resolve(FILE)
                        + ": the model is a classifier on frozen features, for which emotion-core alone has no code; add the"
                        + " artefact io.github.emotion4j:emotion-eval"));
        FeatureHead head = reader.read(directory);
        if (head.columns() != width) {
            throw new InvalidModelException(directory.resolve(FILE) + ": the classifier was trained on vectors of "
                    + head.columns() + " values, the encoder beside it has " + width + "; they do not belong together");
        }
        return head;
    }
}
