package io.github.emotion4j.core.checkpoint.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.core.checkpoint.InvalidModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The zip archive around the pickle: what torch.save never writes is refused by name. */
class HostileArchiveTest {

    private static final Path FILE = Path.of("pytorch_model.bin");
    private static final byte[] STORAGE = {0, 0, 0, 0, 0, 0, (byte) 0x80, 0x3f};
    private static final byte[] PICKLE =
            PickleBytes.tensor(0, new int[] {2}, new int[] {1}, 2).bytes();

    private static ArchiveBytes archive() {
        return ArchiveBytes.of(PICKLE, STORAGE);
    }

    static Stream<Arguments> hostileArchives() {
        Map<byte[], String> hostile = new LinkedHashMap<>();
        byte[] right = archive().bytes();
        // paths
        hostile.put(archive().entry("../../etc/cron.d/x", "x").bytes(), "'../../etc/cron.d/x' leads out");
        hostile.put(archive().entry("archive/../../x", "x").bytes(), "'archive/../../x' leads out");
        hostile.put(archive().entry("/etc/passwd", "x").bytes(), "'/etc/passwd' leads out");
        hostile.put(archive().entry("archive\\..\\x", "x").bytes(), "'archive\\..\\x' leads out");
        hostile.put(archive().entry("C:x", "x").bytes(), "'C:x' outside of the folder");
        hostile.put(archive().entry("archive/\u001b[2J", "x").bytes(), "'archive/?[2J' leads out");
        hostile.put(archive().entry("other/data/0", "x").bytes(), "'other/data/0' outside of the folder 'archive'");
        hostile.put(archive().entry("data.pkl", "x").bytes(), "'data.pkl' outside of the folder 'archive'");
        hostile.put(archive().entry("archive/data/0", "x").bytes(), "'archive/data/0' is there twice");
        // form
        hostile.put(archive().entry("archive/constants.pkl", "x").bytes(), "a TorchScript archive");
        hostile.put(new ArchiveBytes().entry("a/version", "3\n").bytes(), "without 'data.pkl'");
        hostile.put(new ArchiveBytes().bytes(), "begins with 'PK??");
        hostile.put(new ArchiveBytes().entry("archive/data.pkl", PICKLE).bytes(), "'version' is not in it");
        hostile.put(
                new ArchiveBytes()
                        .entry("a/data.pkl", PICKLE)
                        .entry("a/version", "11\n")
                        .bytes(),
                "version '11'");
        hostile.put(
                new ArchiveBytes()
                        .entry("a/data.pkl", PICKLE)
                        .entry("a/version", "x\u0007")
                        .bytes(),
                "version 'x?'");
        hostile.put(
                new ArchiveBytes()
                        .entry("a/data.pkl", PICKLE)
                        .entry("a/version", "3")
                        .entry("a/byteorder", "big")
                        .bytes(),
                "byte order 'big'");
        // sizes and places
        hostile.put(changed(entry -> entry.putShort(10, (short) 8)), "is compressed (method 8)");
        hostile.put(changed(entry -> entry.putShort(8, (short) 1)), "is encrypted");
        hostile.put(changed(entry -> entry.putInt(24, 4)), "has two sizes, 4 and 8");
        hostile.put(changed(entry -> entry.putInt(20, 1 << 30).putInt(24, 1 << 30)), "1073741824 bytes does not fit");
        hostile.put(changed(entry -> entry.putInt(20, -1).putInt(24, -1)), "lacks a size");
        hostile.put(
                changed(entry -> entry.putInt(20, -1).putInt(24, -1), -8, -8),
                "18446744073709551608 bytes does not fit");
        hostile.put(
                changed(entry -> entry.putInt(20, -1).putInt(24, -1), Long.MAX_VALUE, Long.MAX_VALUE), "does not fit");
        hostile.put(changed(entry -> entry.putInt(42, 1 << 30)), "is said to begin at byte 1073741824");
        hostile.put(changed(entry -> entry.putInt(42, -1), -1), "is said to begin at byte -1");
        hostile.put(changed(entry -> entry.putInt(42, 7)), "does not begin at byte 7");
        hostile.put(changed(entry -> entry.putInt(42, 0)), "another name where its content lies");
        hostile.put(
                new ArchiveBytes()
                        .entry(
                                "archive/data/0",
                                STORAGE,
                                entry -> entry.putInt(20, 60).putInt(24, 60))
                        .entry("archive/data.pkl", PICKLE)
                        .bytes(),
                "'archive/data/0' and 'archive/data.pkl' overlap");
        hostile.put(changed(entry -> entry.putInt(16, 1)), "has the CRC-32");
        hostile.put(changed(entry -> entry.putInt(0, 7)), "entry 3 of its directory is not there");
        hostile.put(changed(entry -> entry.putShort(28, (short) -1)), "entry 3 of its directory is cut off");
        hostile.put(archive().end(end -> end.putShort(10, (short) 3)).bytes(), "'version' is not in it");
        hostile.put(archive().end(end -> end.putShort(10, (short) 5)).bytes(), "entry 4 of its directory is not");
        hostile.put(archive().end(end -> end.putShort(10, (short) -2)).bytes(), "65534 entries");
        hostile.put(archive().end(end -> end.putInt(12, 1 << 30)).bytes(), "in 1073741824 bytes");
        hostile.put(archive().end(end -> end.putInt(16, 1 << 30)).bytes(), "does not fit in front of its end");
        hostile.put(archive().end(end -> end.putShort(4, (short) 1)).bytes(), "several volumes");
        hostile.put(archive().end(end -> end.putShort(20, (short) 1)).bytes(), "no directory at its end");
        hostile.put(archive().large().end(end -> end.putShort(10, (short) 7)).bytes(), "contradict each other");
        hostile.put(Arrays.copyOf(right, right.length - 1), "no directory at its end");
        hostile.put(Arrays.copyOf(right, right.length / 2), "no directory at its end");
        hostile.put(Arrays.copyOf(right, 5), "no directory at its end");
        return hostile.entrySet().stream().map(entry -> Arguments.of(entry.getValue(), entry.getKey()));
    }

