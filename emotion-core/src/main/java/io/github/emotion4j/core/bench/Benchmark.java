package io.github.emotion4j.core.bench;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.checkpoint.Tensor;
import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.HeadShape;
import io.github.emotion4j.core.encoder.ParameterShapes;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.encoder.WeightNames;
import io.github.emotion4j.core.graph.Encoder;
import io.github.emotion4j.core.graph.Precision;
import io.github.emotion4j.core.graph.TrainableModel;
import io.github.emotion4j.core.graph.kernel.Floats;
import io.github.emotion4j.core.graph.kernel.LinearForward;
import io.github.emotion4j.core.graph.kernel.Team;
import io.github.emotion4j.core.train.StepTimer;
import io.github.emotion4j.data.batch.TokenBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/**
 * Timings of a shape. All are medians after runs that do not count: two, and for single texts, which run for milliseconds, as many as count.
 *
 * @param shape of the encoder; weights are random, times do not depend on them
 * @param batch texts a batch
 * @param length tokens a text, all real
 * @param steps runs that count
 * @param precision of the products
 */
public record Benchmark(Shape shape, int batch, int length, int steps, Precision precision) {

    private static final int LABELS = 6;
    private static final int WARM_UPS = 2;
    /** Numbers of tokens of the texts whose latency is measured. */
    public static final List<Integer> LATENCY_LENGTHS = List.of(8, 16, 32, 64, 128);

    private static final int LATENCY_RUNS = 30;

    /**
     * What a run found.
     *
     * @param seconds the median
     * @param gflops billions of operations of the layers' products a second, three times the forward ones for a training step
     * @param peakGflops what one product of {@code [2048, 768] x [768, 3072]} reaches in the same run
     * @param rssMegabytes resident memory of the process after the runs; 0 where the system does not tell
     */
    public record Result(double seconds, double gflops, double peakGflops, long rssMegabytes) {}

    /** Checks that all numbers are positive and the length fits the encoder. */
    public Benchmark {
        if (batch < 1 || length < 1 || steps < 1) {
            throw new IllegalArgumentException(
                    "batch, length and steps must be >= 1, found " + batch + ", " + length + ", " + steps);
        }
        if (length > shape.config().maxPositions()) {
            throw new IllegalArgumentException(
                    "length must be <= " + shape.config().maxPositions() + ", found " + length);
        }
    }

    /** A whole training step: forward with dropout, backward, gradient norm and clipping, AdamW. */
    public Result step() {
        try (var model = new TrainableModel(checkpoint(), Pooling.CLS, parameter -> false, precision);
                var timer = new StepTimer(model, LABELS)) {
            TokenBatch tokens = tokens(batch);
            double seconds = median(() -> timer.seconds(tokens), WARM_UPS, steps);
            return result(seconds, 3);
        }
    }

    /** A forward pass to the logits. */
    public Result forward() {
        try (var encoder = Encoder.of(checkpoint(), precision)) {
            TokenBatch tokens = tokens(batch);
            return result(median(() -> logits(encoder, tokens), WARM_UPS, steps), 1);
        }
    }

    /** Milliseconds from token ids to logits for one text, by its number of tokens. */
    public Map<Integer, Double> latency() {
        Map<Integer, Double> milliseconds = new LinkedHashMap<>();
        try (var encoder = Encoder.of(checkpoint(), precision)) {
            for (int tokens : LATENCY_LENGTHS) {
                TokenBatch text = new Benchmark(shape, 1, tokens, 1, precision).tokens(1);
                milliseconds.put(tokens, 1e3 * median(() -> logits(encoder, text), LATENCY_RUNS, LATENCY_RUNS));
            }
        }
        return milliseconds;
    }

    /** Billions of operations a second of one product of {@code [2048, 768] x [768, 3072]}. */
    public static double peakGflops(Precision precision) {
        int rows = 2048;
        int in = 768;
        int out = 3072;
        try (var x = Floats.allocate((long) rows * in);
                var weight = Floats.allocate((long) out * in);
                var bias = Floats.allocate(out);
                var y = Floats.allocate((long) rows * out)) {
            var product = new LinearForward(
                    rows, in, out, Optional.empty(), precision.multiplier(), x, weight, Optional.of(bias), y, y);
            double seconds = median(
                    () -> {
                        long start = System.nanoTime();
                        Team.shared().run(List.of(product), null);
                        return (System.nanoTime() - start) / 1e9;
                    },
                    WARM_UPS,
                    7);
            return 2.0 * rows * in * out / seconds / 1e9;
        }
    }

    private static double logits(Encoder encoder, TokenBatch tokens) {
        long start = System.nanoTime();
        encoder.logits(tokens, Pooling.CLS);
        return (System.nanoTime() - start) / 1e9;
    }

    private Result result(double seconds, int passes) {
        double flops = passes * shape.flopsPerToken() * batch * length;
        return new Result(seconds, flops / seconds / 1e9, peakGflops(precision), residentMegabytes());
    }

    private static double median(DoubleSupplier run, int warmUps, int runs) {
        for (int i = 0; i < warmUps; i++) {
            run.getAsDouble();
        }
        double[] times = new double[runs];
        for (int i = 0; i < runs; i++) {
            times[i] = run.getAsDouble();
        }
        Arrays.sort(times);
        return (times[(runs - 1) / 2] + times[runs / 2]) / 2;
    }

    private TokenBatch tokens(int rows) {
        var random = new SplittableRandom(1);
        int[] ids = random.ints(
                        (long) rows * length, 5, Math.min(30000, shape.config().vocabularySize()))
                .toArray();
        int[] mask = new int[ids.length];
        Arrays.fill(mask, 1);
        return new TokenBatch(rows, length, ids, mask, new int[ids.length]);
    }

    private Checkpoint checkpoint() {
        EncoderConfig config = shape.config();
        var head = new HeadShape(config.head().hidden(), LABELS);
        var random = new SplittableRandom(1);
        Map<String, Tensor> weights = new LinkedHashMap<>();
        Map<String, Tensor> ofHead = new LinkedHashMap<>();
        ParameterShapes.of(config, Optional.of(head)).forEach((name, shape) -> {
            float[] values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
            for (int i = 0; i < values.length; i++) {
                values[i] = 0.04f * ((float) random.nextDouble() - 0.5f);
            }
            (WeightNames.isHead(name) ? ofHead : weights).put(name, Tensor.of(values, shape));
        });
        return new Checkpoint(
                config, weights, Optional.of(Head.of(head, config.norm().epsilon(), ofHead)), Optional.empty());
    }

    /** Resident memory of this process in MB; 0 where the system does not tell. */
    public static long residentMegabytes() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
                }
            }
        } catch (IOException notLinux) {
            return 0;
        }
        return 0;
    }
}
