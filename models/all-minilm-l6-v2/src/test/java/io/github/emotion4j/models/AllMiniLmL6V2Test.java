package io.github.emotion4j.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllMiniLmL6V2Test {

    @Test
    void theCheckpointIsThePublishedOne() throws Exception {
        Path model = AllMiniLmL6V2.directory().resolve("model.onnx");

        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(model));

        assertThat(HexFormat.of().formatHex(digest)).isEqualTo(AllMiniLmL6V2.SHA256);
    }

    @Test
    void theDirectoryHoldsAllFiles() {
        for (String file : AllMiniLmL6V2.FILES) {
            assertThat(AllMiniLmL6V2.directory().resolve(file)).isNotEmptyFile();
        }
    }

    @Test
    void aCopyIsWholeAndMadeOnce(@TempDir Path cache) throws Exception {
        Path first = AllMiniLmL6V2.checkpoint().copiedTo(cache);
        var time = Files.getLastModifiedTime(first.resolve("model.onnx"));

        Path second = AllMiniLmL6V2.checkpoint().copiedTo(cache);

        assertThat(second).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(second.resolve("model.onnx"))).isEqualTo(time);
        assertThat(cache).isDirectoryNotContaining(path -> !path.equals(first));
        for (String file : AllMiniLmL6V2.FILES) {
            assertThat(first.resolve(file))
                    .hasSameBinaryContentAs(AllMiniLmL6V2.directory().resolve(file));
        }
    }
}
