package io.github.emotion4j.core.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.data.InvalidDataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyFileTest {

    @TempDir
    private Path folder;

    @Test
    void theBytesAreThoseOfNumpy() throws Exception {
        Path file = folder.resolve("m.npy");

        NpyFile.write(file, new NpyFile.Matrix(new float[] {1, -2.5f, 3e-8f, 0, 5, 6}, 2, 3));

        // numpy.save("m.npy", numpy.array([[1, -2.5, 3e-8], [0, 5, 6]], dtype="<f4")) of NumPy 2
        assertThat(HexFormat.of().formatHex(Files.readAllBytes(file)))
                .isEqualTo(
                        "934e554d5059010076007b276465736372273a20273c6634272c2027666f727472616e5f6f72646572273a2046616c73652c2027736861"
                                + "7065273a2028322c2033292c207d" + "20".repeat(58)
                                + "0a0000803f000020c059d900330000000000" + "00a0400000c040");
    }

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        Path file = folder.resolve("m.npy");
        float[] values = new float[200_003];
        for (int at = 0; at < values.length; at++) {
            values[at] = at * 0.37f - 1000;
        }

        NpyFile.write(file, new NpyFile.Matrix(values, values.length, 1));

        assertThat(NpyFile.read(file).values()).isEqualTo(values);
    }

    @Test
    void anEmptyMatrixKeepsItsWidth() throws Exception {
        Path file = folder.resolve("m.npy");

        NpyFile.write(file, new NpyFile.Matrix(new float[0], 0, 7));

        assertThat(NpyFile.read(file).columns()).isEqualTo(7);
    }

    @Test
    void aFileThatEndsTooEarlyIsRefused() throws Exception {
        Path file = folder.resolve("m.npy");
        NpyFile.write(file, new NpyFile.Matrix(new float[100], 10, 10));
        byte[] bytes = Files.readAllBytes(file);

        for (int length : new int[] {0, 5, 9, 60, 127, 128, bytes.length - 1}) {
            Files.write(file, Arrays.copyOf(bytes, length));

            assertThatThrownBy(() -> NpyFile.read(file)).isInstanceOf(InvalidDataException.class);
        }
    }
}
