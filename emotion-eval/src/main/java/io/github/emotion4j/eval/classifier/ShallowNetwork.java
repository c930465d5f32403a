package io.github.emotion4j.eval.classifier;

import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.data.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
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
     * @param epochs passes over the data, at least 1
     * @param batchSize rows of a mini-batch, at least 1
     * @param learningRate Adam's, greater than 0
     * @param penalty L2 on the weights, at least 0
     * @param seed of weights and order
     */
    public record Options(int units, int epochs, int batchSize, double learningRate, double penalty, long seed) {

        /** Checks the ranges given above. */
        public Options {
            if (units < 1 || epochs < 1 || batchSize < 1) {
                throw new IllegalArgumentException("units, epochs and batch size must be >= 1, found " + units + ", "
                        + epochs + " and " + batchSize);
            }
            if (!(learningRate > 0) || !(penalty >= 0)) {
                throw new IllegalArgumentException(
                        "learning rate must be > 0 and penalty >= 0, found " + learningRate + " and " + penalty);
            }
        }

        /** 128 units, 20 epochs, batches of 64, rate 0.001, penalty 0.001. */
        public static Options withSeed(long seed) {
            return new Options(128, 20, 64, 1e-3, 1e-3, seed);
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
        var random = new SplittableRandom(options.seed());
        int[] order = java.util.stream.IntStream.range(0, features.rows()).toArray();
        for (int epoch = 0; epoch < options.epochs(); epoch++) {
            shuffle(order, random);
            for (int from = 0; from < order.length; from += options.batchSize()) {
                int[] rows = Arrays.copyOfRange(order, from, Math.min(order.length, from + options.batchSize()));
                network.fit(matrix(scale.apply(features.select(rows))), oneHot(rows, labelIds, labels.size()));
            }
        }
        fold(network, scale);
        return new ShallowNetwork(labels, columns, network);
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
        var all = new float[features.rows()][];
        for (int from = 0; from < all.length; from += PREDICTED_TOGETHER) {
            int[] rows = java.util.stream.IntStream.range(from, Math.min(all.length, from + PREDICTED_TOGETHER))
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
