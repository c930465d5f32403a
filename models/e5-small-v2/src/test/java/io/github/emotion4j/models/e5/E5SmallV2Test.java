package io.github.emotion4j.models.e5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import io.github.emotion4j.core.features.FeatureExtractor;
import io.github.emotion4j.core.graph.Encoder;
import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.core.model.ModelDirectory;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class E5SmallV2Test {

    /** What onnxruntime computes from the published file, its hidden states pooled as the model card says. */
    private record Reference(String text, int[] ids, float[] vector) {}

    private final Path directory = E5SmallV2.directory();

    @Test
    void theCheckpointIsThePublishedOne() throws Exception {
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(directory.resolve("model.onnx")));

        assertThat(HexFormat.of().formatHex(digest)).isEqualTo(E5SmallV2.SHA256);
        for (String file : E5SmallV2.FILES) {
            assertThat(directory.resolve(file)).isNotEmptyFile();
        }
    }

    @Test
    void vectorsAreThoseOfOnnxruntime() throws Exception {
        Reference[] references;
        try (var reader = new InputStreamReader(
                E5SmallV2Test.class.getResourceAsStream("vectors.json"), StandardCharsets.UTF_8)) {
            references = new Gson().fromJson(reader, Reference[].class);
        }
        assertThat(references).hasSize(4);

        Model model = ModelDirectory.read(directory);
        try (var tokenizer = model.openTokenizer();
                var encoder = Encoder.of(model.checkpoint())) {
            var extractor = new FeatureExtractor(tokenizer, encoder, model.pooling(), 4);
            float[] vectors = extractor.extract(
                    Arrays.stream(references).map(Reference::text).toList(), done -> {});
            for (int row = 0; row < references.length; row++) {
                assertThat(tokenizer.encode(references[row].text()).ids()).isEqualTo(references[row].ids());
                assertThat(Arrays.copyOfRange(vectors, row * 384, (row + 1) * 384))
                        .containsExactly(references[row].vector(), within(1e-5f));
            }
        }
    }
}
