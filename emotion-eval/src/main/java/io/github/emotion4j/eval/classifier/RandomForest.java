package io.github.emotion4j.eval.classifier;

import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.data.Labels;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.classification.ensemble.FullyWeightedVotingCombiner;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.common.tree.TreeModel;
import org.tribuo.ensemble.EnsembleModel;

/**
 * A random forest (Breiman, 2001) by Tribuo. Probabilities are the mean over the trees of the labels' shares in the leaf, as scikit-learn has them, with
 * one more tree that knows nothing, so that none is zero and the log loss stays finite.
 *
 * <p>Immutable and thread-safe.
 */
public final class RandomForest implements FeatureClassifier {

    private final Labels labels;
    private final int columns;
    private final Model<Label> model;
    private final List<FlatTree> trees;

    private RandomForest(Labels labels, int columns, Model<Label> model, List<FlatTree> trees) {
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
     * @param leastSplit fewest rows that are split further, at least 2
     * @param columnShare share of the columns that a split chooses from, in (0, 1]; 0 for the square root of their number
     * @param seed of rows and columns
     */
    public record Options(int trees, int maxDepth, int leastSplit, double columnShare, long seed) {

        /** Checks the ranges given above. */
        public Options {
            if (trees < 1) {
                throw new IllegalArgumentException("trees must be >= 1, found " + trees);
            }
            if (maxDepth < 1) {
                throw new IllegalArgumentException("depth must be >= 1, found " + maxDepth);
            }
            if (leastSplit < 2) {
                throw new IllegalArgumentException("rows to split must be >= 2, found " + leastSplit);
            }
            if (!(columnShare >= 0 && columnShare <= 1)) {
                throw new IllegalArgumentException("share of columns must be in [0, 1], found " + columnShare);
            }
        }

        /** 100 trees of at most 40 levels, no fewer than 10 rows split, the square root of the columns at each split. */
        public static Options withSeed(long seed) {
            return new Options(100, 40, 10, 0, seed);
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
        // at least one column, and Tribuo refuses a forest that chooses from all
        double share = Math.min(Math.max(wanted, 1.0 / features.columns()), 0.999);
        var tree = new BinnedTreeTrainer(BinnedColumns.of(features), options, (float) share);
        var forest =
                new RandomForestTrainer<>(tree, new FullyWeightedVotingCombiner(), options.trees(), options.seed());
        var dataset = TribuoData.dataset(features, labelIds, labels, "frozen features");
        return of(labels, features.columns(), forest.train(dataset));
    }

    private static RandomForest of(Labels labels, int columns, EnsembleModel<Label> model) {
        List<FlatTree> trees = model.getModels().stream()
                .map(tree -> FlatTree.of((TreeModel<Label>) tree, labels))
                .toList();
        return new RandomForest(labels, columns, model, trees);
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
        return IntStream.range(0, features.rows())
                .parallel()
                .mapToObj(row -> shares(features, row))
                .toArray(float[][]::new);
    }

    private float[] shares(Features features, int row) {
        var sums = new double[labels.size()];
        for (FlatTree tree : trees) {
            float[] answer = tree.answer(features, row);
            for (int label = 0; label < sums.length; label++) {
                sums[label] += answer[label];
            }
        }
        var shares = new float[sums.length];
        for (int label = 0; label < shares.length; label++) {
            shares[label] = (float) ((sums[label] + 1.0 / shares.length) / (trees.size() + 1));
        }
        return shares;
    }

    /** Tribuo's own model with its provenance; it takes raw features under the names h000000, h000001, … */
    public Model<Label> tribuoModel() {
        return model;
    }

    /** Empty: a forest is no linear layer. */
    @Override
    public Optional<Head> linearHead() {
        return Optional.empty();
    }

    @Override
    public void save(Path directory) throws IOException {
        // compressed: Tribuo writes the class of every node and leaf, a hundred megabytes for a hundred trees
        SavedClassifier.write(directory, this, file -> {
            try (var out = new GZIPOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
                model.serializeToStream(out);
            }
        });
    }

    static RandomForest load(Labels labels, int columns, Path file) throws IOException {
        Model<Label> model;
        try (var in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            model = TribuoData.load(in, file);
        } catch (ZipException | EOFException broken) {
            throw new IOException(file + ": not a forest, or not all of it; train it again", broken);
        }
        if (!(model instanceof EnsembleModel<Label> ensemble)
                || !ensemble.getModels().stream().allMatch(TreeModel.class::isInstance)) {
            throw new IOException(
                    file + ": holds " + model.getClass().getSimpleName() + ", expected a forest; train it again");
        }
        return of(labels, columns, ensemble);
    }
}
