package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.Json;
import io.github.emotion4j.cli.PrecisionOption;
import io.github.emotion4j.cli.Problem;
import io.github.emotion4j.cli.Session;
import io.github.emotion4j.cli.Suggestion;
import io.github.emotion4j.core.bench.Benchmark;
import io.github.emotion4j.core.bench.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How fast this machine computes. */
@Command(
        name = "bench",
        description = "Time a training step, a forward pass, or single texts, on random weights.",
        footer = {"", "Example: emotion bench step --shape distilbert-base --batch 64 --length 32"})
public final class BenchCommand implements Callable<Integer> {

    enum What {
        step,
        forward,
        latency
    }

    private final Session session;

    @Parameters(paramLabel = "step|forward|latency", description = "What to time.")
    private What what;

    @Option(
            names = "--shape",
            paramLabel = "distilbert-base|minilm-l6",
            defaultValue = "distilbert-base",
            description = "Size of the encoder (default: ${DEFAULT-VALUE}).")
    private String shape;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "64",
            description = "Texts a batch (default: ${DEFAULT-VALUE}); a latency is of one text.")
    private int batch;

    @Option(
            names = "--length",
            paramLabel = "N",
            defaultValue = "32",
            description = "Tokens a text (default: ${DEFAULT-VALUE}); latencies are of 8 to 128.")
    private int length;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "6",
            description =
                    "Runs that count, after two that do not (default: ${DEFAULT-VALUE}); the result is their median.")
    private int steps;

    @Mixin
    private PrecisionOption precision;

    BenchCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Benchmark benchmark;
        try {
            benchmark = new Benchmark(shape(), batch, length, steps, precision.value());
        } catch (IllegalArgumentException e) {
            throw Problem.usage(e.getMessage());
        }
        switch (what) {
            case step -> show("step_s", benchmark.step());
            case forward -> show("forward_s", benchmark.forward());
            case latency -> latency(benchmark);
        }
        return 0;
    }

    private Shape shape() {
        List<String> titles = Arrays.stream(Shape.values()).map(Shape::title).toList();
        return Arrays.stream(Shape.values())
                .filter(known -> known.title().equals(shape))
                .findFirst()
                .orElseThrow(() -> Problem.usage(
                        "there is no shape '" + shape + "', only " + titles + Suggestion.of(shape, titles)));
    }

    private void show(String name, Benchmark.Result result) {
        Map<String, Object> json = settings();
        json.put("batch", batch);
        json.put("length", length);
        json.put(name, result.seconds());
        add(json, result.gflops(), result.peakGflops(), result.rssMegabytes());
        session.output()
                .result(
                        json,
                        () -> String.format(
                                        Locale.ROOT,
                                        "%s of %d texts of %d tokens, %s: %.4f s%n",
                                        what,
                                        batch,
                                        length,
                                        shape,
                                        result.seconds())
                                + speed(result.gflops(), result.peakGflops(), result.rssMegabytes()));
    }

    private void latency(Benchmark benchmark) {
        Map<Integer, Double> milliseconds = benchmark.latency();
        double peak = Benchmark.peakGflops(precision.value());
        double tokens =
                milliseconds.keySet().stream().mapToInt(Integer::intValue).sum();
        double seconds =
                milliseconds.values().stream().mapToDouble(Double::doubleValue).sum() / 1e3;
        double gflops = benchmark.shape().flopsPerToken() * tokens / seconds / 1e9;
        long memory = Benchmark.residentMegabytes();
        Map<String, Object> json = settings();
        json.put("latency_ms", milliseconds);
        add(json, gflops, peak, memory);
        session.output().result(json, () -> {
            var lines = new StringJoiner(System.lineSeparator());
            lines.add("one text, " + shape);
            milliseconds.forEach(
                    (count, time) -> lines.add(String.format(Locale.ROOT, "%4d tokens %8.2f ms", count, time)));
            return lines.add(speed(gflops, peak, memory)).toString();
        });
    }

    private Map<String, Object> settings() {
        return Json.object("what", what.name(), "shape", shape, "precision", precision.title());
    }

    private static void add(Map<String, Object> json, double gflops, double peak, long memory) {
        json.put("gflops", gflops);
        json.put("peak_gflops", peak);
        json.put("rss_mb", memory);
    }

    private static String speed(double gflops, double peak, long memory) {
        return String.format(
                Locale.ROOT,
                "%.1f GFLOP/s, %.0f %% of the %.1f of one large product; %d MB resident",
                gflops,
                100 * gflops / peak,
                peak,
                memory);
    }
}
