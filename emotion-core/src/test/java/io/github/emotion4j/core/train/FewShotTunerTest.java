package io.github.emotion4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.features.FeatureExtractor;
import io.github.emotion4j.core.graph.Encoder;
import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.core.model.ModelDirectory;
import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.Example;
import io.github.emotion4j.data.Labels;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the same run in PyTorch, in double precision (make_few_shot.py). */
class FewShotTunerTest {

    private record Run(
            String pooling,
            int layers,
            int steps,
            double[] losses,
            double[] norms,
            double[][] prototypes,
            double[][] start,
            double[][] vectors) {}

    private record Reference(
            List<String> texts,
            List<String> labels,
            double temperature,
            double learning_rate,
            double prototype_rate,
            List<Run> runs) {}

    private Reference reference;
    private Model model;
    private Dataset train;

    @BeforeEach
    void read() throws Exception {
        try (var reader = new InputStreamReader(
                FewShotTunerTest.class.getResourceAsStream("few-shot.json"), StandardCharsets.UTF_8)) {
            reference = new Gson().fromJson(reader, Reference.class);
        }
        model = ModelDirectory.read(Path.of(FewShotTunerTest.class
                .getResource("/io/github/emotion4j/core/tiny-bert")
                .toURI()));
        List<Example> rows = IntStream.range(0, reference.texts().size())
                .mapToObj(row -> new Example(
                        reference.texts().get(row), reference.labels().get(row)))
                .toList();
        train = Dataset.of(
                rows, Labels.of(reference.labels().stream().distinct().toList()));
    }

    @AfterEach
    void chooseAgain() {
        System.clearProperty("emotion.engine");
    }

    @ParameterizedTest
    @CsvSource({"0, fused", "1, fused", "2, fused", "0, nd4j", "1, nd4j"})
    void everyStepIsPyTorchs(int index, String engine) throws Exception {
        System.setProperty("emotion.engine", engine);
        Run run = reference.runs().get(index);
        Pooling pooling = Pooling.valueOf(run.pooling().toUpperCase(Locale.ROOT));
        var steps = new ArrayList<TrainingListener.Step>();
        var listener = new TrainingListener() {
            @Override
            public void step(Step step) {
                steps.add(step);
            }
        };
        var options = new FewShotOptions(
                run.layers(),
                reference.learning_rate(),
                reference.prototype_rate(),
                reference.temperature(),
                2,
                run.steps(),
                7);
        try (var tokenizer = model.openTokenizer()) {
            var result = new FewShotTuner(model.checkpoint(), pooling, options, listener)
                    .tune(train, tokenizer, run.start());

            assertThat(steps).hasSize(run.steps());
            for (int step = 0; step < run.steps(); step++) {
                assertThat(steps.get(step).loss()).isCloseTo(run.losses()[step], within(1e-4));
                assertThat(steps.get(step).gradientNorm()).isCloseTo(run.norms()[step], within(1e-3));
            }
            for (int label = 0; label < run.prototypes().length; label++) {
                assertThat(result.prototypes()[label]).containsExactly(run.prototypes()[label], within(2e-3));
            }
            assertThat(result.checkpoint().head()).isEmpty();
            assertThat(result.checkpoint().config())
                    .isEqualTo(model.checkpoint().config());
            float[] vectors = vectors(result.checkpoint(), pooling);
            int width = model.checkpoint().config().hiddenSize();
            for (int at = 0; at < vectors.length; at++) {
                assertThat((double) vectors[at]).isCloseTo(run.vectors()[at / width][at % width], within(2e-3));
            }
        }
    }

    private float[] vectors(Checkpoint checkpoint, Pooling pooling) throws Exception {
        try (var tokenizer = model.openTokenizer();
                var encoder = Encoder.of(checkpoint)) {
            return new FeatureExtractor(tokenizer, encoder, pooling, 8).extract(reference.texts(), done -> {});
        }
    }

    @Test
    void theUpperLayersAloneComputeWhatTheWholeEncoderDoes() throws Exception {
        try (var tokenizer = model.openTokenizer()) {
            var upper = new UpperLayers(model.checkpoint(), 1, tokenizer.encode(reference.texts()));
            int[] rows = {4, 0, 3};
            try (var part = Encoder.of(upper.checkpoint())) {
                float[] found = part.features(upper.batch(rows), Pooling.MEAN);
                float[] whole = vectors(model.checkpoint(), Pooling.MEAN);
                int width = model.checkpoint().config().hiddenSize();
                for (int at = 0; at < found.length; at++) {
                    assertThat(found[at]).isCloseTo(whole[rows[at / width] * width + at % width], within(1e-5f));
                }
            }
            Checkpoint again = upper.whole(
                    upper.checkpoint(),
                    model.checkpoint().head(),
                    model.checkpoint().labels());
            assertThat(again.weights().keySet())
                    .isEqualTo(model.checkpoint().weights().keySet());
            again.weights()
                    .forEach((name, tensor) -> assertThat(tensor.toArray())
                            .as(name)
                            .isEqualTo(model.checkpoint().weight(name).toArray()));
        }
    }

    @Test
    void aLabelWithoutATextIsRefusedByName() throws Exception {
        Dataset lacking = train.select(0, 1, 2);
        try (var tokenizer = model.openTokenizer()) {
            var tuner = new FewShotTuner(
                    model.checkpoint(), Pooling.MEAN, FewShotOptions.withSeed(1), TrainingListener.NONE);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> tuner.tune(
                            lacking, tokenizer, reference.runs().get(0).start()))
                    .withMessageContaining("fear");
        }
    }

    @Test
    void everyBatchHasEachLabelAsOftenAndEveryTextIsSeenBeforeOneComesAgain() {
        var order = new BalancedOrder(new int[] {0, 0, 0, 0, 1, 0, 0, 1}, 2, 2, 5);
        var seen = new ArrayList<Integer>();
        for (int batch = 0; batch < 3; batch++) {
            int[] rows = order.next();
            assertThat(rows).hasSize(4);
            seen.add(rows[0]);
            seen.add(rows[1]);
            assertThat(rows[2]).isIn(4, 7);
            assertThat(rows[2] + rows[3]).isEqualTo(11);
        }
        assertThat(seen).containsExactlyInAnyOrder(0, 1, 2, 3, 5, 6);
    }

    @Test
    void theStepsFollowTheNumberOfTexts() {
        var options = FewShotOptions.withSeed(1);

        assertThat(IntStream.of(8, 16, 64).map(options::stepsFor)).containsExactly(16, 20, 48);
        assertThat(options.withSteps(5).stepsFor(64)).isEqualTo(5);
    }
}
