package io.github.emotion4j.eval.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.data.Labels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tribuo.classification.LabelFactory;

class LogisticRegressionTest {

    private static final Labels LABELS = Labels.of(List.of("joy", "anger", "fear"));
    private static final int ROWS = 300;
    private static final int COLUMNS = 8;

    /** numpy: np.sin(0.7*i+1.3*j)+0.5*np.cos(i*j*0.11)+0.5*(i%3==j%3)+3*j, as float32. */
    private static Features features() {
        var values = new float[ROWS * COLUMNS];
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < COLUMNS; j++) {
                values[i * COLUMNS + j] = (float) (Math.sin(0.7 * i + 1.3 * j)
                        + 0.5 * Math.cos(i * j * 0.11)
                        + 0.5 * (i % 3 == j % 3 ? 1 : 0)
                        + 3 * j);
            }
        }
        return new Features(values, COLUMNS);
    }

    /** numpy: (i+(i%7==0))%3. */
    private static int[] labelIds() {
        return IntStream.range(0, ROWS).map(i -> (i + (i % 7 == 0 ? 1 : 0)) % 3).toArray();
    }

    private static LogisticRegression train(double inversePenalty) {
        var options = new LogisticRegression.Options(inversePenalty, 5000, 64, 0.02, 1);
        return LogisticRegression.train(features(), labelIds(), LABELS, options);
    }

    private static double logLoss(float[][] probabilities) {
        int[] truth = labelIds();
        return IntStream.range(0, ROWS)
                .mapToDouble(i -> -Math.log(probabilities[i][truth[i]]))
                .average()
                .orElseThrow();
    }

    /**
     * scikit-learn 1.9: Z = (X-X.mean(0))/X.std(0, ddof=1); m = LogisticRegression(C=C, tol=1e-12, max_iter=100000).fit(Z, y); the mean of
     * -log(m.predict_proba(Z)[range(n), y]) and m.predict_proba(Z)[:3].
     */
    @Test
    void with_c_1_and_0_01_it_reaches_scikit_learns_optimum() {
        var strong = train(0.01).probabilities(features());
        var usual = train(1).probabilities(features());

        assertThat(logLoss(usual)).isCloseTo(LOSS_C1, within(1e-3));
        assertThat(logLoss(strong)).isCloseTo(LOSS_C001, within(1e-3));
        for (int row = 0; row < 3; row++) {
            for (int label = 0; label < 3; label++) {
                assertThat((double) usual[row][label]).isCloseTo(C1[row][label], within(5e-3));
                assertThat((double) strong[row][label]).isCloseTo(C001[row][label], within(5e-3));
            }
        }
    }

    @Test
    void the_folded_head_gives_tribuos_probabilities_on_raw_features() {
        var classifier = train(1);
        var folded = classifier.probabilities(features());
        String[] names = TribuoData.columnNames(COLUMNS);

        for (int row = 0; row < ROWS; row++) {
            var scores = classifier
                    .tribuoModel()
                    .predict(TribuoData.example(features(), row, names, LabelFactory.UNKNOWN_LABEL))
                    .getOutputScores();
            for (int label = 0; label < 3; label++) {
                double tribuo = Math.log(scores.get(LABELS.name(label)).getScore());
                assertThat(Math.log(folded[row][label]))
                        .as("row %d, label %d", row, label)
                        .isCloseTo(tribuo, within(1e-5));
            }
        }
    }

    @Test
    void the_head_has_the_shape_of_a_linear_layer_and_its_logits() {
        var classifier = train(1);
        var head = classifier.linearHead().orElseThrow();

        assertThat(head.hidden()).isEmpty();
        assertThat(head.weight().shape()).containsExactly(3, COLUMNS);
        var logits = new double[3];
        float[] row = features().row(5);
        for (int label = 0; label < 3; label++) {
            logits[label] = head.bias().toArray()[label];
            for (int column = 0; column < COLUMNS; column++) {
                logits[label] += head.weight().toArray()[label * COLUMNS + column] * row[column];
            }
        }
        assertThat(LinearHead.softmax(logits)).containsExactly(classifier.probabilities(features())[5], within(1e-5f));
    }

    @Test
    void the_same_seed_gives_the_same_weights() {
        assertThat(train(1).linearHead().orElseThrow().weight().toArray())
                .containsExactly(train(1).linearHead().orElseThrow().weight().toArray());
    }

    @Test
    void a_saved_classifier_answers_as_before_and_leaves_no_temporary_file(@TempDir Path directory) throws Exception {
        var classifier = train(1);
        classifier.save(directory);
        var loaded = ClassifierKind.load(directory);

        assertThat(loaded.kind()).isEqualTo(ClassifierKind.LOGISTIC);
        assertThat(loaded.labels()).isEqualTo(LABELS);
        assertThat(loaded.probabilities(features())).isDeepEqualTo(classifier.probabilities(features()));
        try (var files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("classifier.json", "classifier.tribuo.pb");
        }
    }

    @Test
    void a_label_without_rows_is_never_answered() {
        var four = Labels.of(List.of("joy", "absent", "anger", "fear"));
        int[] ids = IntStream.of(labelIds()).map(id -> id == 0 ? 0 : id + 1).toArray();
        var classifier = LogisticRegression.train(features(), ids, four, LogisticRegression.Options.withSeed(1));

        for (float[] row : classifier.probabilities(features())) {
            assertThat(row[1]).isLessThan(1e-20f);
            assertThat(row[0] + row[2] + row[3]).isCloseTo(1f, within(1e-6f));
        }
    }

    @Test
    void a_column_that_hardly_varies_does_not_blow_up_the_head() {
        float[] values = features().values().clone();
        for (int row = 0; row < ROWS; row++) {
            values[row * COLUMNS + 3] = 1e-31f * (row % 5);
        }

        var trained = LogisticRegression.train(
                new Features(values, COLUMNS), labelIds(), LABELS, LogisticRegression.Options.withSeed(1));

        for (float weight : trained.linearHead().orElseThrow().weight().toArray()) {
            assertThat(Math.abs(weight)).isLessThan(1e3f);
        }
    }

    @Test
    void constant_columns_and_a_single_row_do_no_harm() {
        var constant = features();
        for (int row = 0; row < ROWS; row++) {
            constant.values()[row * COLUMNS + 2] = 0.1f;
        }
        var options = LogisticRegression.Options.withSeed(1);
        var classifier = LogisticRegression.train(constant, labelIds(), LABELS, options);
        var single = LogisticRegression.train(new Features(new float[] {1, 2}, 2), new int[] {1}, LABELS, options);

        assertThat(logLoss(classifier.probabilities(constant))).isLessThan(1);
        assertThat(single.probabilities(new Features(new float[] {5, 5}, 2))[0])
                .containsExactly(new float[] {0, 1, 0}, within(1e-6f));
    }

    @Test
    void input_that_does_not_fit_is_named() {
        var options = LogisticRegression.Options.withSeed(1);
        var broken = features();
        broken.values()[COLUMNS + 3] = Float.NaN;

        assertThatThrownBy(() -> LogisticRegression.train(broken, labelIds(), LABELS, options))
                .hasMessageContaining("row 2, column 4: feature is NaN");
        assertThatThrownBy(() -> LogisticRegression.train(features(), new int[2], LABELS, options))
                .hasMessage("2 labels for 300 rows of features");
        assertThatThrownBy(() -> new Features(new float[5], 2)).hasMessageContaining("5 values do not fill rows of 2");
        assertThatThrownBy(() -> train(1).probabilities(new Features(new float[4], 4)))
                .hasMessageContaining("trained on vectors of 8 values, found 4");
        assertThatThrownBy(() -> new LogisticRegression.Options(1, 100, 64, -0.1, 1))
                .hasMessage("learning rate must be > 0, found -0.1");
    }

    private static final double LOSS_C1 = 0.586223417220498;
    private static final double LOSS_C001 = 0.8621106920796395;
    private static final double[][] C1 = {
        {0.76913719, 0.20972095, 0.02114186}, {0.04428551, 0.90255829, 0.05315619}, {0.16649427, 0.14531047, 0.68819526}
    };
    private static final double[][] C001 = {
        {0.44757244, 0.30967323, 0.24275433}, {0.23684536, 0.48591003, 0.27724462}, {0.28092438, 0.27783771, 0.44123791}
    };
}
