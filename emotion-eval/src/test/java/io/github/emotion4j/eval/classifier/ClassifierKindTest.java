package io.github.emotion4j.eval.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.data.Labels;
import io.github.emotion4j.eval.Evaluation;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClassifierKindTest {

    private static final Labels LABELS = Labels.of(List.of("joy", "anger", "fear"));
    private static final int[] TRAIN_IDS =
            IntStream.range(0, 240).map(row -> row % 3).toArray();

    /** Three clouds, far from the origin and of unlike widths, so that standardisation matters. */
    private static Features features(int rows, long seed) {
        var random = new SplittableRandom(seed);
        var values = new float[rows * 5];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < 5; column++) {
                double value = random.nextGaussian() * 0.5 + (column == row % 3 ? 2 : 0);
                values[row * 5 + column] = (float) (value * Math.pow(10, column - 2) + 7 * column);
            }
        }
        return new Features(values, 5);
    }

    private static FeatureClassifier train(ClassifierKind kind, long seed) {
        return kind.train(features(240, 1), TRAIN_IDS, LABELS, seed);
    }

    @ParameterizedTest
    @EnumSource(ClassifierKind.class)
    void every_kind_but_the_baseline_learns_clouds_apart(ClassifierKind kind) {
        var classifier = train(kind, 1);
        float[][] probabilities = classifier.probabilities(features(150, 2));

        int[] truth = IntStream.range(0, 150).map(row -> row % 3).toArray();
        double accuracy = Evaluation.of(LABELS, truth, probabilities).accuracy();
        if (kind == ClassifierKind.BASELINE) {
            assertThat(accuracy).isCloseTo(1 / 3.0, within(1e-12));
        } else {
            assertThat(accuracy).isGreaterThan(0.93);
        }
        assertThat(classifier.kind()).isEqualTo(kind);
        assertThat(classifier.linearHead().isPresent())
                .isEqualTo(kind == ClassifierKind.BASELINE || kind == ClassifierKind.LOGISTIC);
    }

    @ParameterizedTest
    @EnumSource(ClassifierKind.class)
    void every_kind_answers_after_loading_as_before_saving(ClassifierKind kind, @TempDir Path directory)
            throws Exception {
        var classifier = train(kind, 1);
        classifier.save(directory);

        var loaded = ClassifierKind.load(directory);

        assertThat(loaded.kind()).isEqualTo(kind);
        assertThat(loaded.labels()).isEqualTo(LABELS);
        assertThat(loaded.columns()).isEqualTo(5);
        assertThat(loaded.probabilities(features(40, 2))).isDeepEqualTo(classifier.probabilities(features(40, 2)));
    }

    @ParameterizedTest
    @EnumSource(ClassifierKind.class)
    void the_seed_decides_everything(ClassifierKind kind) {
        assertThat(train(kind, 7).probabilities(features(40, 2)))
                .isDeepEqualTo(train(kind, 7).probabilities(features(40, 2)));
    }

    @ParameterizedTest
    @EnumSource(ClassifierKind.class)
    void a_label_without_rows_and_features_of_another_width_are_handled(ClassifierKind kind) {
        var four = Labels.of(List.of("joy", "anger", "fear", "absent"));
        var classifier = kind.train(features(240, 1), TRAIN_IDS, four, 1);

        for (float[] row : classifier.probabilities(features(30, 2))) {
            assertThat(row).hasSize(4);
            assertThat(row[3]).isLessThan(0.1f);
            assertThat(row[0] + row[1] + row[2] + row[3]).isCloseTo(1, within(1e-5f));
        }
        assertThatThrownBy(() -> classifier.probabilities(new Features(new float[4], 4)))
                .hasMessageContaining("trained on vectors of 5 values, found 4");
        assertThatThrownBy(() -> kind.train(features(240, 1), new int[3], four, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_name_of_a_kind_is_read_in_any_case() {
        assertThat(ClassifierKind.parse("Forest")).isEqualTo(ClassifierKind.FOREST);
        assertThatThrownBy(() -> ClassifierKind.parse("svm"))
                .hasMessage("classifier 'svm' is not one of baseline, logistic, forest, network");
    }

    @Test
    void without_deeplearning4j_the_network_says_what_to_add_and_the_others_work(@TempDir Path saved) throws Exception {
        train(ClassifierKind.NETWORK, 1).save(saved);
        var urls = new ArrayList<URL>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.contains("deeplearning4j")) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        try (var without = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> probe = without.loadClass(WithoutDeeplearning4j.class.getName());

            assertThat(probe.getMethod("logistic").invoke(null)).isEqualTo("logistic");
            assertThat(probe.getMethod("forest").invoke(null)).isEqualTo("forest");
            for (String method : List.of("network", "loaded")) {
                assertThatThrownBy(() -> {
                            if (method.equals("network")) {
                                probe.getMethod(method).invoke(null);
                            } else {
                                probe.getMethod(method, Path.class).invoke(null, saved);
                            }
                        })
                        .isInstanceOf(InvocationTargetException.class)
                        .cause()
                        .hasMessageContaining("the classifier 'network' needs Deeplearning4j")
                        .hasMessageContaining("org.deeplearning4j:deeplearning4j-core");
            }
        }
        assertThat(ClassifierKind.load(saved).kind()).isEqualTo(ClassifierKind.NETWORK);
        assertThat(ClassifierKind.NETWORK.available()).isTrue();
    }

    /** Called in a class loader that lacks the library. */
    public static final class WithoutDeeplearning4j {

        private WithoutDeeplearning4j() {}

        public static String logistic() {
            return train(ClassifierKind.LOGISTIC, 1).kind().toString();
        }

        public static String forest() {
            return train(ClassifierKind.FOREST, 1).kind().toString();
        }

        public static String loaded(Path directory) throws Exception {
            return ClassifierKind.load(directory).kind().toString();
        }

        public static String network() {
            return train(ClassifierKind.NETWORK, 1).kind().toString();
        }
    }
}
