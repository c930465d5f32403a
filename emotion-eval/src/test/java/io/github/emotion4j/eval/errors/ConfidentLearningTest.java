package io.github.emotion4j.eval.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.data.Labels;
import io.github.emotion4j.eval.classifier.Features;
import io.github.emotion4j.eval.classifier.LogisticRegression;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConfidentLearningTest {

    @Test
    void a_row_is_suspected_if_another_label_reaches_its_own_threshold_and_beats_the_given_one() {
        // mean probability of label 0 on its rows: (0.9 + 0.7 + 0.2) / 3 = 0.6; of label 1: (0.8 + 0.4 + 0.45) / 3 =
        // 0.55
        var found = ConfidentLearning.of(
                new int[] {0, 0, 0, 1, 1, 1},
                new float[][] {{0.9f, 0.1f}, {0.7f, 0.3f}, {0.2f, 0.8f}, {0.2f, 0.8f}, {0.6f, 0.4f}, {0.55f, 0.45f}});

        assertThat(found.thresholds()).containsExactly(new double[] {0.6, 0.55}, within(1e-6));
        assertThat(found.suspects()).extracting(ConfidentLearning.Suspect::row).containsExactly(2, 4);
        assertThat(found.suspects().get(0).suggested()).isEqualTo(1);
        assertThat(found.suspects().get(0).margin()).isCloseTo(0.6, within(1e-6));
    }

    @Test
    void labels_that_were_changed_are_found_by_cross_validation() {
        var random = new SplittableRandom(11);
        int rows = 600;
        var values = new float[rows * 4];
        var given = new int[rows];
        for (int row = 0; row < rows; row++) {
            int truth = row % 3;
            for (int column = 0; column < 4; column++) {
                values[row * 4 + column] = (float) (random.nextGaussian() * 0.3 + (column == truth ? 2 : 0));
            }
            given[row] = row % 20 == 0 ? (truth + 1) % 3 : truth; // 30 wrong labels
        }

        var found = ConfidentLearning.crossValidated(
                new Features(values, 4),
                given,
                Labels.of(List.of("a", "b", "c")),
                5,
                new LogisticRegression.Options(1, 1000, 64, 0.02, 3));

        // those below the mean probability of their true label are not suspected
        assertThat(found.suspects()).hasSizeBetween(20, 30).allMatch(suspect -> suspect.row() % 20 == 0);
        assertThat(found.suspects()).allMatch(suspect -> suspect.suggested() == suspect.row() % 3);
    }

    @Test
    void folds_hold_every_label_evenly_and_follow_the_seed() {
        int[] labels = IntStream.range(0, 103).map(row -> row < 80 ? 0 : 1).toArray();
        int[] folds = ConfidentLearning.stratified(labels, 2, 5, 1);

        for (int fold = 0; fold < 5; fold++) {
            int wanted = fold;
            assertThat(IntStream.range(0, 80)
                            .filter(row -> folds[row] == wanted)
                            .count())
                    .isEqualTo(16);
            assertThat(IntStream.range(80, 103)
                            .filter(row -> folds[row] == wanted)
                            .count())
                    .isBetween(4L, 5L);
        }
        assertThat(ConfidentLearning.stratified(labels, 2, 5, 1)).containsExactly(folds);
        assertThat(ConfidentLearning.stratified(labels, 2, 5, 2)).isNotEqualTo(folds);
        assertThatThrownBy(() -> ConfidentLearning.stratified(new int[3], 1, 5, 1))
                .hasMessage("folds must be >= 2 and at most the number of rows, found 5 for 3");
    }
}
