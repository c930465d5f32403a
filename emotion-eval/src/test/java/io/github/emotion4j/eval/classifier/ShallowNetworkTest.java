package io.github.emotion4j.eval.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.data.Labels;
import io.github.emotion4j.eval.Evaluation;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShallowNetworkTest {

    private static final Labels LABELS = Labels.of(List.of("joy", "anger"));
    private static final int COLUMNS = 20;

    private static Features features(int rows, long seed) {
        var random = new SplittableRandom(seed);
        var values = new float[rows * COLUMNS];
        for (int at = 0; at < values.length; at++) {
            values[at] = (float) random.nextGaussian();
        }
        return new Features(values, COLUMNS);
    }

    /** One column decides, but every third row has the other label: much to learn by heart. */
    private static int[] labelIds(Features features) {
        return IntStream.range(0, features.rows())
                .map(row -> (features.row(row)[3] > 0 ? 1 : 0) ^ (row % 3 == 0 ? 1 : 0))
                .toArray();
    }

    private static double lossOnOthers(int patience) {
        Features train = features(600, 1);
        Features others = features(500, 2);
        var options = new ShallowNetwork.Options(64, 40, 64, 5e-3, 0, patience, 1);
        var network = ShallowNetwork.train(train, labelIds(train), LABELS, options);
        return Evaluation.of(LABELS, labelIds(others), network.probabilities(others))
                .logLoss();
    }

    @Test
    void a_network_that_holds_rows_out_stops_before_it_learns_noise_by_heart() {
        double stopped = lossOnOthers(3);

        assertThat(lossOnOthers(0)).isGreaterThan(stopped + 0.3);
        assertThat(stopped).isLessThan(0.75); // ln 2 = 0.69 says nothing, 0.64 is the least possible
    }

    @Test
    void few_rows_are_all_learnt_from() {
        var options = ShallowNetwork.Options.withSeed(1);

        assertThat(options.heldOut(499)).isZero();
        assertThat(options.heldOut(500)).isEqualTo(50);
        assertThat(options.heldOut(16_000)).isEqualTo(1600);
        assertThat(new ShallowNetwork.Options(1, 1, 1, 1, 0, 0, 1).heldOut(16_000))
                .isZero();
    }

    @Test
    void options_out_of_range_are_refused_by_name() {
        assertThatThrownBy(() -> new ShallowNetwork.Options(1, 0, 1, 1, 0, 0, 1))
                .hasMessage("units, epochs and batch size must be >= 1, found 1, 0 and 1");
        assertThatThrownBy(() -> new ShallowNetwork.Options(1, 1, 1, 0, 0, 0, 1))
                .hasMessage("learning rate must be > 0 and penalty >= 0, found 0.0 and 0.0");
        assertThatThrownBy(() -> new ShallowNetwork.Options(1, 1, 1, 1, 0, -1, 1))
                .hasMessage("patience must be >= 0, found -1");
    }
}
