package io.github.emotion4j.core.checkpoint.torch;

import io.github.emotion4j.core.checkpoint.InvalidModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The records of a file of {@code torch.save}: a zip archive with one folder, in it {@code data.pkl}, {@code version}, {@code byteorder} (since 2.1) and the
 * storages {@code data/0}, {@code data/1} and so on.
 *
 * @see <a href="https://github.com/pytorch/pytorch/blob/v2.13.0/caffe2/serialize/inline_container.h">PyTorch's inline_container.h</a>
 */
final class Archive {

    /** {@code kMaxSupportedFileFormatVersion}. */
    private static final int NEWEST_VERSION = 10;

    private final Path file;
    private final FileBytes bytes;
    private final Map<String, ZipEntry> records = new HashMap<>();

    private Archive(Path file, FileBytes bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /**
     * Finds the records.
     *
     * @throws InvalidModelException if it is another kind of file, or damaged
     */
    static Archive open(Path file, FileBytes bytes) throws IOException {
        OtherForms.refuse(file, bytes);
        var archive = new Archive(file, bytes);
        archive.index(ZipEntry.all(file, bytes));
        archive.requireKnownForm();
        return archive;
    }

    /** Content of a record, if there is one; not yet compared with its checksum. */
    Optional<ByteBuffer> find(String name) throws IOException {
        ZipEntry entry = records.get(name);
        if (entry == null) {
            return Optional.empty();
        }
        if (entry.size() > Integer.MAX_VALUE) {
            throw new InvalidModelException(file + ": '" + name + "' in it has " + entry.size()
                    + " bytes; more than 2 GiB in one tensor are not supported");
        }
        return Optional.of(bytes.slice(entry.begin(), entry.size()));
    }

    /** Content of a record that is compared with its checksum. */
    ByteBuffer require(String name) throws IOException {
        ByteBuffer content = find(name).orElseThrow(() -> ZipEnd.damaged(file, "'" + name + "' is not in it"));
        requireIntact(name, content);
        return content;
    }

    /**
     * Compares a record with its checksum, where the writer has computed one.
     *
     * @param content all of it
     */
    void requireIntact(String name, ByteBuffer content) {
        int expected = records.get(name).crc();
        if (expected == 0) {
            return; // torch.serialization.set_crc32_options(False)
        }
        var crc = new CRC32();
        crc.update(content.duplicate());
        if ((int) crc.getValue() != expected) {
            throw ZipEnd.damaged(
                    file,
                    "'" + name + "' has the CRC-32 " + Long.toHexString(crc.getValue()) + ", its directory says "
                            + Integer.toHexString(expected));
        }
    }

    private void index(List<ZipEntry> entries) {
        String folder = null;
        for (ZipEntry entry : entries) {
            int slash = entry.name().indexOf('/');
            String first = entry.name().substring(0, Math.max(0, slash));
            folder = folder == null ? first : folder;
            if (slash < 0 || !first.equals(folder)) {
                throw new InvalidModelException(file + ": the archive holds '" + Printable.of(entry.name())
                        + "' outside of the folder '" + Printable.of(folder)
                        + "'; expected one folder, as torch.save writes it");
            }
            if (records.put(entry.name().substring(slash + 1), entry) != null) {
                throw ZipEnd.damaged(file, "'" + entry.name() + "' is there twice");
            }
        }
    }

    private void requireKnownForm() throws IOException {
        if (records.containsKey("constants.pkl")) {
            throw new InvalidModelException(file + ": a TorchScript archive, which is a program; expected weights as"
                    + " torch.save(model.state_dict(), …) writes them");
        }
        if (!records.containsKey("data.pkl")) {
            throw new InvalidModelException(file + ": a zip archive without 'data.pkl', so not one of torch.save;"
                    + " expected the weights of a model");
        }
        String version = text("version").strip();
        if (!version.matches("[1-9]\\d?") || Integer.parseInt(version) > NEWEST_VERSION) {
            throw new InvalidModelException(file + ": version '" + Printable.of(version)
                    + "' of torch.save's form is not known; expected 1 to " + NEWEST_VERSION);
        }
        if (records.containsKey("byteorder") && !text("byteorder").equals("little")) {
            throw new InvalidModelException(file + ": written on a machine of byte order '"
                    + Printable.of(text("byteorder")) + "'; expected 'little'. Convert it to safetensors");
        }
    }

    private String text(String name) throws IOException {
        ByteBuffer content = require(name);
        byte[] start = new byte[Math.min(content.limit(), 64)];
        content.get(start);
        return new String(start, StandardCharsets.ISO_8859_1);
    }
}
