package io.github.emotion4j.eval.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.data.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.dtree.impurity.GiniIndex;
import org.tribuo.common.tree.SplitNode;
import org.tribuo.common.tree.TreeModel;
import org.tribuo.dataset.DatasetView;

class RandomForestTest {

    private static final Labels LABELS = Labels.of(List.of("joy", "anger", "fear"));
    private static final int COLUMNS = 6;

    private static Features features(int rows, long seed) {
        var random = new SplittableRandom(seed);
        var values = new float[rows * COLUMNS];
        for (int at = 0; at < values.length; at++) {
            values[at] = (float) random.nextGaussian();
        }
        return new Features(values, COLUMNS);
    }

    /** The label of a row follows from two of its columns, with every ninth wrong. */
    private static int[] labelIds(Features features) {
        return IntStream.range(0, features.rows())
                .map(row -> {
                    float[] values = features.row(row);
                    int truth = values[2] > 0.3 ? 0 : values[4] > -0.2 ? 1 : 2;
                    return row % 9 == 0 ? (truth + 1) % 3 : truth;
                })
                .toArray();
    }

    private static TreeModel<Label> tree(Trainer<Label> trainer, Features features, int[] labelIds, int... sample) {
        var dataset = TribuoData.dataset(features, labelIds, LABELS, "test");
        return (TreeModel<Label>) trainer.train(new DatasetView<>(dataset, sample, "sample"));
    }

    private static BinnedTreeTrainer binned(Features features, int depth) {
        var options = new RandomForest.Options(1, depth, 2, 0, 1);
        return new BinnedTreeTrainer(BinnedColumns.of(features), options, 1f);
    }

    /** With no more distinct values than bins, every split that Tribuo tries is there; deeper down, ties may be broken otherwise. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void a_tree_is_the_one_that_tribuo_grows(long seed) {
        Features features = features(BinnedColumns.MOST, seed);
        int[] labelIds = labelIds(features);
        var random = new SplittableRandom(seed);
        int[] sample = IntStream.range(0, 128).map(at -> random.nextInt(128)).toArray();

        var own = tree(binned(features, 4), features, labelIds, sample);
        var tribuos = tree(
                new CARTClassificationTrainer(4, 2f, 0f, 1f, false, new GiniIndex(), 1), features, labelIds, sample);

        assertThat(((SplitNode<Label>) own.getRoot()).getFeatureID())
                .isEqualTo(((SplitNode<Label>) tribuos.getRoot()).getFeatureID());
        String[] names = TribuoData.columnNames(COLUMNS);
        for (int row : sample) {
            var example = TribuoData.example(features, row, names, LabelFactory.UNKNOWN_LABEL);
            var expected = tribuos.predict(example).getOutputScores();
            var found = own.predict(example).getOutputScores();
            expected.forEach((name, share) -> assertThat(
                            found.containsKey(name) ? found.get(name).getScore() : 0)
                    .as("row %d, seed %d", row, seed)
                    .isCloseTo(share.getScore(), within(1e-6)));
        }
        assertThat(own.getDepth()).isEqualTo(tribuos.getDepth());
    }

    @Test
    void a_split_lies_midway_between_the_values_and_a_leaf_holds_the_shares_of_its_rows() {
        // column 1 separates label 0 (rows 0 to 2) from the others, with two of label 1 and one of label 2 above
        var features = new Features(new float[] {5, 1, 5, 2, 5, 3, 5, 8, 5, 9, 5, 9}, 2);
        int[] labelIds = {0, 0, 0, 1, 1, 2};

        var tree = tree(binned(features, 1), features, labelIds, 0, 1, 2, 3, 4, 5);

        var root = (SplitNode<Label>) tree.getRoot();
        assertThat(root.getFeatureID()).isEqualTo(1);
        assertThat(root.splitValue()).isEqualTo(5.5);
        assertThat(root.getImpurity()).isCloseTo(1 - (9 + 4 + 1) / 36.0, within(1e-12));
        var flat = FlatTree.of(tree, LABELS);
        assertThat(flat.answer(new Features(new float[] {5, 5.5f}, 2), 0)).containsExactly(1, 0, 0);
        assertThat(flat.answer(new Features(new float[] {5, 5.6f}, 2), 0))
                .containsExactly(new float[] {0, 2 / 3f, 1 / 3f}, within(1e-6f));
    }

    @Test
    void bins_hold_about_as_many_rows_each_and_runs_of_equal_values_stay_together() {
        int rows = 1000;
        var values = new float[rows * 3];
        for (int row = 0; row < rows; row++) {
            values[row * 3] = (float) Math.exp(row * 0.01);
            values[row * 3 + 1] = 7;
            values[row * 3 + 2] = row < 903 ? 0 : row < 905 ? 1 : 2;
        }

        var columns = BinnedColumns.of(new Features(values, 3));

        assertThat(columns.edges()[0]).hasSize(BinnedColumns.MOST - 1).isSorted();
        int[] sizes = new int[BinnedColumns.MOST];
        for (int row = 0; row < rows; row++) {
            sizes[columns.bin(0, row)]++;
        }
        assertThat(Arrays.stream(sizes).boxed()).allMatch(size -> size == 7 || size == 8);
        assertThat(columns.edges()[1]).isEmpty();
        assertThat(columns.edges()[2]).startsWith(0.5);
        assertThat(columns.bin(2, 0)).isZero();
        assertThat(columns.bin(2, 902)).isZero();
        assertThat(columns.bin(2, 903)).isEqualTo(1);
    }

    @Test
    void the_forest_answers_as_tribuos_own_model_does_with_one_ignorant_tree_more(@TempDir Path directory)
            throws Exception {
        Features features = features(600, 3);
        var options = new RandomForest.Options(12, 30, 4, 0, 5);
        var forest = RandomForest.train(features, labelIds(features), LABELS, options);
        Features others = features(50, 4);
        float[][] answers = forest.probabilities(others);
        String[] names = TribuoData.columnNames(COLUMNS);

        for (int row = 0; row < others.rows(); row++) {
            var scores = forest.tribuoModel()
                    .predict(TribuoData.example(others, row, names, LabelFactory.UNKNOWN_LABEL))
                    .getOutputScores();
            for (int label = 0; label < 3; label++) {
                double mean = scores.get(LABELS.name(label)).getScore();
                assertThat((double) answers[row][label]).isCloseTo((mean * 12 + 1 / 3.0) / 13, within(1e-6));
            }
        }
        forest.save(directory);
        assertThat(ClassifierKind.load(directory).probabilities(others)).isDeepEqualTo(answers);
        Path file = directory.resolve("classifier.tribuo.pb.gz");
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 1, whole.length / 2, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> ClassifierKind.load(directory))
                    .as("cut to %d of %d bytes", length, whole.length)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("classifier.tribuo.pb.gz: not a forest, or not all of it; train it again");
        }
    }

    @Test
    void options_out_of_range_are_refused_by_name() {
        assertThatThrownBy(() -> new RandomForest.Options(0, 1, 2, 0, 1)).hasMessage("trees must be >= 1, found 0");
        assertThatThrownBy(() -> new RandomForest.Options(1, 0, 2, 0, 1)).hasMessage("depth must be >= 1, found 0");
        assertThatThrownBy(() -> new RandomForest.Options(1, 1, 1, 0, 1))
                .hasMessage("rows to split must be >= 2, found 1");
        assertThatThrownBy(() -> new RandomForest.Options(1, 1, 2, 1.5, 1))
                .hasMessage("share of columns must be in [0, 1], found 1.5");
    }
}
