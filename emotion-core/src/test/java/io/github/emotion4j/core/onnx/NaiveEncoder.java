package io.github.emotion4j.core.onnx;

import static io.github.emotion4j.core.encoder.WeightNames.bias;
import static io.github.emotion4j.core.encoder.WeightNames.gain;
import static io.github.emotion4j.core.encoder.WeightNames.weight;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.checkpoint.Tensor;
import io.github.emotion4j.core.encoder.Activation;
import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.encoder.WeightNames;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.function.DoubleUnaryOperator;

/** The forward pass of an encoder in double precision, as written in the papers: slow, and easy to check by eye. An oracle for tests. */
public final class NaiveEncoder {

    private final Checkpoint checkpoint;
    private final EncoderConfig config;

    public NaiveEncoder(Checkpoint checkpoint) {
        this.checkpoint = checkpoint;
        this.config = checkpoint.config();
    }

    /** Hidden states of the last layer. */
    public double[][][] hiddenStates(TokenBatch batch) { // [rows, length, hidden]
        double[][][] states = new double[batch.rows()][][];
        for (int row = 0; row < batch.rows(); row++) {
            states[row] = text(batch, row);
        }
        return states;
    }

    /** One vector a text. */
    public double[][] features(TokenBatch batch, Pooling pooling) { // [rows, hidden]
        double[][][] states = hiddenStates(batch);
        double[][] features = new double[batch.rows()][];
        for (int row = 0; row < batch.rows(); row++) {
            features[row] = pooling == Pooling.CLS ? states[row][0] : mean(states[row], batch, row);
        }
        return features;
    }

    /** The head's logits. */
    public double[][] logits(TokenBatch batch, Pooling pooling) { // [rows, labels]
        Head head = checkpoint.head().orElseThrow();
        double[][] x = features(batch, pooling); // [rows, hidden]
        if (head.hidden().isPresent()) {
            Head.HiddenLayer layer = head.hidden().get();
            x = apply(linear(x, layer.weight(), layer.bias().orElseThrow()), activation(layer.activation()));
        }
        return linear(x, head.weight(), head.bias());
    }

    private double[][] text(TokenBatch batch, int row) { // [length, hidden]
        int length = batch.length();
        double[][] x = new double[length][config.hiddenSize()];
        for (int t = 0; t < length; t++) {
            add(x[t], WeightNames.WORDS, batch.ids()[row * length + t]);
            add(x[t], WeightNames.POSITIONS, t);
            if (config.typeVocabularySize() > 0) {
                add(x[t], WeightNames.TYPES, batch.typeIds()[row * length + t]);
            }
        }
        x = norm(x, WeightNames.EMBEDDING_NORM);
        for (int i = 0; i < config.layers(); i++) {
            double[][] context = attention(x, batch, row, i); // [length, hidden]
            x = norm(sum(linear(context, WeightNames.attentionOutput(i)), x), WeightNames.attentionNorm(i));
            double[][] inner = apply(
                    linear(x, WeightNames.inner(i)),
                    activation(config.feedForward().activation())); // [length, intermediate]
            x = norm(sum(linear(inner, WeightNames.outer(i)), x), WeightNames.outputNorm(i));
        }
        return x;
    }

    private double[][] attention(double[][] x, TokenBatch batch, int row, int layer) { // [length, hidden]
        double[][] q = linear(x, WeightNames.query(layer)); // [length, hidden]
        double[][] k = linear(x, WeightNames.key(layer)); // [length, hidden]
        double[][] v = linear(x, WeightNames.value(layer)); // [length, hidden]
        int length = x.length;
        int size = config.headSize();
        double[][] context = new double[length][config.hiddenSize()];
        for (int head = 0; head < config.heads(); head++) {
            for (int t = 0; t < length; t++) {
                double[] scores = new double[length];
                double max = Double.NEGATIVE_INFINITY;
                for (int s = 0; s < length; s++) {
                    for (int d = head * size; d < (head + 1) * size; d++) {
                        scores[s] += q[t][d] * k[s][d];
                    }
                    scores[s] = batch.mask()[row * length + s] == 0
                            ? Double.NEGATIVE_INFINITY
                            : scores[s] / Math.sqrt(size);
                    max = Math.max(max, scores[s]);
                }
                double total = 0;
                for (int s = 0; s < length; s++) {
                    scores[s] = Math.exp(scores[s] - max);
                    total += scores[s];
                }
                for (int s = 0; s < length; s++) {
                    for (int d = head * size; d < (head + 1) * size; d++) {
                        context[t][d] += scores[s] / total * v[s][d];
                    }
                }
            }
        }
        return context;
    }

