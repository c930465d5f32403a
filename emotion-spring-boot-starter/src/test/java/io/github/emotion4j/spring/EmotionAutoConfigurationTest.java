package io.github.emotion4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.github.emotion4j.core.ClassifierOptions;
import io.github.emotion4j.core.ClassifierOptions.OverLong;
import io.github.emotion4j.core.EmotionClassifier;
import io.github.emotion4j.core.MicroBatcher;
import io.github.emotion4j.core.Prediction;
import io.github.emotion4j.core.PredictionListener;
import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.checkpoint.Tensor;
import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.core.model.ModelDirectory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.support.SpringFactoriesLoader;

class EmotionAutoConfigurationTest {

    private static final String MODEL = "../emotion-core/src/test/resources/io/github/emotion4j/core/tiny-distilbert";

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    EmotionAutoConfiguration.class,
                    EmotionHealthAutoConfiguration.class,
                    EmotionMetricsAutoConfiguration.class));

    private final ApplicationContextRunner withModel = application.withPropertyValues("emotion.model=" + MODEL);

    @Test
    void configuresNothingWithoutAModel() {
        application.run(context -> assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(EmotionClassifier.class)
                .doesNotHaveBean(MicroBatcher.class)
                .doesNotHaveBean(HealthIndicator.class));
    }

    @Test
    void loadsTheModelAndClosesItWithTheContext() {
        var classifiers = new ArrayList<EmotionClassifier>();
        withModel.run(context -> {
            var classifier = context.getBean(EmotionClassifier.class);
            classifiers.add(classifier);
            assertThat(classifier.labels().names()).contains("joy");
            assertThat(context.getBean(MicroBatcher.class)
                            .predict("i feel so happy today")
                            .join())
                    .isEqualTo(classifier.predict("i feel so happy today"));
        });
        assertThat(classifiers).allMatch(EmotionClassifier::isClosed);
    }

    @Test
    void bindsTheProperties() {
        withModel
                .withPropertyValues(
                        "emotion.batch-size=7",
                        "emotion.max-length=12",
                        "emotion.over-long=reject",
                        "emotion.min-confidence=0.9",
                        "emotion.warm-up=false",
                        "emotion.micro-batching.max-delay=5ms",
                        "emotion.micro-batching.max-waiting=3")
                .run(context -> {
                    var options = context.getBean(EmotionClassifier.class).options();
                    assertThat(options.batchSize()).isEqualTo(7);
                    assertThat(options.maxLength()).isEqualTo(12);
                    assertThat(options.overLong()).isEqualTo(OverLong.REJECT);
                    assertThat(options.minConfidence()).isEqualTo(0.9);
                    var batching = context.getBean(EmotionProperties.class).microBatching();
                    assertThat(batching.options().maxDelay()).hasMillis(5);
                    assertThat(batching.maxWaiting()).isEqualTo(3);
                });
    }

    @Test
    void failsToStartWithAClearWordIfTheModelIsMissing() {
        application
                .withPropertyValues("emotion.model=/nowhere")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("/nowhere: expected a directory"));
    }

    @Test
    void endsWithASentenceInsteadOfAStackTraceIfTheModelCannotBeUsed() {
        application.withPropertyValues("emotion.model=/nowhere").run(context -> {
            var analysis = new ModelFailureAnalyzer().analyze(context.getStartupFailure());
            assertThat(analysis.getDescription())
                    .startsWith("emotion.model=/nowhere cannot be used: /nowhere: expected a directory");
            assertThat(analysis.getAction())
                    .contains("model directory", Path.of("").toAbsolutePath().toString());
        });
        // Others of Spring's need a context to be made, and are passed over.
        assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
                        .load(FailureAnalyzer.class, (type, name, failure) -> {}))
                .hasAtLeastOneElementOfType(ModelFailureAnalyzer.class);
    }

    @Test
    void namesTheDependencyThatIsMissingIfTheModelIsAClassifierOfAnotherLibrary(@TempDir Path folder) throws Exception {
        Model whole = ModelDirectory.read(Path.of(MODEL));
        Path forest = folder.resolve("forest");
        ModelDirectory.write(
                whole.withCheckpoint(new Checkpoint(
                        whole.checkpoint().config(),
                        whole.checkpoint().weights(),
                        Optional.empty(),
                        whole.checkpoint().labels())),
                forest);
        Files.writeString(forest.resolve("classifier.json"), "{}");
        application.withPropertyValues("emotion.model=" + forest).run(context -> {
            var analysis = new ModelFailureAnalyzer().analyze(context.getStartupFailure());
            assertThat(analysis.getDescription())
                    .startsWith("emotion.model=" + forest + " cannot be used: ")
                    .contains("add the artefact io.github.emotion4j:emotion-eval");
        });
    }

    @Test
    void namesTheDependencyThatIsMissingIfThereIsNothingToComputeWith() {
        var failure = new BeanCreationException(
                "emotionClassifier",
                "not made",
                new ModelNotLoadedException("model", new UnsatisfiedLinkError("Pointer.malloc(long)")));
        var analysis = new ModelFailureAnalyzer().analyze(failure);
        assertThat(analysis.getDescription()).contains("not on the class path").contains("malloc");
        assertThat(analysis.getAction()).contains("org.nd4j:nd4j-native");
    }

    @Test
    void doesNotStartWithAModelWhoseAnswersAreNoNumbers(@TempDir Path folder) throws Exception {
        ModelDirectory.write(damaged(), folder.resolve("model"));
        application
                .withPropertyValues("emotion.model=" + folder.resolve("model"), "emotion.warm-up=false")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("weights are damaged"));
    }

    @ParameterizedTest
    @CsvSource({
        "emotion.model=, emotion.model is empty",
        "emotion.batch-size=0, batch size must be >= 1",
        "emotion.min-confidence=2, confidence",
        "emotion.micro-batching.max-batch=0, must be >= 1",
        "emotion.micro-batching.max-delay=2m, a minute"
    })
    void namesAPropertyOutOfRange(String property, String message) {
        withModel
                .withPropertyValues(property)
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining("Could not bind properties to 'EmotionProperties'")
                        .rootCause()
                        .hasMessageContaining(message));
    }

    @Test
    void describesEveryPropertyToEditors() throws Exception {
        try (var file = EmotionProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            var described = new TreeMap<String, String>();
            for (JsonElement element : JsonParser.parseReader(new InputStreamReader(file, StandardCharsets.UTF_8))
                    .getAsJsonObject()
                    .getAsJsonArray("properties")) {
                var property = element.getAsJsonObject();
                assertThat(property.has("description"))
                        .as(property.get("name").getAsString())
                        .isTrue();
                described.put(
                        property.get("name").getAsString(),
                        property.get("description").getAsString());
            }
            assertThat(described)
                    .containsOnlyKeys(
                            "emotion.model",
                            "emotion.batch-size",
                            "emotion.max-length",
                            "emotion.over-long",
                            "emotion.min-confidence",
                            "emotion.precision",
                            "emotion.verify",
                            "emotion.warm-up",
                            "emotion.micro-batching.enabled",
                            "emotion.micro-batching.max-batch",
                            "emotion.micro-batching.max-delay",
                            "emotion.micro-batching.max-waiting",
                            "management.health.emotion.enabled")
                    .allSatisfy((name, description) -> assertThat(description).isNotBlank());
        }
    }

    @Test
    void leavesOutTheMicroBatcherIfToldSo() {
        withModel
                .withPropertyValues("emotion.micro-batching.enabled=false")
                .run(context -> assertThat(context)
                        .hasSingleBean(EmotionClassifier.class)
                        .doesNotHaveBean(MicroBatcher.class));
    }

    @Test
    void isHealthyWhileTheClassifierIsOpen() {
        withModel.run(context -> {
            var indicator = context.getBean("emotionHealthIndicator", HealthIndicator.class);
            Health up = indicator.health();
            assertThat(up.getStatus()).isEqualTo(Status.UP);
            assertThat(up.getDetails())
                    .containsEntry("labels", List.of("sadness", "joy", "love", "anger", "fear", "surprise"));
            context.getBean(EmotionClassifier.class).close();
            assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN);
        });
    }

    @Test
    void isNotHealthyIfTheModelDoesNotAnswer() throws Exception {
        var model = damaged();
        var classifier = EmotionClassifier.of(model, ClassifierOptions.defaults(), PredictionListener.NONE);
        application.withBean(EmotionClassifier.class, () -> classifier).run(context -> {
            Health down = context.getBean("emotionHealthIndicator", HealthIndicator.class)
                    .health();
            assertThat(down.getStatus()).isEqualTo(Status.DOWN);
            assertThat(down.getDetails().get("error").toString()).contains("weights are damaged");
        });
    }

    /** A model whose weights are numbers, but so large that its answers are not. */
    private static Model damaged() throws Exception {
        Model model = ModelDirectory.read(Path.of(MODEL));
        Checkpoint whole = model.checkpoint();
        Head head = whole.head().orElseThrow();
        float[] weight = head.weight().toArray();
        Arrays.fill(weight, Float.MAX_VALUE);
        float[] bias = head.bias().toArray();
        Arrays.fill(bias, Float.MAX_VALUE);
        var damaged = new Head(head.hidden(), Tensor.of(weight, head.weight().shape()), Tensor.of(bias, bias.length));
        return model.withCheckpoint(
                new Checkpoint(whole.config(), whole.weights(), Optional.of(damaged), whole.labels()));
    }

    @Test
    void countsAndTimesWhatIsAnsweredButNotTheWarmUp() {
        withModel
                .withBean(SimpleMeterRegistry.class)
                .withPropertyValues("emotion.over-long=reject", "emotion.max-length=8")
                .run(context -> {
                    var classifier = context.getBean(EmotionClassifier.class);
                    var answers = classifier.predict(Arrays.asList(
                            "i feel so happy today", null, "angry", "far too long for eight tokens of this"));
                    var registry = context.getBean(MeterRegistry.class);
                    assertThat(registry.get("emotion.predict").timer().count()).isEqualTo(1);
                    assertThat(registry.get("emotion.predict.texts").summary().totalAmount())
                            .isEqualTo(4);
                    assertThat(registry.get("emotion.predictions")
                                    .tags("outcome", "rejected", "label", "none")
                                    .counter()
                                    .count())
                            .isEqualTo(2);
                    String label = answers.get(0).label();
                    long same = answers.stream()
                            .filter(answer ->
                                    !answer.isRejected() && answer.label().equals(label))
                            .count();
                    assertThat(registry.get("emotion.predictions")
                                    .tags("outcome", "certain", "label", label)
                                    .counter()
                                    .count())
                            .isEqualTo(same);
                });
    }

    @Test
    void tellsListenersOfTheApplication() {
        var heard = new ArrayList<Prediction>();
        withModel
                .withBean(PredictionListener.class, () -> (answers, duration) -> heard.addAll(answers))
                .run(context -> {
                    var answer = context.getBean(EmotionClassifier.class).predict("angry");
                    assertThat(heard).containsExactly(answer);
                });
    }

    @Test
    void worksWithoutHealthAndMicrometerOnTheClassPath() {
        withModel
                .withClassLoader(new FilteredClassLoader(HealthIndicator.class, MeterRegistry.class))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(EmotionClassifier.class));
    }
}
