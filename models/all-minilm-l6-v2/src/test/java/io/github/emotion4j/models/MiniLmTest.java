package io.github.emotion4j.core.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.emotion4j.core.checkpoint.Architecture;
import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.EncoderConfig;
import io.github.emotion4j.core.graph.Encoder;
import io.github.emotion4j.data.batch.TokenBatch;
import io.github.emotion4j.data.tokenize.Encoding;
import io.github.emotion4j.data.tokenize.SubwordTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** all-MiniLM-L6-v2 as it is published, with onnxruntime as an independent oracle. */
@Tag("slow")
class MiniLmTest {

    private static final Path TWEETS =
            Path.of(System.getProperty("emotion.shared", "missing"), "data", "emotion", "test.txt");

    /** Where the build of the module that embeds the model puts it. */
    private static final Path MODULE = Path.of("..", "models", "all-minilm-l6-v2", "target", "classes");

    private static Path model;

    @BeforeAll
    static void find() throws IOException {
        assumeTrue(Files.isDirectory(MODULE), () -> "the module of the embedded model is not built: no " + MODULE);
        try (var files = Files.walk(MODULE)) {
            model = files.filter(file -> file.endsWith("model.onnx"))
                    .findFirst()
                    .orElse(null);
        }
        assumeTrue(model != null, () -> "no model.onnx under " + MODULE);
    }

    @Test
    void itIsReadInAboutASecondWithoutCopyingTheFile() throws IOException {
        OnnxImport read = OnnxCheckpointReader.read(model);

        EncoderConfig config = read.checkpoint().config();
        assertThat(config.architecture()).isEqualTo(Architecture.BERT);
        assertThat(List.of(
                        config.layers(),
                        config.heads(),
                        config.hiddenSize(),
                        config.vocabularySize(),
                        config.maxPositions()))
                .containsExactly(6, 12, 384, 30522, 512);
        assertThat(config.layerNormEpsilon()).isEqualTo(1e-12);
        assertThat(read.checkpoint().weight("embeddings.word").values().isDirect())
                .as("a view of the file")
                .isTrue();
        // 0.6 s on two idle cores, class loading included; the limit allows for busy ones
        assertThat(read.seconds()).isLessThan(5);
    }

    @Test
    void hiddenStatesAgreeWithOnnxruntimeOnTwoHundredTweets() throws Exception {
        assumeTrue(Files.isRegularFile(TWEETS), () -> "no tweets in " + TWEETS);
        var encodings = new ArrayList<Encoding>();
        try (var tokenizer = SubwordTokenizer.load(model.resolveSibling("tokenizer.json"));
                var lines = Files.lines(TWEETS)) {
            lines.limit(200).forEach(line -> encodings.add(tokenizer.encode(line.substring(0, line.lastIndexOf(';')))));
        }
        encodings.sort(Comparator.comparingInt(Encoding::length));
        Checkpoint checkpoint = OnnxCheckpointReader.read(model).checkpoint();
        int hidden = checkpoint.config().hiddenSize();
        double worst = 0;
        try (Encoder encoder = Encoder.of(checkpoint);
                var runner = new OnnxRunner(Files.readAllBytes(model))) {
            for (int start = 0; start < encodings.size(); start += 8) {
                TokenBatch batch = TokenBatch.of(encodings.subList(start, start + 8));
                float[] expected = runner.run(batch);
                float[] found = encoder.hiddenStates(batch);
                assertThat(found).hasSameSizeAs(expected);
                for (int i = 0; i < found.length; i++) {
                    if (batch.mask()[i / hidden] == 1) {
                        worst = Math.max(worst, Math.abs(expected[i] - found[i]));
                    }
                }
            }
        }
        assertThat(encodings).hasSize(200);
        assertThat(worst).isPositive().isLessThan(1e-4);
    }
}
