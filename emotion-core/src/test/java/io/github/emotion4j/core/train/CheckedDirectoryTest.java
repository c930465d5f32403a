package io.github.emotion4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.core.graph.kernel.Floats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckedDirectoryTest {

    @TempDir
    Path folder;

    private final Floats numbers = Floats.allocate(3);
    private Path directory;

    @BeforeEach
    void write() throws IOException {
        for (int i = 0; i < numbers.size(); i++) {
            numbers.put(i, 1.5f + i);
        }
        directory = folder.resolve("saved");
        CheckedDirectory.write(directory, CheckedDirectory.NEW_FILE, files -> {
            files.floats("numbers.f32", numbers);
            files.text("words.json", "{\"é\":[1,2.5e-3]}");
        });
    }

    @AfterEach
    void free() {
        numbers.close();
    }

    private void readAll() throws IOException {
        CheckedDirectory read = CheckedDirectory.open(directory);
        read.check("numbers.f32", 3);
        numbers.zero(0, 3);
        read.read("numbers.f32", numbers);
        assertThat(numbers.toArray()).containsExactly(1.5f, 2.5f, 3.5f);
        assertThat(read.text("words.json")).isEqualTo("{\"é\":[1,2.5e-3]}");
    }

    @Test
    void everyChangedBitOfEveryFileIsNoticed() throws IOException {
        readAll();
        for (String name : List.of("numbers.f32", "words.json", CheckedDirectory.CHECKSUMS)) {
            Path file = directory.resolve(name);
            byte[] whole = Files.readAllBytes(file);
            for (int bit = 0; bit < 8 * whole.length; bit++) {
                byte[] damaged = whole.clone();
                damaged[bit / 8] ^= (byte) (1 << bit % 8);
                Files.write(file, damaged);
                assertThatThrownBy(this::readAll).as("bit %d of %s", bit, file).isInstanceOf(IOException.class);
            }
            Files.write(file, whole);
        }
        readAll();
    }

    @Test
    void aFileThatIsMissingCutOffOrLongerIsNoticed() throws IOException {
        for (String name : List.of("numbers.f32", "words.json", CheckedDirectory.CHECKSUMS)) {
            Path file = directory.resolve(name);
            byte[] whole = Files.readAllBytes(file);
            Files.delete(file);
            assertThatThrownBy(this::readAll).isInstanceOf(IOException.class);
            Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));
            assertThatThrownBy(this::readAll).isInstanceOf(IOException.class);
            if (!name.equals(CheckedDirectory.CHECKSUMS)) {
                Files.write(file, java.util.Arrays.copyOf(whole, whole.length + 4));
                assertThatThrownBy(this::readAll).isInstanceOf(IOException.class);
            }
            Files.write(file, whole);
        }
        readAll();
    }
}
