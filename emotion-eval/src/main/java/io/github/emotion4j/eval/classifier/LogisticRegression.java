package io.github.emotion4j.eval.classifier;

import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.data.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.transform.TransformTrainer;
import org.tribuo.transform.Transformation;
import org.tribuo.transform.TransformationMap;
import org.tribuo.transform.TransformedModel;
import org.tribuo.transform.transformations.MeanStdDevTransformation;

/**
 * Multinomial logistic regression on standardised features, trained by Tribuo and folded into a linear layer on raw features.
 *
 * <p>The objective is scikit-learn's {@code LogisticRegression(C)}: the sum of the log losses plus {@code |W|² / (2 C)}, the bias free. A label that no
 * training row has gets a logit of {@value #NEVER_SEEN}.
 *
 * <p>Immutable and thread-safe.
 */
public final class LogisticRegression implements FeatureClassifier {

    /** The logit of a label that never occurred in training. */
    static final float NEVER_SEEN = -100;

    private final Labels labels;
    private final TransformedModel<Label> model;
    private final LinearHead head;

    private LogisticRegression(Labels labels, TransformedModel<Label> model) {
        this.labels = labels;
        this.model = model;
        this.head = fold(model, labels);
    }

    /**
     * How to train.
     *
     * @param inversePenalty scikit-learn's C: the greater, the weaker the penalty; greater than 0
     * @param steps least number of mini-batches, at least 1; every row is seen at least {@value #LEAST_EPOCHS} times
     * @param batchSize rows of a mini-batch, at least 2
     * @param learningRate of the first step, greater than 0; it falls to zero along half a cosine
     * @param seed of the order of the rows
     */
    public record Options(double inversePenalty, int steps, int batchSize, double learningRate, long seed) {

        static final int LEAST_EPOCHS = 20;

        /** Checks the ranges given above. */
        public Options {
            if (!(inversePenalty > 0)) {
                throw new IllegalArgumentException("inverse penalty must be > 0, found " + inversePenalty);
            }
            if (steps < 1) {
                throw new IllegalArgumentException("steps must be >= 1, found " + steps);
            }
            if (batchSize < 2) {
                throw new IllegalArgumentException("batch size must be >= 2, found " + batchSize);
            }
            if (!(learningRate > 0)) {
                throw new IllegalArgumentException("learning rate must be > 0, found " + learningRate);
            }
        }

        /** C = 1 and a schedule that converges on 100 to 100 000 rows. */
        public static Options withSeed(long seed) {
            return new Options(1, 5000, 64, 0.01, seed);
        }

        int epochs(int rows) {
            int batches = (rows + batchSize - 1) / batchSize;
            return Math.max(LEAST_EPOCHS, (steps + batches - 1) / batches);
        }
    }

    /**
     * Trains on raw features; standardisation happens inside.
     *
     * @param features {@code [rows, columns]}, at least one row
     * @param labelIds one a row
     * @param labels all labels, also those that do not occur
     * @throws IllegalArgumentException if rows, ids and labels do not fit together or a value is not finite
     */
    public static LogisticRegression train(Features features, int[] labelIds, Labels labels, Options options) {
        features.requireTrainable(labelIds, labels.size());
        int rows = features.rows();
        int epochs = options.epochs(rows);
        int steps = epochs * ((rows + options.batchSize() - 1) / options.batchSize());
        var optimiser = new RidgeAdam(
                options.learningRate(), 1 / (options.inversePenalty() * rows), steps, options.batchSize());
        var trainer =
                new LinearSGDTrainer(new LogMulticlass(), optimiser, epochs, -1, options.batchSize(), options.seed());
        var standardising = new TransformTrainer<>(trainer, standardisation(features));
        var dataset = TribuoData.dataset(features, labelIds, labels, "frozen features");
        return new LogisticRegression(labels, standardising.train(dataset));
    }

    /**
     * Mean 0 and deviation 1 for every column that varies. A column that hardly does (all-MiniLM-L6-v2 has one around 1e-31) says nothing, and dividing
     * by its deviation would leave weights of 1e31 in the head.
     */
    private static TransformationMap standardisation(Features features) {
        String[] names = TribuoData.columnNames(features.columns());
        double[] deviation = Standardisation.of(features).deviation();
        var varying = new TreeMap<String, List<Transformation>>();
        for (int column = 0; column < names.length; column++) {
            if (deviation[column] != Standardisation.CONSTANT) {
                varying.put(names[column], List.of(new MeanStdDevTransformation()));
            }
        }
        return new TransformationMap(List.of(), varying);
    }

    private static LinearHead fold(TransformedModel<Label> model, Labels labels) {
        var linear = (LinearSGDModel) model.getInnerModel();
        var weights = linear.getWeightsCopy(); // [known labels, columns + 1], the bias last
        int columns = linear.getFeatureIDMap().size();
        var weight = new float[labels.size() * columns];
        var bias = new float[labels.size()];
        java.util.Arrays.fill(bias, NEVER_SEEN);
        for (var known : linear.getOutputIDInfo()) {
            int from = known.getA();
            int to = labels.id(known.getB().getLabel()).orElseThrow();
            double offset = weights.get(from, columns);
            for (int column = 0; column < columns; column++) {
                var name = linear.getFeatureIDMap().get(column).getName();
                var transformers = model.getTransformerMap().get(name);
                boolean scaled = transformers != null && !transformers.isEmpty();
                double atZero = scaled ? transformers.get(0).transform(0) : 0;
                double slope = scaled ? transformers.get(0).transform(1) - atZero : 1;
                weight[to * columns + column] = (float) (weights.get(from, column) * slope);
                offset += weights.get(from, column) * atZero;
            }
            bias[to] = (float) offset;
        }
        return new LinearHead(weight, bias);
    }

    @Override
    public ClassifierKind kind() {
        return ClassifierKind.LOGISTIC;
    }

    @Override
    public Labels labels() {
        return labels;
    }

    @Override
    public int columns() {
        return head.columns();
    }

    @Override
    public float[][] probabilities(Features features) {
        requireColumns(features);
        return head.probabilities(features);
    }

    @Override
    public Optional<Head> linearHead() {
        return Optional.of(head.toHead());
    }

    /** Tribuo's own model with its provenance; it takes raw features under the names h000000, h000001, … */
    public Model<Label> tribuoModel() {
        return model;
    }

    @Override
    public void save(Path directory) throws IOException {
        SavedClassifier.write(directory, this, model::serializeToFile);
    }

    static LogisticRegression load(Labels labels, int columns, Path file) throws IOException {
        var model = TribuoData.load(file);
        if (!(model instanceof TransformedModel<Label> transformed)
                || !(transformed.getInnerModel() instanceof LinearSGDModel)) {
            throw new IOException(file + ": holds " + model.getClass().getSimpleName()
                    + ", expected a linear model on standardised features; train it again");
        }
        return new LogisticRegression(labels, transformed);
    }

    @Override
    public String toString() {
        return "LogisticRegression" + Map.of("labels", labels, "columns", columns());
    }
}
