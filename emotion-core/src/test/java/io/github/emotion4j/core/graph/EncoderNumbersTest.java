package io.github.emotion4j.core.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.encoder.Activation;
import io.github.emotion4j.core.encoder.Architecture;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.onnx.NaiveEncoder;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Both engines against a naive forward pass in double precision, and against themselves in other batches. */
class EncoderNumbersTest {

    private static final float TOLERANCE = 2e-5f;

    @AfterEach
    void chooseAgain() {
        System.clearProperty(Execution.PROPERTY);
    }

    static Stream<Arguments> everything() {
        List<Arguments> all = new ArrayList<>();
        for (Execution execution : Execution.values()) {
            for (Architecture architecture : List.of(Architecture.BERT, Architecture.DISTILBERT)) {
                for (Activation activation : Activation.values()) {
                    all.add(Arguments.of(execution, architecture, activation));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("everything")
    void anyMaskGivesTheNumbersOfTheNaiveEncoder(
            Execution execution, Architecture architecture, Activation activation) {
        var config = TinyEncoders.config(architecture, activation);
        Checkpoint checkpoint = TinyEncoders.of(config, activation != Activation.RELU, 5);
        var naive = new NaiveEncoder(checkpoint);
        System.setProperty(Execution.PROPERTY, execution.name());
        try (var encoder = Encoder.of(checkpoint)) {
            for (TinyEncoders.Padding padding : TinyEncoders.Padding.values()) {
                for (int[] shape : new int[][] {{1, 1}, {1, 9}, {5, 13}}) {
                    TokenBatch batch = TinyEncoders.batch(config, shape[0], shape[1], padding, 3);
                    states(encoder.hiddenStates(batch), naive.hiddenStates(batch), batch);
                    for (Pooling pooling : Pooling.values()) {
                        same(encoder.features(batch, pooling), naive.features(batch, pooling));
                        same(encoder.logits(batch, pooling), naive.logits(batch, pooling));
                    }
                }
            }
        }
    }

    private static void states(float[] found, double[][][] expected, TokenBatch batch) {
        int width = found.length / batch.mask().length;
        for (int i = 0; i < batch.mask().length; i++) {
            float[] state = Arrays.copyOfRange(found, i * width, (i + 1) * width);
            if (batch.mask()[i] == 0) {
                assertThat(state).containsOnly(0f);
            } else {
                same(state, new double[][] {expected[i / batch.length()][i % batch.length()]});
            }
        }
    }

    private static void same(float[] found, double[][] expected) {
        float[] flat = new float[found.length];
        for (int i = 0; i < found.length; i++) {
            flat[i] = (float) expected[i / expected[0].length][i % expected[0].length];
        }
        assertThat(found).containsExactly(flat, within(TOLERANCE));
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void aTextHasTheSameNumbersAloneAndAmongSixtyFourOthersInAnyOrder(Architecture architecture) {
        var config = TinyEncoders.config(architecture, Activation.GELU_ERF);
        Checkpoint checkpoint = TinyEncoders.of(config, true, 9);
        TokenBatch all = TinyEncoders.batch(config, 64, 60, TinyEncoders.Padding.RIGHT, 4);
        List<Integer> order =
                new ArrayList<>(java.util.stream.IntStream.range(0, 64).boxed().toList());
        Collections.shuffle(order, new Random(8));
        try (var encoder = Encoder.of(checkpoint)) {
            TokenBatch shuffled = select(all, order);
            for (Pooling pooling : Pooling.values()) {
                float[] features = encoder.features(all, pooling);
                float[] logits = encoder.logits(all, pooling);
                float[] otherOrder = encoder.logits(shuffled, pooling);
                for (int row = 0; row < 64; row++) {
                    TokenBatch alone = TinyEncoders.row(all, row);
                    same(encoder.features(alone, pooling), features, row);
                    same(encoder.logits(alone, pooling), logits, row);
                    same(
                            Arrays.copyOfRange(otherOrder, order.indexOf(row) * 4, order.indexOf(row) * 4 + 4),
                            logits,
                            row);
                }
            }
            float[] states = encoder.hiddenStates(all);
            for (int row = 0; row < 64; row++) {
                float[] alone = encoder.hiddenStates(TinyEncoders.row(all, row));
                int from = row * all.length() * config.hiddenSize();
                assertThat(alone).containsExactly(Arrays.copyOfRange(states, from, from + alone.length), within(1e-5f));
            }
        }
    }

    private static void same(float[] alone, float[] all, int row) {
        assertThat(alone)
                .containsExactly(Arrays.copyOfRange(all, row * alone.length, (row + 1) * alone.length), within(1e-5f));
    }

    private static TokenBatch select(TokenBatch batch, List<Integer> rows) {
        return new TokenBatch(
                rows.size(),
                batch.length(),
                select(batch.ids(), batch.length(), rows),
                select(batch.mask(), batch.length(), rows),
                select(batch.typeIds(), batch.length(), rows));
    }

    private static int[] select(int[] values, int length, List<Integer> rows) {
        return rows.stream()
                .flatMapToInt(row -> Arrays.stream(values, row * length, (row + 1) * length))
                .toArray();
    }

    @Test
    void aTextWithoutAnyTokenIsPooledFromTokenZeroOnBothEngines() {
        var config = TinyEncoders.config(Architecture.BERT, Activation.GELU_ERF);
        var batch = new TokenBatch(2, 3, new int[] {4, 5, 6, 7, 8, 9}, new int[] {0, 0, 0, 1, 1, 0}, new int[6]);
        Checkpoint checkpoint = TinyEncoders.of(config, true, 1);
        float[] fused;
        try (var encoder = Encoder.of(checkpoint)) {
            fused = encoder.features(batch, Pooling.MEAN);
        }
        System.setProperty(Execution.PROPERTY, "nd4j");
        try (var encoder = Encoder.of(checkpoint)) {
            assertThat(encoder.features(batch, Pooling.MEAN)).containsExactly(fused, within(TOLERANCE));
        }
    }

    @Test
    void anEncoderRefusesWhatItCannotCompute() {
        var config = TinyEncoders.config(Architecture.BERT, Activation.RELU);
        Checkpoint checkpoint = TinyEncoders.of(config, true, 1);
        var encoder = Encoder.of(TinyEncoders.withoutHead(checkpoint));
        assertThatThrownBy(() -> encoder.features(one(90, 0), Pooling.CLS))
                .hasMessageContaining("id 90 is outside the vocabulary of 90");
        assertThatThrownBy(() -> encoder.features(one(-1, 0), Pooling.CLS)).hasMessageContaining("id -1");
        assertThatThrownBy(() -> encoder.features(one(1, 2), Pooling.CLS)).hasMessageContaining("segment id 2");
        assertThatThrownBy(() -> encoder.hiddenStates(TinyEncoders.batch(config, 1, 71, TinyEncoders.Padding.RIGHT, 1)))
                .hasMessageContaining("at most 70");
        assertThatThrownBy(() -> encoder.logits(one(1, 0), Pooling.CLS)).isInstanceOf(IllegalStateException.class);
        encoder.close();
        encoder.close();
        assertThatThrownBy(() -> encoder.features(one(1, 0), Pooling.CLS)).hasMessageContaining("closed");
        System.setProperty(Execution.PROPERTY, "other");
        assertThatThrownBy(() -> Encoder.of(checkpoint)).hasMessageContaining("expected fused or nd4j");
    }

    private static TokenBatch one(int id, int type) {
        return new TokenBatch(1, 1, new int[] {id}, new int[] {1}, new int[] {type});
    }
}
