package io.github.emotion4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Safetensors;
import io.github.emotion4j.core.encoder.Architecture;
import io.github.emotion4j.core.encoder.Dropouts;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.graph.Parameters;
import io.github.emotion4j.core.graph.TrainableModel;
import io.github.emotion4j.core.onnx.OnnxCheckpointReader;
import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.Example;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.data.batch.Batch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole training runs against PyTorch's, by the training loop itself. The folder comes from the system property {@code emotion.reference}: the folder with {@code finetune} in it,
 * one with runs, or one of such folders.
 */
class FineTuneReferenceTest {

    private static final double RELATIVE = 1e-4;
    private static final String ENGINE = "emotion.engine";

    private static Path root() {
        Path given = Path.of(System.getProperty("emotion.reference", "../../shared/reference"));
        return Files.isDirectory(given.resolve("finetune")) ? given.resolve("finetune") : given;
    }

    /** Beside the project, where the runs are looked for if nobody says otherwise: they need not be there. */
    private static boolean mayBeMissing() {
        Path shared = Path.of(System.getProperty("emotion.shared", "../../shared"));
        return root().toAbsolutePath()
                .normalize()
                .startsWith(shared.toAbsolutePath().normalize());
    }

    /** Folders with runs and their starting point. */
    static Stream<Path> folders() throws IOException {
        Path root = root();
        if (!Files.isDirectory(root) && mayBeMissing()) {
            return Stream.of(root);
        }
        try (Stream<Path> below = Files.walk(root, 2)) {
            List<Path> found = below.filter(
                            file -> file.getFileName().toString().equals("start.safetensors"))
                    .map(Path::getParent)
                    .sorted()
                    .toList();
            assertThat(found)
                    .as("folders with start.safetensors and runs in " + root)
                    .isNotEmpty();
            return found.stream();
        }
    }

