package io.github.emotion4j.core.checkpoint.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.core.checkpoint.Safetensors;
import io.github.emotion4j.core.checkpoint.Shards;
import io.github.emotion4j.core.checkpoint.Tensor;
import io.github.emotion4j.core.checkpoint.TensorFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that PyTorch wrote, against what PyTorch itself reads from them. */
class TorchFileTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "protocol2-float32",
                "protocol3-float16",
                "protocol4-bfloat16",
                "protocol5-float64",
                "protocol2-shared",
                "protocol4-run"
            })
    void whatPyTorchWroteIsReadToTheBit(String name) throws Exception {
        Path file = resource(name + ".bin");
        Safetensors expected = Safetensors.open(resource(name + ".safetensors"));

        assertSame(TorchFile.open(file), expected);
        // as a file above 2 GiB is read: each storage mapped by itself
        try (FileBytes bytes = FileBytes.open(file, 0)) {
            assertSame(TorchFile.read(file, bytes), expected);
        }
    }

    private static void assertSame(TensorFile found, Safetensors expected) {
        assertThat(found.names()).containsExactlyInAnyOrderElementsOf(expected.names());
        for (String name : expected.names()) {
            assertThat(found.shape(name)).as(name).isEqualTo(expected.shape(name));
            if (expected.dtype(name).equals("F32")) {
                assertThat(bits(found.tensor(name))).as(name).isEqualTo(bits(expected.tensor(name)));
            } else {
                assertThat(found.dtype(name)).as(name).isEqualTo(expected.dtype(name));
                assertThatThrownBy(() -> found.tensor(name))
                        .isInstanceOf(InvalidModelException.class)
                        .hasMessageContaining(found.file().toString())
                        .hasMessageContaining("tensor '" + name + "' is of type " + expected.dtype(name));
            }
        }
    }

    @Test
    void typesAreThoseOfTheFileAndOrderIsThatOfTheDict() throws Exception {
        assertThat(TorchFile.open(resource("protocol3-float16.bin")).dtype("weight"))
                .isEqualTo("F16");
        assertThat(TorchFile.open(resource("protocol4-bfloat16.bin")).dtype("view"))
                .isEqualTo("BF16");
        TorchFile doubles = TorchFile.open(resource("protocol5-float64.bin"));
        assertThat(doubles.dtype("edges")).isEqualTo("F64");
        assertThat(doubles.names())
                .containsExactly("weight", "edges", "int64", "int32", "int16", "int8", "uint8", "bool");
        assertThatThrownBy(() -> doubles.tensor("missing"))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("no tensor 'missing'");
    }

    @Test
    void aStorageOfFloat32IsMappedAndATiedWeightIsReadOnce() throws Exception {
        TorchFile shared = TorchFile.open(resource("protocol2-shared.bin"));

        assertThat(shared.tensor("base").values().isDirect()).isTrue();
        assertThat(shared.tensor("corner").values().isDirect()).isFalse();
        Tensor turned = shared.tensor("turned");
        assertThat(shared.tensor("turned")).isSameAs(turned);
        assertThat(shared.tensor("tied")).isSameAs(shared.tensor("base"));
    }

    @Test
    void partsAreOneFileAndMustHoldWhatTheIndexSays() throws Exception {
        Path index = resource("hub/pytorch_model.bin.index.json");
        Safetensors whole = Safetensors.open(resource("../hub/bert-model-gamma-beta/model.safetensors"));

        assertSame(Shards.open(index, ".bin", TorchFile::open), whole);

        Files.copy(
                resource("hub/pytorch_model-00001-of-00002.bin"), folder.resolve("pytorch_model-00001-of-00002.bin"));
        Path copy = folder.resolve(index.getFileName());
        String text = Files.readString(index).replace("-00002-of", "-00001-of");
        Files.writeString(copy, text);
        assertThatThrownBy(() -> Shards.open(copy, ".bin", TorchFile::open))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("pytorch_model-00001-of-00002.bin: there is no tensor")
                .hasMessageContaining("pytorch_model.bin.index.json says is here");
        Files.writeString(copy, text.replace("pytorch_model-00001-of-00002.bin", "/etc/passwd"));
        assertThatThrownBy(() -> Shards.open(copy, ".bin", TorchFile::open))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("'/etc/passwd' is not the name of a .bin file");
    }

    static int[] bits(Tensor tensor) {
        float[] values = tensor.toArray();
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }

    static Path resource(String name) throws Exception {
        return Path.of(TorchFileTest.class.getResource("/torch").toURI())
                .resolve(name)
                .normalize();
    }
}
