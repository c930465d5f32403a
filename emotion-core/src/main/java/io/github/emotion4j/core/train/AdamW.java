package io.github.emotion4j.core.train;

import io.github.emotion4j.core.graph.Parameters;
import io.github.emotion4j.core.graph.TrainableModel;
import io.github.emotion4j.core.graph.kernel.Floats;
import io.github.emotion4j.core.graph.kernel.Kernel;
import io.github.emotion4j.core.graph.kernel.Pass;
import io.github.emotion4j.core.graph.kernel.Scratch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * AdamW (Loshchilov and Hutter, 2019) as {@code torch.optim.AdamW} computes it: decoupled decay first, bias-corrected moments, epsilon outside the
 * root. Decay applies to matrices and embeddings, not to biases and LayerNorms. Embedding rows that no batch touched decay and follow their momentum
 * like all others.
 *
 * <p>Not thread-safe; owned by one training loop, which closes it.
 */
final class AdamW implements AutoCloseable {

    private static final int BLOCK = 1 << 15;

    /**
     * What stays the same during a run.
     *
     * @param beta1 decay of the first moment, in [0, 1)
     * @param beta2 decay of the second moment, in [0, 1)
     * @param epsilon added to the root of the second moment
     * @param weightDecay fraction of a weight that is taken off per unit of learning rate
     */
    record Settings(double beta1, double beta2, double epsilon, double weightDecay) {
        static Settings withDecay(double weightDecay) {
            return new Settings(0.9, 0.999, 1e-8, weightDecay);
        }
    }

    /**
     * A block of consecutive floats of one parameter.
     *
     * @param rate times the learning rate of a step is the parameter's
     */
    private record Block(int from, int size, boolean decays, float rate) {}

    private final TrainableModel model;
    private final Settings settings;
    private final Floats first;
    private final Floats second;
    private final List<Block> blocks = new ArrayList<>();
    private long steps;

    AdamW(TrainableModel model, Settings settings) {
        this(model, settings, name -> 1);
    }

    /** @param rates by the name of a parameter, what its learning rate is multiplied with */
    AdamW(TrainableModel model, Settings settings, ToDoubleFunction<String> rates) {
        this.model = model;
        this.settings = settings;
        this.first = Floats.allocate(model.layout().size());
        this.second = Floats.allocate(model.layout().size());
        for (Parameters.Parameter parameter : model.trainable()) {
            float rate = (float) rates.applyAsDouble(parameter.name());
            for (int at = 0; at < parameter.size(); at += BLOCK) {
                int size = Math.min(BLOCK, parameter.size() - at);
                blocks.add(new Block(parameter.from() + at, size, parameter.decays(), rate));
            }
        }
    }

    /** First moments, laid out as the model's weights. */
    Floats first() {
        return first;
    }

    /** Second moments, laid out as the model's weights. */
    Floats second() {
        return second;
    }

    /** Steps taken so far. */
    long steps() {
        return steps;
    }

    /** Goes on after that many steps; the moments are set by the caller. */
    void resumeAfter(long stepsTaken) {
        steps = stepsTaken;
    }

    /** The L2 norm of all gradients together. The sum is in double precision and in a fixed order. */
    double gradientNorm() {
        double[] parts = new double[blocks.size()];
        model.run(List.of(new SquareSums(parts)));
        double sum = 0;
        for (double part : parts) {
            sum += part;
        }
        return Math.sqrt(sum);
    }

    /**
     * Updates all weights.
     *
     * @param learningRate of this step
     * @param scale multiplies the gradients first: clipping
     */
    void step(double learningRate, double scale) {
        steps++;
        model.run(List.of(new Update(learningRate, (float) scale, steps)));
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }

    private final class SquareSums implements Kernel {
        private final double[] parts;

        SquareSums(double[] parts) {
            this.parts = parts;
        }

        @Override
        public int chunks() {
            return blocks.size();
        }

        @Override
        public void run(int chunk, Pass pass, Scratch scratch) {
            Block block = blocks.get(chunk);
            float[] g = scratch.array(0, BLOCK);
            model.gradients().get(block.from(), g, 0, block.size());
            double a = 0, b = 0, c = 0, d = 0;
            int i = 0;
            for (; i <= block.size() - 4; i += 4) {
                a += (double) g[i] * g[i];
                b += (double) g[i + 1] * g[i + 1];
                c += (double) g[i + 2] * g[i + 2];
                d += (double) g[i + 3] * g[i + 3];
            }
            for (; i < block.size(); i++) {
                a += (double) g[i] * g[i];
            }
            parts[chunk] = (a + b) + (c + d);
        }
    }

    private final class Update implements Kernel {
        private final float scale;
        private final float decay;
        private final float stepSize;
        private final float inverseRoot;

        Update(double learningRate, float scale, long step) {
            this.scale = scale;
            this.decay = (float) (learningRate * settings.weightDecay());
            this.stepSize = (float) (learningRate / (1 - Math.pow(settings.beta1(), step)));
            this.inverseRoot = (float) (1 / Math.sqrt(1 - Math.pow(settings.beta2(), step)));
        }

        @Override
        public int chunks() {
            return blocks.size();
        }

        @Override
        public void run(int chunk, Pass pass, Scratch scratch) {
            Block block = blocks.get(chunk);
            int from = block.from();
            int size = block.size();
            float[] w = scratch.array(0, BLOCK);
            float[] g = scratch.array(1, BLOCK);
            float[] m = scratch.array(2, BLOCK);
            float[] v = scratch.array(3, BLOCK);
            model.weights().get(from, w, 0, size);
            model.gradients().get(from, g, 0, size);
            first.get(from, m, 0, size);
            second.get(from, v, 0, size);
            float keep = block.decays() ? 1 - block.rate() * decay : 1f;
            float stepSize = block.rate() * this.stepSize;
            float rest1 = (float) (1 - settings.beta1());
            float beta2 = (float) settings.beta2();
            float rest2 = (float) (1 - settings.beta2());
            float epsilon = (float) settings.epsilon();
            for (int i = 0; i < size; i++) {
                float gradient = g[i] * scale;
                m[i] += rest1 * (gradient - m[i]);
                v[i] = beta2 * v[i] + rest2 * gradient * gradient;
                float denominator = (float) Math.sqrt(v[i]) * inverseRoot + epsilon;
                w[i] = w[i] * keep - stepSize * (m[i] / denominator);
            }
            model.weights().put(from, w, 0, size);
            first.put(from, m, 0, size);
            second.put(from, v, 0, size);
        }
    }
}
