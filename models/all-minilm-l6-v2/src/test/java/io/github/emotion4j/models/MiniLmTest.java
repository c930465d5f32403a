package io.github.emotion4j.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.emotion4j.core.encoder.Architecture;
import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.graph.Encoder;
import io.github.emotion4j.core.onnx.OnnxCheckpointReader;
import io.github.emotion4j.core.onnx.OnnxImport;
import io.github.emotion4j.data.batch.TokenBatch;
import io.github.emotion4j.data.sample.SampleData;
import io.github.emotion4j.data.tokenize.Encoding;
import io.github.emotion4j.data.tokenize.SubwordTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** all-MiniLM-L6-v2 as it is published, with onnxruntime as an independent oracle. */
@Tag("slow")
class MiniLmTest {

    private static final Path TWEETS =
            Path.of(System.getProperty("emotion.shared", "missing"), "data", "emotion", "test.txt");

    private static final int TEXTS = 200;
    private static final int BATCH = 8;

    private final Path model = AllMiniLmL6V2.directory().resolve("model.onnx");

    @Test
    void itIsReadInSecondsWithoutCopyingTheFile() throws Exception {
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
        assertThat(config.norm().epsilon()).isEqualTo(1e-12);
        assertThat(read.checkpoint().weight("embeddings.word").values().isDirect())
                .as("a view of the file")
                .isTrue();
        // 8 s under the coverage agent: the graph is run, up to the longest text; proving it by algebra took 0.6 s
        assertThat(read.seconds()).isLessThan(20);
    }

    @Test
    void hiddenStatesAgreeWithOnnxruntimeOnTheSample() throws Exception {
        assertThat(worstDifference(SampleData.train().texts())).isPositive().isLessThan(1e-4);
    }

    @Test
    void hiddenStatesAgreeWithOnnxruntimeOnTwoHundredTweets() throws Exception {
        assumeTrue(Files.isRegularFile(TWEETS), () -> "no tweets in " + TWEETS);
        List<String> texts = Files.readAllLines(TWEETS).stream()
                .map(line -> line.substring(0, line.lastIndexOf(';')))
                .toList();

        assertThat(worstDifference(texts)).isPositive().isLessThan(1e-4);
    }

    /** The largest absolute difference at a real token of the first texts, in batches of like length with padding. */
    private double worstDifference(List<String> texts) throws Exception {
        List<Encoding> encodings;
        try (var tokenizer = SubwordTokenizer.load(model.resolveSibling("tokenizer.json"))) {
            encodings = texts.stream()
                    .limit(TEXTS)
                    .map(tokenizer::encode)
                    .sorted(Comparator.comparingInt(Encoding::length))
                    .toList();
        }
        assertThat(encodings).hasSize(TEXTS);
        double worst = 0;
        try (Encoder encoder = Encoder.of(OnnxCheckpointReader.read(model).checkpoint());
                var runtime = new OnnxRuntime(model)) {
            for (int start = 0; start < TEXTS; start += BATCH) {
                TokenBatch batch = TokenBatch.of(encodings.subList(start, start + BATCH));
                float[] expected = runtime.hiddenStates(batch); // [rows, length, hidden]
                float[] found = encoder.hiddenStates(batch);
                assertThat(found).hasSameSizeAs(expected);
                int hidden = encoder.config().hiddenSize();
                for (int i = 0; i < found.length; i++) {
                    if (batch.mask()[i / hidden] == 1) {
                        worst = Math.max(worst, Math.abs(expected[i] - found[i]));
                    }
                }
            }
        }
        return worst;
    }
}