    /** Four entries, the last of them changed. */
    private static byte[] changed(java.util.function.Consumer<java.nio.ByteBuffer> change, long... large) {
        return new ArchiveBytes()
                .entry("archive/version", "3")
                .entry("archive/data.pkl", PICKLE)
                .entry("archive/data/1", STORAGE)
                .entry("archive/data/0", STORAGE, change, large)
                .bytes();
    }

    @ParameterizedTest
    @MethodSource("hostileArchives")
    void aHostileArchiveIsRefused(String reason, byte[] file) {
        var allocation = new Allocation();

        assertThatThrownBy(() -> read(file).tensor("w"))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageStartingWith(FILE.toString())
                .hasMessageContaining(reason)
                .hasMessageMatching("\\P{C}*")
                .hasMessageMatching("(?i).*(expected|fetch|save|trust).*");
        assertThat(allocation.bytes()).isLessThan(2L * file.length + (1 << 20));
    }

    @Test
    void rightArchivesOfOtherWritersAreRead() throws IOException {
        byte[] ends = new byte[8];
        assertThat(read(archive().bytes()).tensor("w").toArray()).containsExactly(0, 1);
        assertThat(read(archive().large().bytes()).tensor("w").toArray()).containsExactly(0, 1);
        assertThat(read(archive().withoutChecksums().bytes()).tensor("w").toArray())
                .containsExactly(0, 1);
        byte[] comment =
                archive().end(end -> end.putShort(20, (short) ends.length)).bytes();
        byte[] commented = Arrays.copyOf(comment, comment.length + ends.length);
        assertThat(read(commented).tensor("w").toArray()).containsExactly(0, 1);
        byte[] zip64 = changed(entry -> entry.putInt(20, -1).putInt(24, -1), 8, 8);
        assertThat(read(zip64).tensor("w").toArray()).containsExactly(0, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "'80028a0a6cfc9c46f9206aa850192e', legacy form that torch.save wrote before PyTorch 1.6",
        "'80024b2a2e', a bare pickle",
        "'', begins with ''",
        "'50', begins with 'P'",
        "'76657273696f6e2068747470733a2f2f6769742d6c66732e6769746875622e636f6d2f737065632f7631', a pointer of Git LFS",
        "'10000000000000007b2261223a', in the form of safetensors",
        "'3c21444f43545950452068746d6c3e', begins with '<!DOCTYPE html>'",
    })
    void whatIsNoArchiveIsNamed(String hex, String reason) {
        byte[] file = HexFormat.of().parseHex(hex);

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageStartingWith(FILE + ": ")
                .hasMessageContaining(reason);
    }

    @Test
    void aFlippedBitInAWeightIsFoundByItsChecksum() throws IOException {
        byte[] file = archive().bytes();
        int at =
                new String(file, StandardCharsets.ISO_8859_1).indexOf(new String(STORAGE, StandardCharsets.ISO_8859_1));
        file[at + 6] ^= 1;
        TorchFile torch = read(file); // the values are read when they are asked for

        assertThatThrownBy(() -> torch.tensor("w"))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("'data/0' has the CRC-32")
                .hasMessageContaining("fetch the file again");
    }

    private static TorchFile read(byte[] file) throws IOException {
        return TorchFile.read(FILE, FileBytes.of(file));
    }
}
