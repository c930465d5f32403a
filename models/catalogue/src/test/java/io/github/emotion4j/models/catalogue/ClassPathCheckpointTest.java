package io.github.emotion4j.models.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathCheckpointTest {

    private static final List<String> FILES = List.of("1_Pooling/config.json", "config.json");

    private final ClassPathCheckpoint checkpoint =
            new ClassPathCheckpoint(ClassPathCheckpointTest.class, "tiny", "0123456789abcdef", FILES);

    @Test
    void a_folder_on_the_class_path_is_used_where_it_is() {
        Path directory = checkpoint.directory();

        assertThat(directory.getFileName()).hasToString("tiny");
        for (String file : FILES) {
            assertThat(directory.resolve(file)).isNotEmptyFile();
        }
    }

    @Test
    void a_copy_holds_every_file_also_those_in_folders(@TempDir Path cache) throws Exception {
        Path copy = checkpoint.copiedTo(cache);

        assertThat(copy.getFileName()).hasToString("tiny-0123456789ab");
        for (String file : FILES) {
            assertThat(copy.resolve(file))
                    .hasSameBinaryContentAs(checkpoint.directory().resolve(file));
        }
        assertThat(cache).isDirectoryNotContaining(path -> !path.equals(copy));
    }

    @Test
    void a_copy_that_lacks_a_file_of_this_release_is_made_anew(@TempDir Path cache) throws Exception {
        Path copy = checkpoint.copiedTo(cache);
        Files.delete(copy.resolve("1_Pooling/config.json"));

        assertThat(checkpoint.copiedTo(cache).resolve("1_Pooling/config.json")).isNotEmptyFile();
    }

    @Test
    void an_artefact_without_a_file_says_which(@TempDir Path cache) {
        var broken = new ClassPathCheckpoint(
                ClassPathCheckpointTest.class, "tiny", "0123456789abcdef", List.of("config.json", "model.onnx"));

        assertThatIllegalStateException()
                .isThrownBy(() -> broken.copiedTo(cache))
                .withMessageContaining("tiny")
                .withMessageContaining("model.onnx");
    }
}
