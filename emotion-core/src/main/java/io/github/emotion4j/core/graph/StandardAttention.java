package io.github.emotion4j.core.graph;

import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.Operations.Attention;
import io.github.emotion4j.core.encoder.RelativePositions;
import io.github.emotion4j.core.encoder.SelfAttention;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Attention and relative positions in ND4J's standard operations. Where a number is to be picked by the distance of two tokens it is a product with ones
 * and zeros: the gradient of ND4J's gather is wrong.
 */
final class StandardAttention {

    private static final double HIDDEN_SCORE = -1e9;

    private final SameDiff graph;
    private final DataType type;
    private final EncoderConfig config;
    private final SDVariable mask; // [batch, length]
    private final SDVariable batch;
    private final SDVariable length;
    private final SDVariable penalty; // [batch, 1, 1, length]
    private final SDVariable one;

    /** @param mask {@code [batch, length]}, 1 for a token */
    StandardAttention(
            SameDiff graph, DataType type, EncoderConfig config, SDVariable mask, SDVariable batch, SDVariable length) {
        this.graph = graph;
        this.type = type;
        this.config = config;
        this.batch = batch;
        this.length = length;
        this.one = graph.constant(1L);
        this.mask = mask;
        SDVariable hidden = mask.rsub(1).mul(HIDDEN_SCORE); // 0 for a token
        this.penalty = graph.expandDims(graph.expandDims(hidden, 1), 1);
    }

    /** Places of tokens, int64 {@code [length]}. */
    SDVariable places() {
        return graph.range(graph.constant(0L), length, one, DataType.INT64);
    }

    /** {@code [batch, heads, queries, length]}. */
    SDVariable probabilities(Attention how, SDVariable queries, SDVariable keys, List<SDVariable> relative) {
        SDVariable q = heads(queries, asking(how)); // [batch, heads, queries, head size]
        SDVariable k = heads(keys, length);
        SDVariable scores = graph.mmul(q, k, false, true, false).mul(how.scale());
        if (how.relative() instanceof RelativePositions.Bias bias) {
            scores = scores.add(biases(how, bias, relative.get(0)));
        } else if (how.relative() instanceof RelativePositions.Disentangled distances) {
            scores = scores.add(disentangled(how, distances, q, k, relative).mul(how.scale()));
        }
        scores = scores.add(penalty);
        if (how.window() != SelfAttention.EVERYWHERE) {
            scores = scores.add(hiddenFar(how));
        }
        return graph.nn().softmax(scores, 3);
    }

    /** What hides tokens outside of the window, {@code [batch, 1, queries, length]}. */
    private SDVariable hiddenFar(Attention how) {
        SDVariable far = graph.math().abs(distances(how).castTo(type)).gt(how.window());
        SDVariable outside = far.castTo(type); // [queries, length]
        SDVariable hidden = graph.expandDims(graph.expandDims(outside.mul(HIDDEN_SCORE), 0), 0);
        // A padding token with nothing but padding in its window would see no score but the lowest: in double precision
        // ND4J's softmax makes that NaN, which spreads.
        SDVariable seen = graph.mmul(mask, outside.rsub(1), false, true, false); // [batch, queries]
        SDVariable raised = seen.lt(0.5).castTo(type).mul(-HIDDEN_SCORE);
        return hidden.add(graph.expandDims(graph.expandDims(raised, 1), 3));
    }

    /** {@code [batch * queries, hidden]}. */
    SDVariable context(Attention how, SDVariable probabilities, SDVariable values) {
        SDVariable context = graph.permute(graph.mmul(probabilities, heads(values, length)), 0, 2, 1, 3);
        return graph.reshape(context, -1, how.hidden());
    }

    /** Each head turned by angles that grow with the place. */
    SDVariable rotated(double base, int headSize, int columns, SDVariable x) {
        float[] frequencies = new float[columns];
        for (int i = 0; i < columns; i++) {
            frequencies[i] = (float) (1 / Math.pow(base, 2.0 * (i % (headSize / 2)) / headSize));
        }
        double[][] quarter = new double[headSize][headSize]; // x · quarter = (-second half, first half)
        for (int i = 0; i < headSize / 2; i++) {
            quarter[i + headSize / 2][i] = -1;
            quarter[i][i + headSize / 2] = 1;
        }
        SDVariable angles = graph.reshape(places().castTo(type), -1, 1)
                .mul(constant(Nd4j.createFromArray(frequencies).reshape(1, columns))); // [length, columns]
        SDVariable shape = graph.stack(0, batch, length, graph.constant((long) columns));
        SDVariable half = graph.mmul(graph.reshape(x, -1, headSize), constant(Nd4j.createFromArray(quarter)));
        SDVariable straight =
                graph.reshape(x, shape).mul(graph.expandDims(graph.math().cos(angles), 0));
        SDVariable across =
                graph.reshape(half, shape).mul(graph.expandDims(graph.math().sin(angles), 0));
        return graph.reshape(straight.add(across), -1, columns);
    }

