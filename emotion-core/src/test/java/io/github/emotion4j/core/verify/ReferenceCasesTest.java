package io.github.emotion4j.core.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.encoder.Activation;
import io.github.emotion4j.core.encoder.Architecture;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.graph.Encoder;
import io.github.emotion4j.core.graph.TinyEncoders;
import io.github.emotion4j.data.InvalidDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceCasesTest {

    private static final Checkpoint CHECKPOINT =
            TinyEncoders.of(TinyEncoders.config(Architecture.BERT, Activation.GELU_ERF), false, 3);

    @TempDir
    private Path folder;

    private ReferenceCases cases(String expected) throws IOException {
        return ReferenceCases.read(Files.writeString(
                folder.resolve("cases.json"),
                "{\"cases\": [{\"input_ids\": [[2, 5, 3]], \"attention_mask\": [[1, 1, 1]], " + expected + "}]}"));
    }

    @Test
    void logitsOfAModelWithoutAHeadAreNotComparedWithAnything() throws IOException {
        ReferenceCases logits = cases("\"expected\": [[0.5, 0.5]]");
        try (var encoder = Encoder.of(TinyEncoders.withoutHead(CHECKPOINT))) {
            assertThatThrownBy(() -> logits.compare(encoder, Pooling.CLS))
                    .isInstanceOf(InvalidDataException.class)
                    .hasMessageContaining("case 1")
                    .hasMessageContaining("no classification head")
                    .hasMessageContaining("expected_cls");
        }
    }

    @Test
    void anotherNumberOfLogitsIsNoSmallDifference() throws IOException {
        int labels = CHECKPOINT.head().orElseThrow().labels();
        ReferenceCases logits = cases("\"expected\": [" + "[0.5" + ", 0.5".repeat(labels) + "]]");
        try (var encoder = Encoder.of(CHECKPOINT)) {
            assertThatThrownBy(() -> logits.compare(encoder, Pooling.CLS))
                    .isInstanceOf(InvalidDataException.class)
                    .hasMessageContaining("expects " + (labels + 1) + " numbers, the model gives " + labels);
        }
    }

    @Test
    void theLargestDifferenceIsTold() throws IOException {
        int labels = CHECKPOINT.head().orElseThrow().labels();
        ReferenceCases logits = cases("\"expected\": [" + "[1000" + ", 0".repeat(labels - 1) + "]]");
        try (var encoder = Encoder.of(CHECKPOINT)) {
            assertThat(logits.compare(encoder, Pooling.CLS).maxAbsDiff()).isBetween(990.0, 1010.0);
        }
    }
}