    private double[][] norm(double[][] x, String name) {
        float[] gain = checkpoint.weight(gain(name)).toArray();
        float[] shift = checkpoint.weight(bias(name)).toArray();
        double[][] y = new double[x.length][gain.length];
        for (int t = 0; t < x.length; t++) {
            double mean = 0;
            double variance = 0;
            for (double value : x[t]) {
                mean += value / gain.length;
            }
            for (double value : x[t]) {
                variance += (value - mean) * (value - mean) / gain.length;
            }
            for (int d = 0; d < gain.length; d++) {
                y[t][d] = (x[t][d] - mean) / Math.sqrt(variance + config.norm().epsilon()) * gain[d] + shift[d];
            }
        }
        return y;
    }

    private double[][] linear(double[][] x, String name) {
        return linear(x, checkpoint.weight(weight(name)), checkpoint.weight(bias(name)));
    }

    private static double[][] linear(double[][] x, Tensor weight, Tensor bias) { // [rows, out]
        int out = weight.shape()[0];
        int in = weight.shape()[1];
        float[] w = weight.toArray();
        float[] b = bias.toArray();
        double[][] y = new double[x.length][out];
        for (int t = 0; t < x.length; t++) {
            for (int o = 0; o < out; o++) {
                double sum = b[o];
                for (int i = 0; i < in; i++) {
                    sum += x[t][i] * w[o * in + i];
                }
                y[t][o] = sum;
            }
        }
        return y;
    }

    private void add(double[] x, String table, int index) {
        Tensor tensor = checkpoint.weight(table);
        for (int d = 0; d < x.length; d++) {
            x[d] += tensor.values().get(index * x.length + d);
        }
    }

    private static double[] mean(double[][] states, TokenBatch batch, int row) {
        double[] mean = new double[states[0].length];
        double count = 0;
        for (int t = 0; t < states.length; t++) {
            if (batch.mask()[row * batch.length() + t] == 1) {
                count++;
                for (int d = 0; d < mean.length; d++) {
                    mean[d] += states[t][d];
                }
            }
        }
        for (int d = 0; d < mean.length; d++) {
            mean[d] /= count;
        }
        return mean;
    }

    private static double[][] sum(double[][] a, double[][] b) {
        for (int t = 0; t < a.length; t++) {
            for (int d = 0; d < a[t].length; d++) {
                a[t][d] += b[t][d];
            }
        }
        return a;
    }

    private static double[][] apply(double[][] x, DoubleUnaryOperator function) {
        for (double[] row : x) {
            for (int d = 0; d < row.length; d++) {
                row[d] = function.applyAsDouble(row[d]);
            }
        }
        return x;
    }

    private static DoubleUnaryOperator activation(Activation activation) {
        return switch (activation) {
            case RELU -> x -> Math.max(0, x);
            case TANH -> Math::tanh;
            case GELU_ERF -> x -> 0.5 * x * (1 + erf(x / Math.sqrt(2)));
            case GELU_TANH -> x -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
        };
    }

    /** 2/√π ∫ exp(-t²) by Simpson's rule: nothing in common with how the library computes it. */
    private static double erf(double x) {
        double end = Math.min(Math.abs(x), 6);
        int steps = 200;
        double h = end / steps;
        double sum = 1 + Math.exp(-end * end);
        for (int i = 1; i < steps; i++) {
            sum += (i % 2 == 0 ? 2 : 4) * Math.exp(-(i * h) * (i * h));
        }
        return Math.signum(x) * 2 / Math.sqrt(Math.PI) * sum * h / 3;
    }
}
