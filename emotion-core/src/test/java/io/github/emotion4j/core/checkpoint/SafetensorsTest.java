package io.github.emotion4j.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {

    @TempDir
    Path folder;

    @Test
    void whatWasWrittenIsReadBackBitForBit() throws IOException {
        var weight = Tensor.of(new float[] {1, -0f, Float.MIN_VALUE, Float.MAX_VALUE, 3.25f, -7}, 2, 3);
        var bias = Tensor.of(new float[] {0.1f, 0.2f}, 2);
        Path file = folder.resolve("a.safetensors");

        Safetensors.write(file, Map.of("b.weight", weight, "a \"quoted\" ü", bias), Map.of("format", "pt"));

        Safetensors read = Safetensors.open(file);
        assertThat(read.names()).containsExactly("a \"quoted\" ü", "b.weight");
        assertThat(read.metadata()).containsExactly(Map.entry("format", "pt"));
        assertThat(read.tensor("b.weight").shape()).containsExactly(2, 3);
        assertThat(bits(read.tensor("b.weight"))).isEqualTo(bits(weight));
        assertThat(bits(read.tensor("a \"quoted\" ü"))).isEqualTo(bits(bias));
    }

    @Test
    void equalContentGivesEqualBytesAndNoTemporaryFileStays() throws IOException {
        var one = Tensor.of(new float[] {1, 2}, 2);
        var two = Tensor.of(new float[600_000], 600, 1000);
        Safetensors.write(folder.resolve("1"), Map.of("x", one, "y", two), Map.of());
        Safetensors.write(folder.resolve("2"), Map.of("y", two, "x", one), Map.of());

        assertThat(folder.resolve("1")).hasSameBinaryContentAs(folder.resolve("2"));
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void aFailedWriteLeavesTheOldFile() throws IOException {
        Path file = folder.resolve("a.safetensors");
        Files.writeString(file, "old");

        assertThatThrownBy(() -> AtomicFile.write(file, channel -> {
                    channel.write(ByteBuffer.wrap(new byte[100]));
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");

        assertThat(file).hasContent("old");
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void halvesAndDoublesAreWidened() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(2 * 4 + 2 * 2 + 8).order(ByteOrder.LITTLE_ENDIAN);
        data.putShort((short) 0x3c00)
                .putShort((short) 0xfbff)
                .putShort((short) 0x0001)
                .putShort((short) 0x8000);
        data.putShort((short) 0x3f80).putShort((short) 0xc2f7);
        data.putDouble(0.1);
        Path file = file(
                "{\"h\":{\"dtype\":\"F16\",\"shape\":[4],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"BF16\",\"shape\":[2],"
                        + "\"data_offsets\":[8,12]},\"d\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[12,20]}}",
                data.array());

        Safetensors read = Safetensors.open(file);

        assertThat(bits(read.tensor("h")))
                .isEqualTo(bits(Tensor.of(new float[] {1, -65504, (float) Math.pow(2, -24), -0f}, 4)));
        assertThat(read.tensor("b").toArray()).containsExactly(1, -123.5f);
        assertThat(read.tensor("d").toArray()).containsExactly(0.1f);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | 8 | twice",
                "{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[0,4]}} | 4 | twice",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}} | 4 | needs 8 bytes",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | 8 | hole",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | 8 | the file has 8",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | 2 | the file has 2",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | 8 | overlaps",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,4]}} | 8 | offsets",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}} | 4 | integers >= 0",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}} | 4 | integers >= 0",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647,2147483647],\"data_offsets\":[0,4]}} | 4 | impossible shape",
                "{\"a\":{\"dtype\":\"F31\",\"shape\":[1],\"data_offsets\":[0,4]}} | 4 | unknown type",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}} | 4 | two data_offsets",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"x\":1}} | 4 | unknown property",
                "{\"a\":7} | 0 | not the JSON",
                "[1,2,3] | 0 | begin with",
                "{\"__metadata__\":{\"k\":1}} | 0 | metadata",
                "{} x | 0 | header",
            })
    void aHeaderThatBreaksARuleIsRefused(String header, int dataBytes, String problem) throws IOException {
        Path file = file(header, new byte[dataBytes]);

        assertThatThrownBy(() -> Safetensors.open(file))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(problem);
    }

    @Test
    void aHeaderLongerThanTheFileIsRefusedBeforeMemoryIsTaken() throws IOException {
        for (long claimed : new long[] {Long.MAX_VALUE, -1, 1L << 40, 99_999_999, 1}) {
            ByteBuffer bytes =
                    ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(claimed);
            Path file = Files.write(folder.resolve("x"), bytes.array());
            assertThatThrownBy(() -> Safetensors.open(file)).hasMessageContaining("the header claims");
        }
    }

    @Test
    void nanInfinityAndIntegersAreRefusedByTensorName() throws IOException {
        Path file = folder.resolve("nan");
        Safetensors.write(
                file,
                Map.of("good", Tensor.of(new float[1], 1), "bad", Tensor.of(new float[] {0, 0, Float.NaN}, 3)),
                Map.of());
        Path integers = file("{\"q\":{\"dtype\":\"I8\",\"shape\":[4],\"data_offsets\":[0,4]}}", new byte[4]);

        assertThatThrownBy(() -> Safetensors.open(file).tensor("bad"))
                .hasMessageContaining("'bad' holds NaN at index 2");
        assertThatThrownBy(() -> Safetensors.open(integers).tensor("q")).hasMessageContaining("'q' is of type I8");
        assertThatThrownBy(() -> Safetensors.open(integers).tensor("z")).hasMessageContaining("no tensor 'z'");
    }

    @Test
    void flippedBytesInTheHeaderGiveAFileOrARefusal() throws IOException {
        Path file = folder.resolve("a");
        Safetensors.write(file, Map.of("x", Tensor.of(new float[6], 2, 3), "y", Tensor.of(new float[2], 2)), Map.of());
        byte[] good = Files.readAllBytes(file);
        long seed = 20240607;
        var random = new Random(seed);
        for (int trial = 0; trial < 2000; trial++) {
            byte[] bad = good.clone();
            bad[random.nextInt(good.length - 32)] = (byte) random.nextInt(256);
            Path mutant = Files.write(folder.resolve("mutant"), bad);
            try {
                Safetensors read = Safetensors.open(mutant);
                read.names().forEach(read::shape);
            } catch (InvalidModelException expected) {
                assertThat(expected).as("seed %d, trial %d", seed, trial).hasMessageContaining("mutant");
            }
        }
    }

    private Path file(String header, byte[] data) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(text.length).put(text).put(data);
        return Files.write(folder.resolve("made.safetensors"), bytes.array());
    }

    private static int[] bits(Tensor tensor) {
        float[] values = tensor.toArray();
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }
}