    /** {@code [1, heads, queries, length]}. */
    private SDVariable biases(Attention how, RelativePositions.Bias positions, SDVariable table) {
        SDVariable picked = ones(how, positions::bucket, positions.buckets()); // [queries, length, buckets]
        SDVariable flat = graph.mmul(graph.reshape(picked, -1, positions.buckets()), table);
        SDVariable shape = graph.stack(0, asking(how), length, graph.constant((long) how.heads()));
        return graph.expandDims(graph.permute(graph.reshape(flat, shape), 2, 0, 1), 0);
    }

    /** {@code [batch, heads, queries, length]}. */
    private SDVariable disentangled(
            Attention how,
            RelativePositions.Disentangled positions,
            SDVariable q,
            SDVariable k,
            List<SDVariable> relative) {
        int rows = 2 * positions.span();
        SDVariable picked = ones(how, positions::row, rows); // [queries, length, rows]
        SDVariable sum = null;
        if (positions.keys()) {
            SDVariable met = met(how, q, asking(how), relative.get(0), rows); // [queries, heads * batch, rows]
            SDVariable scores = graph.mmul(met, graph.permute(picked, 0, 2, 1)); // [queries, heads * batch, length]
            SDVariable shape = graph.stack(0, asking(how), graph.constant((long) how.heads()), batch, length);
            sum = graph.permute(graph.reshape(scores, shape), 2, 1, 0, 3);
        }
        if (positions.queries()) {
            SDVariable met =
                    met(how, k, length, relative.get(relative.size() - 1), rows); // [length, heads * batch, rows]
            SDVariable scores = graph.mmul(met, graph.permute(picked, 1, 2, 0)); // [length, heads * batch, queries]
            SDVariable shape = graph.stack(0, length, graph.constant((long) how.heads()), batch, asking(how));
            SDVariable turned = graph.permute(graph.reshape(scores, shape), 2, 1, 3, 0);
            sum = sum == null ? turned : sum.add(turned);
        }
        return sum;
    }

    /** Products of tokens and all distances, {@code [tokens, heads * batch, rows]}. */
    private SDVariable met(Attention how, SDVariable tokens, SDVariable count, SDVariable table, int rows) {
        int size = config.headSize();
        SDVariable byHead = graph.reshape(graph.permute(tokens, 1, 0, 2, 3), how.heads(), -1, size);
        SDVariable distances = graph.permute(graph.reshape(table, rows, how.heads(), size), 1, 2, 0);
        SDVariable products = graph.mmul(byHead, distances); // [heads, batch * tokens, rows]
        SDVariable shape =
                graph.stack(0, graph.constant((long) how.heads()), batch, count, graph.constant((long) rows));
        SDVariable split = graph.permute(graph.reshape(products, shape), 2, 0, 1, 3);
        SDVariable joined =
                graph.stack(0, count, graph.constant((long) how.heads()).mul(batch), graph.constant((long) rows));
        return graph.reshape(split, joined);
    }

    /** A one at what belongs to the distance of query and key, {@code [queries, length, depth]}. */
    private SDVariable ones(Attention how, IntUnaryOperator of, int depth) {
        int most = config.maxPositions();
        double[][] table = IntStream.range(1 - most, most)
                .mapToObj(distance -> one(of.applyAsInt(distance), depth))
                .toArray(double[][]::new);
        SDVariable at = distances(how).add(most - 1); // [queries, length]
        return graph.gather(constant(Nd4j.createFromArray(table)), at.castTo(DataType.INT32), 0);
    }

    private static double[] one(int at, int depth) {
        double[] row = new double[depth];
        row[at] = 1;
        return row;
    }

    /** Place of the query minus place of the key, int64 {@code [queries, length]}. */
    private SDVariable distances(Attention how) {
        SDVariable keys = places();
        SDVariable queries = how.firstOnly() ? graph.range(graph.constant(0L), one, one, DataType.INT64) : keys;
        return graph.reshape(queries, -1, 1).sub(graph.reshape(keys, 1, -1));
    }

    private SDVariable asking(Attention how) {
        return how.firstOnly() ? one : length;
    }

    private SDVariable heads(SDVariable x, SDVariable tokens) {
        SDVariable shape = graph.stack(
                0, batch, tokens, graph.constant((long) config.heads()), graph.constant((long) config.headSize()));
        return graph.permute(graph.reshape(x, shape), 0, 2, 1, 3);
    }

    private SDVariable constant(INDArray array) {
        return graph.constant(array.castTo(type));
    }
}
