package io.github.emotion4j.eval.classifier;

import io.github.emotion4j.data.Labels;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** Features in Tribuo's own types. */
final class TribuoData {

    private TribuoData() {}

    /**
     * Names of the columns. Tribuo numbers features in the order of their names, so the digits are padded to keep column order.
     */
    static String[] columnNames(int columns) {
        var names = new String[columns];
        for (int column = 0; column < columns; column++) {
            names[column] = String.format(Locale.ROOT, "h%06d", column);
        }
        return names;
    }

    /** The column of a name. */
    static int column(String name) {
        return Integer.parseInt(name.substring(1));
    }

    static MutableDataset<Label> dataset(Features features, int[] labelIds, Labels labels, String description) {
        var factory = new LabelFactory();
        var dataset = new MutableDataset<>(new SimpleDataSourceProvenance(description, factory), factory);
        String[] names = columnNames(features.columns());
        for (int row = 0; row < labelIds.length; row++) {
            dataset.add(example(features, row, names, new Label(labels.name(labelIds[row]))));
        }
        return dataset;
    }

    static ArrayExample<Label> example(Features features, int row, String[] names, Label label) {
        var values = new double[names.length];
        for (int column = 0; column < names.length; column++) {
            values[column] = features.values()[row * names.length + column];
        }
        return new ArrayExample<>(label, names, values);
    }

    /** Reads a model of labels from Tribuo's protobuf. */
    static Model<Label> load(Path file) throws IOException {
        try (var in = new BufferedInputStream(Files.newInputStream(file))) {
            return load(in, file);
        }
    }

    /**
     * Reads a model of labels from Tribuo's protobuf.
     *
     * @param file where from, for messages
     */
    static Model<Label> load(InputStream in, Path file) throws IOException {
        try {
            return Model.deserializeFromStream(in).castModel(Label.class);
        } catch (IllegalStateException | IllegalArgumentException | ClassCastException broken) {
            throw new IOException(file + ": not a Tribuo classifier; train it again", broken);
        }
    }
}
