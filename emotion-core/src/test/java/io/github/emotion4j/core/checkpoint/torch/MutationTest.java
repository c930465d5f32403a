package io.github.emotion4j.core.checkpoint.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.core.checkpoint.InvalidModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** PyTorch's files with bytes changed, cut out, put in or copied: each is read or refused, and takes no more than twice its size. */
class MutationTest {

    private static final Path FILE = Path.of("mutant.bin");

    /** What reading takes whatever the file: messages, decoders, the allowance for copies. */
    private static final long ALLOWANCE = 2 << 20;

    @Test
    void fiveThousandMutantsAreReadOrRefused() throws Exception {
        mutate(5_000, 20260711);
    }

    @Test
    @Tag("slow")
    void aMillionMutantsAreReadOrRefused() throws Exception {
        mutate(1_000_000, 4711);
    }

    private static void mutate(int trials, long seed) throws Exception {
        List<byte[]> originals = new ArrayList<>();
        for (String name : List.of(
                "protocol2-float32",
                "protocol3-float16",
                "protocol4-bfloat16",
                "protocol5-float64",
                "protocol2-shared",
                "protocol4-run")) {
            byte[] file = Files.readAllBytes(TorchFileTest.resource(name + ".bin"));
            originals.add(file);
            originals.add(withoutChecksums(file)); // otherwise hardly a change gets past those
        }
        var random = new Random(seed);
        readAll(originals.get(0));
        int read = 0;
        for (int trial = 0; trial < trials; trial++) {
            byte[] original = originals.get(random.nextInt(originals.size()));
            byte[] mutant = random.nextBoolean() ? mutant(original, 64, random) : withMutantPickle(original, random);
            var allocation = new Allocation();
            try {
                read += readAll(mutant) ? 1 : 0;
            } catch (IOException | RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ", trial " + trial, e);
            }
            long bytes = allocation.bytes();
            if (bytes > 2L * mutant.length + ALLOWANCE) {
                throw new AssertionError("seed " + seed + ", trial " + trial + ": took " + bytes + " bytes");
            }
        }
        // neither always nor never, or the mutants would be of one kind
        assertThat(read).isBetween(trials / 20, trials - trials / 5);
    }

    /** Whether the file as a whole is read; that each refusal names it on one line is checked. */
    private static boolean readAll(byte[] mutant) throws IOException {
        try {
            TorchFile file = TorchFile.read(FILE, FileBytes.of(mutant));
            for (String name : file.names()) {
                file.shape(name);
                try {
                    file.tensor(name);
                } catch (InvalidModelException e) {
                    requireFit(e.getMessage());
                }
            }
            return true;
        } catch (InvalidModelException e) {
            requireFit(e.getMessage());
            return false;
        }
    }

    private static void requireFit(String message) {
        if (!message.startsWith(FILE + ": ") || message.chars().anyMatch(Character::isISOControl)) {
            throw new AssertionError("not a message for people: " + message);
        }
    }

    /** A right archive around a changed pickle, so that its instructions are reached whatever was put in or cut out. */
    private static byte[] withMutantPickle(byte[] original, Random random) throws IOException {
        var archive = new ArchiveBytes();
        for (ZipEntry entry : ZipEntry.all(FILE, FileBytes.of(original))) {
            byte[] content = Arrays.copyOfRange(original, (int) entry.begin(), (int) (entry.begin() + entry.size()));
            archive.entry(entry.name(), entry.name().endsWith("/data.pkl") ? mutant(content, 0, random) : content);
        }
        return archive.bytes();
    }

    /**
     * Changes one to three places.
     *
     * @param pickle where it begins: PyTorch's alignment puts it at byte 64 of the archive
     */
    private static byte[] mutant(byte[] original, int pickle, Random random) {
        byte[] mutant = original.clone();
        int end = mutant.length;
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            int at = random.nextBoolean() ? pickle + random.nextInt(Math.min(500, end - pickle)) : random.nextInt(end);
            int length = Math.min(1 + random.nextInt(8), end - at);
            switch (random.nextInt(6)) {
                case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> mutant[at] = (byte) random.nextInt(256);
                case 2 -> Arrays.fill(mutant, at, at + length, (byte) (random.nextBoolean() ? 0xff : 0));
                case 3 -> System.arraycopy(mutant, random.nextInt(end - length + 1), mutant, at, length);
                case 4 ->
                    mutant[at] = (byte)
                            ".()}]NQRbeahjqrstuX\u0080\u0081\u0085\u0093\u0094\u008c\u0095".charAt(random.nextInt(26));
                default -> mutant = shifted(mutant, at, length, random);
            }
            end = mutant.length;
        }
        return mutant;
    }

    /** Bytes cut out, put in, or everything behind them cut off. */
    private static byte[] shifted(byte[] bytes, int at, int length, Random random) {
        if (random.nextInt(8) == 0) {
            return Arrays.copyOf(bytes, Math.max(64 + 8, at));
        }
        byte[] tail =
                Arrays.copyOfRange(bytes, random.nextBoolean() ? at + length : Math.max(0, at - length), bytes.length);
        byte[] joined = Arrays.copyOf(bytes, at + tail.length);
        System.arraycopy(tail, 0, joined, at, tail.length);
        return joined.length < 72 ? Arrays.copyOf(joined, 72) : joined;
    }

    /** The same archive as PyTorch writes it where checksums are switched off. */
    private static byte[] withoutChecksums(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file.clone()).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < file.length - 46; at++) {
            if (bytes.getInt(at) == 0x02014b50) {
                bytes.putInt(at + 16, 0);
            }
        }
        return bytes.array();
    }
}
