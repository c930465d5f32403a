package io.github.emotion4j.core.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.encoder.Activation;
import io.github.emotion4j.core.encoder.Architecture;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.onnx.OnnxCheckpointReader;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxRoundTripTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "DISTILBERT, GELU_ERF, CLS, false",
        "BERT, GELU_ERF, CLS, false",
        "BERT, GELU_TANH, MEAN, true",
        "DISTILBERT, RELU, MEAN, true",
        "DISTILBERT, GELU_TANH, CLS, true"
    })
    void ourOwnReaderFindsTheSameCheckpointInEachKindOfFile(
            Architecture architecture, Activation activation, Pooling pooling, boolean plainHead) throws Exception {
        Checkpoint checkpoint = RandomCheckpoints.of(architecture, activation, plainHead, 5);
        Path file = folder.resolve("model.onnx");

        OnnxExport.logits(checkpoint, pooling, file);
        var classifier = OnnxCheckpointReader.read(file);
        requireSameEncoder(classifier.checkpoint(), checkpoint);
        assertThat(classifier.pooling()).contains(pooling);
        assertThat(classifier.checkpoint().labels()).isEqualTo(checkpoint.labels());
        requireSameHead(classifier.checkpoint().head(), checkpoint.head());

        OnnxExport.features(checkpoint, pooling, file);
        var features = OnnxCheckpointReader.read(file, Optional.empty());
        requireSameEncoder(features.checkpoint(), checkpoint);
        assertThat(features.pooling()).contains(pooling);

        OnnxExport.hiddenStates(checkpoint, file);
        requireSameEncoder(OnnxCheckpointReader.read(file, Optional.empty()).checkpoint(), checkpoint);
    }

    private static void requireSameEncoder(Checkpoint read, Checkpoint written) {
        assertThat(read.weights().keySet()).isEqualTo(written.weights().keySet());
        written.weights().forEach((name, tensor) -> {
            assertThat(read.weight(name).shape()).as(name).isEqualTo(tensor.shape());
            assertThat(read.weight(name).toArray()).as(name).isEqualTo(tensor.toArray());
        });
        assertThat(read.config().heads()).isEqualTo(written.config().heads());
        assertThat(read.config().feedForward().activation())
                .isEqualTo(written.config().feedForward().activation());
        assertThat(read.config().architecture()).isEqualTo(written.config().architecture());
        assertThat(read.config().norm().epsilon())
                .isCloseTo(written.config().norm().epsilon(), within(1e-18));
    }

    private static void requireSameHead(Optional<Head> read, Optional<Head> written) {
        assertThat(read.orElseThrow().weight().toArray())
                .isEqualTo(written.orElseThrow().weight().toArray());
        assertThat(read.get().bias().toArray()).isEqualTo(written.get().bias().toArray());
        assertThat(read.get().hidden().map(layer -> layer.activation()))
                .isEqualTo(written.get().hidden().map(layer -> layer.activation()));
        read.get()
                .hidden()
                .ifPresent(layer -> assertThat(layer.weight().toArray())
                        .isEqualTo(written.get().hidden().orElseThrow().weight().toArray()));
    }
}
