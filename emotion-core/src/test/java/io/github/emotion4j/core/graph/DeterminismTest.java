package io.github.emotion4j.core.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.encoder.Activation;
import io.github.emotion4j.core.encoder.Architecture;
import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.graph.kernel.Team;
import io.github.emotion4j.data.batch.TokenBatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeterminismTest {

    @AfterEach
    void asManyThreadsAsProcessors() {
        Team.configure(Runtime.getRuntime().availableProcessors());
    }

    @ParameterizedTest
    @EnumSource(Pooling.class)
    void theNumberOfThreadsChangesNoBit(Pooling pooling) {
        EncoderConfig config = TinyEncoders.config(Architecture.BERT, Activation.GELU_ERF, 200, 40, 48, 2, 4, 96);
        Checkpoint checkpoint = TinyEncoders.of(config, true, 2);
        for (int[] shape : new int[][] {{1, 7}, {4, 20}, {60, 36}}) {
            TokenBatch batch = TinyEncoders.batch(config, shape[0], shape[1], TinyEncoders.Padding.RIGHT, 3);
            float[] targets = TinyEncoders.targets(shape[0], 4, 4);
            float[] gradients = null;
            float[] logits = null;
            for (int threads = 1; threads <= 3; threads++) {
                Team.configure(threads);
                try (var model = new TrainableModel(checkpoint, pooling, name -> false)) {
                    model.backward(batch, targets, false, 5);
                    float[] found = model.gradients().toArray();
                    float[] answers = model.logits(batch);
                    if (threads > 1) {
                        assertThat(found).isEqualTo(gradients);
                        assertThat(answers).isEqualTo(logits);
                    }
                    gradients = found;
                    logits = answers;
                }
            }
        }
    }
}
