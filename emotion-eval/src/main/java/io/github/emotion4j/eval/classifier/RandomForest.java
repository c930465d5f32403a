package io.github.emotion4j.eval.classifier;

import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.data.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.dtree.impurity.GiniIndex;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.ensemble.EnsembleModel;

/**
 * A random forest (Breiman, 2001), trained by Tribuo. Probabilities are the shares of the trees' votes, with one more vote spread evenly over all
 * labels, so that none is zero and the log loss stays finite.
 *
 * <p>Immutable and thread-safe.
 */
public final class RandomForest implements FeatureClassifier {

    private final Labels labels;
    private final int columns;
    private final Model<Label> model;
    private final int trees;

    private RandomForest(Labels labels, int columns, Model<Label> model, int trees) {
        this.labels = labels;
        this.columns = columns;
        this.model = model;
        this.trees = trees;
    }

    /**
     * How to train.
     *
     * @param trees number of trees, at least 1
     * @param maxDepth most levels of a tree, at least 1
     * @param columnShare share of the columns that a split chooses from, in (0, 1]; 0 for the square root of their number
     * @param seed of rows and columns
     */
    public record Options(int trees, int maxDepth, double columnShare, long seed) {

        /** Checks the ranges given above. */
        public Options {
            if (trees < 1) {
                throw new IllegalArgumentException("trees must be >= 1, found " + trees);
            }
            if (maxDepth < 1) {
                throw new IllegalArgumentException("depth must be >= 1, found " + maxDepth);
            }
            if (!(columnShare >= 0 && columnShare <= 1)) {
                throw new IllegalArgumentException("share of columns must be in [0, 1], found " + columnShare);
            }
        }

        /**
         * 30 trees of at most 10 levels, the square root of the columns at each split. Tribuo sorts every column at every split whatever share it
         * chooses from: thousands of rows of hundreds of columns take seconds a tree.
         */
        public static Options withSeed(long seed) {
            return new Options(30, 10, 0, seed);
        }
    }

    /**
     * Trains.
     *
     * @param features {@code [rows, columns]}, at least one row
     * @param labelIds one a row
     * @param labels all labels, also those that do not occur
     * @throws IllegalArgumentException if rows, ids and labels do not fit together or a value is not finite
     */
    public static RandomForest train(Features features, int[] labelIds, Labels labels, Options options) {
        features.requireTrainable(labelIds, labels.size());
        double wanted = options.columnShare() > 0 ? options.columnShare() : 1 / Math.sqrt(features.columns());
        double share = Math.min(wanted, 0.999); // Tribuo refuses a forest that chooses from all
        var tree = new CARTClassificationTrainer(
                options.maxDepth(), 2f, 0f, (float) share, false, new GiniIndex(), options.seed());
        var forest = new RandomForestTrainer<>(tree, new VotingCombiner(), options.trees(), options.seed());
        var dataset = TribuoData.dataset(rounded(features), labelIds, labels, "frozen features");
        return new RandomForest(labels, features.columns(), forest.train(dataset), options.trees());
    }

    /**
     * Values on a grid of an eighth of their column's deviation. Tribuo keeps a list a distinct value and takes minutes a tree over thousands of them. Splits
     * lie midway between values of the grid, where rounding turns, so answering needs no rounding.
     */
    private static Features rounded(Features features) {
        double[] deviation = Standardisation.of(features).deviation();
        var values = new float[features.values().length];
        for (int at = 0; at < values.length; at++) {
            double step = deviation[at % deviation.length] / 8;
            values[at] = (float) (Math.rint(features.values()[at] / step) * step);
        }
        return new Features(values, features.columns());
    }

    @Override
    public ClassifierKind kind() {
        return ClassifierKind.FOREST;
    }

    @Override
    public Labels labels() {
        return labels;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public float[][] probabilities(Features features) {
        requireColumns(features);
        String[] names = TribuoData.columnNames(columns);
        return IntStream.range(0, features.rows())
                .parallel()
                .mapToObj(row -> shares(features, row, names))
                .toArray(float[][]::new);
    }

    private float[] shares(Features features, int row, String[] names) {
        var scores = model.predict(TribuoData.example(features, row, names, LabelFactory.UNKNOWN_LABEL))
                .getOutputScores();
        var shares = new float[labels.size()];
        for (int label = 0; label < shares.length; label++) {
            var known = scores.get(labels.name(label));
            double votes = known == null ? 0 : known.getScore() * trees;
            shares[label] = (float) ((votes + 1.0 / shares.length) / (trees + 1));
        }
        return shares;
    }

    /** Empty: a forest is no linear layer. */
    @Override
    public Optional<Head> linearHead() {
        return Optional.empty();
    }

    @Override
    public void save(Path directory) throws IOException {
        SavedClassifier.write(directory, this, model::serializeToFile);
    }

    static RandomForest load(Labels labels, int columns, Path file) throws IOException {
        var model = TribuoData.load(file);
        if (!(model instanceof EnsembleModel<Label> ensemble)) {
            throw new IOException(
                    file + ": holds " + model.getClass().getSimpleName() + ", expected a forest; train it again");
        }
        return new RandomForest(labels, columns, model, ensemble.getNumModels());
    }
}
