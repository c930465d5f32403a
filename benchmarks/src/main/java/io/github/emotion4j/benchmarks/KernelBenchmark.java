package io.github.emotion4j.benchmarks;

import io.github.emotion4j.core.encoder.Activation;
import io.github.emotion4j.core.encoder.SelfAttention;
import io.github.emotion4j.core.graph.kernel.AddNormForward;
import io.github.emotion4j.core.graph.kernel.AddNormGradient;
import io.github.emotion4j.core.graph.kernel.AttentionForward;
import io.github.emotion4j.core.graph.kernel.AttentionShape;
import io.github.emotion4j.core.graph.kernel.Dropout;
import io.github.emotion4j.core.graph.kernel.Floats;
import io.github.emotion4j.core.graph.kernel.Kernel;
import io.github.emotion4j.core.graph.kernel.LinearForward;
import io.github.emotion4j.core.graph.kernel.LinearInputGradient;
import io.github.emotion4j.core.graph.kernel.LinearWeightGradient;
import io.github.emotion4j.core.graph.kernel.Multiplier;
import io.github.emotion4j.core.graph.kernel.Packed;
import io.github.emotion4j.core.graph.kernel.Pass;
import io.github.emotion4j.core.graph.kernel.Team;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The kernels of one encoder block on 64 texts of 32 tokens, with all threads of the shared team. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class KernelBenchmark {

    private static final int TEXTS = 64;
    private static final int LENGTH = 32;
    private static final int TOKENS = TEXTS * LENGTH;
    private static final int HEADS = 12;

    /** Width of the hidden states: MiniLM's and DistilBERT's. */
    @Param({"384", "768"})
    public int hidden;

    /** Of the products. */
    @Param({"FLOAT32", "BF16"})
    public Multiplier multiplier;

    private final List<Floats> owned = new ArrayList<>();
    private Pass pass;
    private Kernel linear;
    private Kernel linearGelu;
    private Kernel inputGradient;
    private Kernel weightGradient;
    private Kernel attention;
    private Kernel addNorm;
    private List<Kernel> addNormGradient;

    /** Allocates and fills everything once. */
    @Setup
    public void allocate() {
        int wide = 4 * hidden;
        Packed tokens = Packed.of(batch());
        pass = new Pass(tokens, new float[0], false, 1);
        Floats x = random(TOKENS * hidden);
        Floats w = random(wide * hidden);
        Floats b = random(wide);
        Floats product = random(TOKENS * wide);
        Floats y = random(TOKENS * wide);
        Floats dx = random(TOKENS * hidden);
        Floats vector = random(hidden);
        linear = new LinearForward(TOKENS, hidden, wide, Optional.empty(), multiplier, x, w, Optional.of(b), y, y);
        linearGelu = new LinearForward(
                TOKENS, hidden, wide, Optional.of(Activation.GELU_ERF), multiplier, x, w, Optional.of(b), product, y);
        inputGradient = new LinearInputGradient(
                TOKENS,
                hidden,
                wide,
                Optional.of(Activation.GELU_ERF),
                multiplier,
                w,
                Optional.of(b),
                product,
                y,
                random(TOKENS * wide),
                dx);
        weightGradient = new LinearWeightGradient(
                TOKENS, hidden, wide, multiplier, x, y, random(wide * hidden), Optional.of(random(wide)));
        var shape = new AttentionShape(
                hidden, HEADS, false, SelfAttention.EVERYWHERE, (float) (1 / Math.sqrt((double) hidden / HEADS)));
        var off = new Dropout(0, 0);
        Floats qkv = random(TOKENS * 3 * hidden);
        int scores = shape.scores(tokens.extent());
        attention =
                new AttentionForward(shape, tokens.extent(), off, Optional.empty(), qkv, qkv, dx, random(scores), null);
        Floats deviation = random(TOKENS);
        Floats normalised = random(TOKENS * hidden);
        addNorm = new AddNormForward(
                TOKENS,
                hidden,
                1e-12,
                off,
                x,
                x,
                vector,
                Optional.of(vector),
                random(TOKENS * hidden),
                normalised,
                deviation);
        addNormGradient = AddNormGradient.kernels(
                TOKENS,
                hidden,
                off,
                normalised,
                deviation,
                vector,
                x,
                dx,
                null,
                random(hidden),
                Optional.of(random(hidden)),
                random(AddNormGradient.partials(TOKENS, hidden)));
    }

    /** Releases native memory. */
    @TearDown
    public void release() {
        owned.forEach(Floats::close);
    }

    /** {@code [2048, hidden] x [hidden, 4 hidden]} with bias. */
    @Benchmark
    public void linear() {
        run(List.of(linear));
    }

    /** The same with GELU, keeping the product. */
    @Benchmark
    public void linearWithGelu() {
        run(List.of(linearGelu));
    }

    /** Derivative of GELU and the gradient of the input. */
    @Benchmark
    public void gradientOfInput() {
        run(List.of(inputGradient));
    }

    /** Gradient of weight and bias. */
    @Benchmark
    public void gradientOfWeight() {
        run(List.of(weightGradient));
    }

    /** Scores, softmax and context of all heads. */
    @Benchmark
    public void attention() {
        run(List.of(attention));
    }

    /** Residual and LayerNorm. */
    @Benchmark
    public void addNorm() {
        run(List.of(addNorm));
    }

    /** Backward pass of residual and LayerNorm. */
    @Benchmark
    public void gradientOfAddNorm() {
        run(addNormGradient);
    }

    private void run(List<Kernel> kernels) {
        Team.shared().run(kernels, pass);
    }

    private static TokenBatch batch() {
        int[] ones = new int[TOKENS];
        Arrays.fill(ones, 1);
        return new TokenBatch(TEXTS, LENGTH, new int[TOKENS], ones, new int[TOKENS]);
    }

    private Floats random(int size) {
        Floats floats = Floats.allocate(size);
        var random = new SplittableRandom(1);
        for (int i = 0; i < size; i++) {
            floats.put(i, (float) random.nextDouble() - 0.5f);
        }
        owned.add(floats);
        return floats;
    }
}
