package io.github.emotion4j.eval.classifier;

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.impl.ConfiguredObjectProvenanceImpl;
import org.tribuo.math.Parameters;
import org.tribuo.math.StochasticGradientOptimiser;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.la.Tensor;

/**
 * Adam (Kingma and Ba, 2015) with an L2 penalty on the weights, but not on the bias, and a learning rate that falls to zero along half a cosine, for
 * Tribuo's linear trainer.
 *
 * <p>Tribuo's own optimisers know no penalty, and its {@code Adam} multiplies by the root of the second moment where the paper divides (4.3.2), so it
 * does not converge. The rate must end at zero, or the last mini-batches decide the result.
 *
 * <p>Not thread-safe; Tribuo copies it for every training.
 */
final class RidgeAdam implements StochasticGradientOptimiser {

    private static final double BETA_ONE = 0.9;
    private static final double BETA_TWO = 0.999;
    private static final double EPSILON = 1e-8;

    @Config(mandatory = true, description = "Learning rate of the first step.")
    private double learningRate;

    @Config(mandatory = true, description = "Weight of half the squared norm beside the mean log likelihood.")
    private double penalty;

    @Config(mandatory = true, description = "Number of steps after which the learning rate is zero.")
    private int steps;

    @Config(mandatory = true, description = "Mini-batch size of the trainer, by which Tribuo multiplies the gradient.")
    private int batchSize;

    private DenseMatrix weights;
    private double[] first;
    private double[] second;
    private int step;

    /** For Tribuo's configuration system. */
    private RidgeAdam() {}

    RidgeAdam(double learningRate, double penalty, int steps, int batchSize) {
        this.learningRate = learningRate;
        this.penalty = penalty;
        this.steps = steps;
        this.batchSize = batchSize;
    }

    @Override
    public void initialise(Parameters parameters) {
        weights = (DenseMatrix) parameters.get()[0];
        int size = weights.getDimension1Size() * weights.getDimension2Size();
        first = new double[size];
        second = new double[size];
        step = 0;
    }

    /**
     * Tribuo hands over the sum of the batch's gradients (of the log likelihood: upwards) times the batch size of its configuration, and as weight the
     * share of that batch size which the batch fills.
     */
    @Override
    public Tensor[] step(Tensor[] updates, double weight) {
        step++;
        var gradient = (DenseMatrix) updates[0];
        double toMean = 1 / (weight * batchSize * batchSize);
        double rate = learningRate * 0.5 * (1 + Math.cos(Math.PI * Math.min(1.0, (double) step / steps)));
        double firstScale = 1 / (1 - Math.pow(BETA_ONE, step));
        double secondScale = 1 / (1 - Math.pow(BETA_TWO, step));
        int columns = gradient.getDimension2Size();
        for (int row = 0, at = 0; row < gradient.getDimension1Size(); row++) {
            for (int column = 0; column < columns; column++, at++) {
                double slope = gradient.get(row, column) * toMean;
                if (column < columns - 1) { // the last column is the bias
                    slope -= penalty * weights.get(row, column);
                }
                first[at] = BETA_ONE * first[at] + (1 - BETA_ONE) * slope;
                second[at] = BETA_TWO * second[at] + (1 - BETA_TWO) * slope * slope;
                double change = rate * firstScale * first[at] / (Math.sqrt(secondScale * second[at]) + EPSILON);
                gradient.set(row, column, change);
            }
        }
        return updates;
    }

    @Override
    public void reset() {
        weights = null;
        first = null;
        second = null;
    }

    @Override
    public RidgeAdam copy() {
        return new RidgeAdam(learningRate, penalty, steps, batchSize);
    }

    @Override
    public ConfiguredObjectProvenance getProvenance() {
        return new ConfiguredObjectProvenanceImpl(this, "StochasticGradientOptimiser");
    }

    @Override
    public String toString() {
        return "RidgeAdam(learningRate=" + learningRate + ",penalty=" + penalty + ",steps=" + steps + ",batchSize="
                + batchSize + ")";
    }
}
