package io.github.emotion4j.core.checkpoint.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.core.checkpoint.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file of weights takes of the heap: nothing where it can be mapped, never more than twice its size. */
class MemoryOfFilesTest {

    private static final int BYTES = 16 << 20;
    private static final int MESSAGES_AND_THE_LIKE = 1 << 20;

    @TempDir
    Path folder;

    @BeforeAll
    static void whatIsNeededOnceIsLoaded() throws Exception {
        TorchFile.open(TorchFileTest.resource("protocol2-shared.bin")).tensor("corner");
    }

    @Test
    void float32IsMapped() throws IOException {
        Path file = write("FloatStorage", BYTES / 4, new int[] {BYTES / 4}, new int[] {1});

        assertThat(heldBytes(file)).isLessThan(MESSAGES_AND_THE_LIKE);
    }

    @Test
    void float16TakesTwiceItsSize() throws IOException {
        Path file = write("HalfStorage", BYTES / 2, new int[] {BYTES / 2}, new int[] {1});

        assertThat(heldBytes(file)).isBetween(2L * BYTES, 2L * BYTES + MESSAGES_AND_THE_LIKE);
    }

    @Test
    void aTurnedMatrixTakesItsSize() throws IOException {
        Path file = write("FloatStorage", BYTES / 4, new int[] {1 << 11, 1 << 11}, new int[] {1, 1 << 11});

        assertThat(heldBytes(file)).isBetween((long) BYTES, BYTES + (long) MESSAGES_AND_THE_LIKE);
    }

    /** Of the heap, all tensors of the file being in use. */
    private static long heldBytes(Path path) throws IOException {
        var allocation = new Allocation();
        TorchFile file = TorchFile.open(path);
        List<Tensor> tensors = new ArrayList<>();
        for (String name : file.names()) {
            tensors.add(file.tensor(name));
        }
        long bytes = allocation.bytes();
        assertThat(tensors).isNotEmpty();
        return bytes;
    }

    private Path write(String type, int size, int[] shape, int[] strides) throws IOException {
        PickleBytes pickle = new PickleBytes()
                .op("}")
                .text("w")
                .global("torch._utils", "_rebuild_tensor_v2")
                .op("(")
                .storage(type, "0", size)
                .number(0)
                .tuple(shape)
                .tuple(strides)
                .raw(0x89)
                .op("}tRs.");
        return Files.write(
                folder.resolve("large.bin"),
                ArchiveBytes.of(pickle.bytes(), new byte[BYTES]).bytes());
    }
}