    static Stream<Path> runs() throws IOException {
        return folders().flatMap(folder -> {
            if (!Files.isDirectory(folder)) {
                return Stream.of(folder.resolve("plain.json"));
            }
            try (Stream<Path> files = Files.list(folder)) {
                List<Path> runs =
                        files.filter(FineTuneReferenceTest::isRun).sorted().toList();
                assertThat(runs).as("runs (*.json) in " + folder).isNotEmpty();
                return runs.stream();
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        });
    }

    /** A file NAME-global.json beside NAME.json is the same run with the other reading of accumulation, as one large batch. */
    private static boolean isRun(Path file) {
        String name = file.getFileName().toString();
        boolean other = name.endsWith("-global.json")
                && Files.exists(file.resolveSibling(name.replace("-global.json", ".json")));
        try {
            return name.endsWith(".json") && !other && ReferenceRun.isRun(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Where the weights to begin with are read from. */
    enum Start {
        SAFETENSORS,
        ONNX
    }

    static Stream<Arguments> runsByEngineAndStart() throws IOException {
        return runs().flatMap(run -> Stream.of("fused", "nd4j")
                .flatMap(engine -> Stream.of(Start.values()).map(start -> Arguments.of(run, engine, start))));
    }

    @AfterEach
    void chooseTheEngineAgain() {
        System.clearProperty(ENGINE);
    }

    @ParameterizedTest
    @MethodSource("runsByEngineAndStart")
    void everyStepHasPyTorchsLossGradientNormAndLearningRate(Path file, String engine, Start start) throws IOException {
        ReferenceRun run = read(file);
        System.setProperty(ENGINE, engine);
        try (var model = model(start(run, file.getParent(), start))) {
            train(run, model);

            float[] logits = model.logits(run.batches().get(0).tokens());
            float[][] expected = run.final_logits_of_batch_0();
            assertThat(logits).hasSize(expected.length * expected[0].length);
            for (int i = 0; i < logits.length; i++) {
                assertThat(logits[i]).isCloseTo(expected[i / model.labels()][i % model.labels()], within(2e-3f));
            }
            compareFinalWeights(file, run, model);
        }
    }

    static Stream<Arguments> foldersByEngineAndStart() throws IOException {
        return folders()
                .flatMap(folder -> Stream.of("fused", "nd4j")
                        .flatMap(
                                engine -> Stream.of(Start.values()).map(start -> Arguments.of(folder, engine, start))));
    }

    @ParameterizedTest
    @MethodSource("foldersByEngineAndStart")
    void theFirstStepHasPyTorchsGradients(Path folder, String engine, Start start) throws IOException {
        Path file = folder.resolve("step0-gradients.safetensors");
        assumeTrue(Files.exists(file), () -> "there is no " + file);
        ReferenceRun run = read(folder.resolve("plain.json"));
        System.setProperty(ENGINE, engine);
        try (var model = model(start(run, folder, start))) {
            ReferenceRun.Batch batch = run.batches().get(0);
            double smoothing = run.config().label_smoothing();
            var loss = run.config().class_weight() == null
                    ? Loss.plain(model.labels(), smoothing)
                    : new Loss(run.config().class_weight(), smoothing);
            float[] targets = loss.coefficients(batch.labels(), run.config().accumulate());
            model.backward(batch.tokens(), targets, false, 0);

            Safetensors expected = Safetensors.open(file);
            requireAllCompared(run, expected);
            allNames(run).forEach((ours, theirs) -> {
                float[] gradient = values(model, model.gradients().toArray(), ours);
                float[] reference = expected.tensor(theirs).toArray();
                // Mathematically zero: what PyTorch finds is rounding noise.
                double floor = theirs.endsWith("k_lin.bias") || theirs.endsWith("key.bias") ? 1e-6 : 1e-9;
                assertThat(distance(gradient, reference))
                        .as(theirs)
                        .isLessThanOrEqualTo(Math.max(floor, RELATIVE * norm(reference)));
            });
        }
    }

    /** The batches of the run, once or as often as it went through them, are the epochs of a training loop. */
    private static void train(ReferenceRun run, TrainableModel model) throws IOException {
        ReferenceRun.Config config = run.config();
        int passes = config.steps() * config.accumulate();
        int turn = run.batches().size();
        int perEpoch = passes % turn == 0 && turn % config.accumulate() == 0 ? turn : passes;
        List<Batch> batches = new ArrayList<>();
        List<Example> examples = new ArrayList<>();
        for (int at = 0; at < perEpoch; at++) {
            ReferenceRun.Batch batch = run.batches().get(at % turn);
            int first = examples.size();
            IntStream.of(batch.labels()).forEach(label -> examples.add(new Example("3", String.valueOf(label))));
            batches.add(new Batch(
                    batch.tokens(), IntStream.range(first, examples.size()).toArray()));
        }
        Labels labels = Labels.of(
                IntStream.range(0, model.labels()).mapToObj(String::valueOf).toList());
        List<TrainingListener.Step> taken = new ArrayList<>();
        var listener = new TrainingListener() {
            @Override
            public void step(Step step) {
                taken.add(step);
            }
        };
        var seams = new TrainingLoop.Seams(CheckedDirectory.NEW_FILE, model::backward, epoch -> batches);
        new TrainingLoop(
                        model,
                        ToyTask.tokenizer(),
                        options(config, passes / perEpoch),
                        listener,
                        Dataset.of(examples, labels),
                        Optional.empty(),
                        Optional.of(seams))
                .run(Optional.empty(), false);

        assertThat(taken).hasSameSizeAs(run.steps());
        for (ReferenceRun.Step step : run.steps()) {
            TrainingListener.Step found = taken.get(step.step());
            ReferenceRun.Noise noise = run.float32_vs_float64();
            close("loss", step, found.loss(), step.loss(), noise.loss());
            close("gradient norm", step, found.gradientNorm(), step.grad_norm(), noise.grad_norm());
            assertThat(found.learningRate())
                    .as("learning rate of step %d", step.step())
                    .isCloseTo(step.lr(), within(1e-12));
        }
    }

    private static Options options(ReferenceRun.Config config, int epochs) {
        var asPyTorch = AdamW.Settings.withDecay(config.weight_decay());
        assertThat(new double[] {asPyTorch.beta1(), asPyTorch.beta2()}).isEqualTo(config.betas());
        assertThat(asPyTorch.epsilon()).isEqualTo(config.eps());
        Options options = Options.defaults()
                .withEpochs(epochs)
                .withGradientAccumulation(config.accumulate())
                .withLearningRate(config.lr())
                .withWeightDecay(config.weight_decay())
                .withWarmupRatio((double) config.warmup_steps() / config.steps())
                .withMaxGradNorm(config.clip_norm() == null ? Double.POSITIVE_INFINITY : config.clip_norm())
                .withLabelSmoothing(config.label_smoothing());
        if (config.class_weight() == null) {
            return options;
        }
        Map<String, Double> weights = new HashMap<>();
        for (int label = 0; label < config.class_weight().length; label++) {
            weights.put(String.valueOf(label), config.class_weight()[label]);
        }
        return options.withClassWeights(new ClassWeights.Given(weights));
    }

    /**
     * Within 1e-4, or within what float32 resolves: late in a run a small gradient norm is a difference of large numbers, and PyTorch itself, in
     * float32, is then further than 1e-4 from its run in double precision.
     */
    private static void close(String what, ReferenceRun.Step step, double found, double expected, double noise) {
        assertThat(found)
                .as("%s of step %d", what, step.step())
                .isCloseTo(expected, within(Math.max(RELATIVE * Math.abs(expected), 4 * noise)));
    }

    private static void compareFinalWeights(Path run, ReferenceRun numbers, TrainableModel model) throws IOException {
        String name = run.getFileName().toString().replaceAll("\\.json$", ".safetensors");
        Path file = run.resolveSibling("end-" + name);
        if (!Files.exists(file)) {
            return;
        }
        Safetensors expected = Safetensors.open(file);
        requireAllCompared(numbers, expected);
        allNames(numbers).forEach((ours, theirs) -> {
            // A bias of all keys cancels in the softmax; Adam turns the rounding noise of its gradient into steps.
            boolean noise = theirs.endsWith("k_lin.bias") || theirs.endsWith("key.bias");
            assertThat(values(model, model.weights().toArray(), ours))
                    .as(theirs)
                    .containsExactly(expected.tensor(theirs).toArray(), within(noise ? 1e-2f : 1e-3f));
        });
    }

    private static Map<String, String> allNames(ReferenceRun run) {
        Architecture family = run.model().family();
        Map<String, String> names = new HashMap<>(ReferenceRun.names(run.model().layers(), family));
        names.putAll(ReferenceRun.headNames(family));
        return names;
    }

    /** Tensors that nobody looks at would be a comparison that was never made. */
    private static void requireAllCompared(ReferenceRun run, Safetensors expected) {
        assertThat(expected.names().stream()
                        .filter(name -> !name.endsWith("position_ids") && !name.endsWith("token_type_ids")))
                .as("tensors of %s", expected.file())
                .containsExactlyInAnyOrderElementsOf(allNames(run).values());
    }

    private static ReferenceRun read(Path file) throws IOException {
        assumeTrue(
                Files.isDirectory(file.getParent()), () -> "no reference runs of fine-tuning in " + file.getParent());
        return ReferenceRun.read(file);
    }

    private static Checkpoint start(ReferenceRun run, Path folder, Start start) throws IOException {
        Path file = folder.resolve("start.safetensors");
        if (start == Start.SAFETENSORS) {
            return run.start(file);
        }
        Path onnx = folder.resolve("encoder.onnx");
        assumeTrue(Files.exists(onnx), () -> "there is no " + onnx);
        Checkpoint encoder = OnnxCheckpointReader.read(onnx).checkpoint();
        return new Checkpoint(
                encoder.config().withDropouts(Dropouts.NONE),
                encoder.weights(),
                Optional.of(run.head(Safetensors.open(file))),
                Optional.empty());
    }

    private static TrainableModel model(Checkpoint start) {
        return new TrainableModel(start, Pooling.CLS, parameter -> false);
    }

    private static float[] values(TrainableModel model, float[] all, String name) {
        Parameters.Parameter parameter = model.layout().get(name);
        return java.util.Arrays.copyOfRange(all, parameter.from(), parameter.from() + parameter.size());
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }

    private static double norm(float[] a) {
        return distance(a, new float[a.length]);
    }
}
