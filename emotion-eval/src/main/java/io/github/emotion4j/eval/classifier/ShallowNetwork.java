package io.github.emotion4j.eval.classifier;

import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.data.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * One hidden layer with ReLU on standardised features: Deeplearning4j's {@link MultiLayerNetwork}. The standardisation is folded into the first layer
 * after training, so that the saved network takes raw features.
 *
 * <p>The only class that needs Deeplearning4j; {@link ClassifierKind} names it only where the library is there.
 *
 * <p>Thread-safe: the network keeps activations in itself, so one thread at a time predicts.
 */
public final class ShallowNetwork implements FeatureClassifier {

    private static final int PREDICTED_TOGETHER = 1024;
    private static final int LEAST_HELD_OUT = 50;

    private final Labels labels;
    private final int columns;
    private final MultiLayerNetwork network;

    private ShallowNetwork(Labels labels, int columns, MultiLayerNetwork network) {
        this.labels = labels;
        this.columns = columns;
        this.network = network;
    }

    /**
     * How to train.
     *
     * @param units of the hidden layer, at least 1
     * @param epochs most passes over the data, at least 1
     * @param batchSize rows of a mini-batch, at least 1
     * @param learningRate Adam's, greater than 0
     * @param penalty L2 on the weights, at least 0
     * @param patience after how many epochs without a lower loss on a tenth of the rows, held out, training ends and the best epoch's weights are taken; 0 or
     *     fewer than 50 rows to hold out: nothing is held out, all epochs are run
     * @param seed of weights, order and what is held out
     */
    public record Options(
            int units, int epochs, int batchSize, double learningRate, double penalty, int patience, long seed) {

        /** Checks the ranges given above. */
        public Options {
            if (units < 1 || epochs < 1 || batchSize < 1) {
                throw new IllegalArgumentException("units, epochs and batch size must be >= 1, found " + units + ", "
                        + epochs + " and " + batchSize);
            }
            if (patience < 0) {
                throw new IllegalArgumentException("patience must be >= 0, found " + patience);
            }
            if (!(learningRate > 0) || !(penalty >= 0)) {
                throw new IllegalArgumentException(
                        "learning rate must be > 0 and penalty >= 0, found " + learningRate + " and " + penalty);
            }
        }

        /** 128 units, at most 20 epochs, batches of 64, rate 0.001, penalty 0.001, patience 3. */
        public static Options withSeed(long seed) {
            return new Options(128, 20, 64, 1e-3, 1e-3, 3, seed);
        }

        int heldOut(int rows) {
            return patience == 0 || rows / 10 < LEAST_HELD_OUT ? 0 : rows / 10;
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
    public static ShallowNetwork train(Features features, int[] labelIds, Labels labels, Options options) {
        features.requireTrainable(labelIds, labels.size());
        int columns = features.columns();
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(options.seed())
                .dataType(DataType.FLOAT)
                .updater(new Adam(options.learningRate()))
                .l2(options.penalty())
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(columns)
                        .nOut(options.units())
                        .activation(Activation.RELU)
                        .build())
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                        .nIn(options.units())
                        .nOut(labels.size())
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        var scale = Standardisation.of(features);
        fit(network, scale.apply(features), labelIds, labels.size(), options);
        fold(network, scale);
        return new ShallowNetwork(labels, columns, network);
    }

    private static void fit(MultiLayerNetwork network, Features scaled, int[] labelIds, int labels, Options options) {
        var random = new SplittableRandom(options.seed());
        int[] order = IntStream.range(0, scaled.rows()).toArray();
        shuffle(order, random);
        int[] heldOut = Arrays.copyOf(order, options.heldOut(order.length));
        int[] learnt = Arrays.copyOfRange(order, heldOut.length, order.length);
        double least = Double.POSITIVE_INFINITY;
        INDArray best = null;
        int since = 0;
        for (int epoch = 0; epoch < options.epochs() && (heldOut.length == 0 || since < options.patience()); epoch++) {
            shuffle(learnt, random);
            for (int from = 0; from < learnt.length; from += options.batchSize()) {
                int[] rows = Arrays.copyOfRange(learnt, from, Math.min(learnt.length, from + options.batchSize()));
                network.fit(matrix(scaled.select(rows)), oneHot(rows, labelIds, labels));
            }
            if (heldOut.length > 0) {
                double loss = logLoss(network, scaled.select(heldOut), heldOut, labelIds);
                since = loss < least ? 0 : since + 1;
                if (loss < least) {
                    least = loss;
                    best = network.params().dup();
                }
            }
        }
        if (best != null) {
            network.setParams(best);
        }
    }

    private static double logLoss(MultiLayerNetwork network, Features scaled, int[] rows, int[] labelIds) {
        float[][] answers = answers(network, scaled);
        double sum = 0;
        for (int at = 0; at < rows.length; at++) {
            sum -= Math.log(Math.max(answers[at][labelIds[rows[at]]], Float.MIN_NORMAL));
        }
        return sum / rows.length;
    }

    private static void shuffle(int[] order, SplittableRandom random) {
        for (int at = order.length - 1; at > 0; at--) {
            int other = random.nextInt(at + 1);
            int row = order[at];
            order[at] = order[other];
            order[other] = row;
        }
    }

    private static INDArray matrix(Features features) {
        return Nd4j.createFromArray(features.values()).reshape(features.rows(), features.columns());
    }

    private static INDArray oneHot(int[] rows, int[] labelIds, int labels) {
        var values = new float[rows.length * labels];
        for (int at = 0; at < rows.length; at++) {
            values[at * labels + labelIds[rows[at]]] = 1;
        }
        return Nd4j.createFromArray(values).reshape(rows.length, labels);
    }

    /** {@code W (x - mean) / deviation + b} as one linear layer on x. */
    private static void fold(MultiLayerNetwork network, Standardisation scale) {
        var weights = network.getParam("0_W"); // [columns, units]
        var bias = network.getParam("0_b"); // [1, units]
        for (int unit = 0; unit < weights.columns(); unit++) {
            // by one index: with two, ND4J 1.0.0-M2.1 takes element 0 of this view for every unit
            double offset = bias.getDouble(unit);
            for (int column = 0; column < weights.rows(); column++) {
                double folded = weights.getDouble(column, unit) / scale.deviation()[column];
                offset -= folded * scale.mean()[column];
                weights.putScalar(column, unit, folded);
            }
            bias.putScalar(unit, offset);
        }
    }

    @Override
    public ClassifierKind kind() {
        return ClassifierKind.NETWORK;
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
    public synchronized float[][] probabilities(Features features) {
        requireColumns(features);
        return answers(network, features);
    }

    private static float[][] answers(MultiLayerNetwork network, Features features) {
        var all = new float[features.rows()][];
        for (int from = 0; from < all.length; from += PREDICTED_TOGETHER) {
            int[] rows = IntStream.range(from, Math.min(all.length, from + PREDICTED_TOGETHER))
                    .toArray();
            float[][] answers = network.output(matrix(features.select(rows))).toFloatMatrix();
            System.arraycopy(answers, 0, all, from, answers.length);
        }
        return all;
    }

    /** Empty: two layers are no linear one. */
    @Override
    public Optional<Head> linearHead() {
        return Optional.empty();
    }

    @Override
    public synchronized void save(Path directory) throws IOException {
        SavedClassifier.write(directory, this, file -> network.save(file.toFile(), false));
    }

    static ShallowNetwork load(Labels labels, int columns, Path file) throws IOException {
        return new ShallowNetwork(labels, columns, MultiLayerNetwork.load(file.toFile(), false));
    }
}
