package io.github.emotion4j.core.checkpoint.torch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/** Writes zip archives of stored entries, right ones and, by a change to one entry of the directory or to the end record, wrong ones. */
final class ArchiveBytes {

    private record Entry(byte[] name, byte[] content, Consumer<ByteBuffer> change, byte[] extra) {}

    private final List<Entry> entries = new ArrayList<>();
    private Consumer<ByteBuffer> endChange = end -> {};
    private boolean checksums = true;
    private boolean large;

    /** What torch.save writes around a pickle and storages {@code 0}, {@code 1}, … */
    static ArchiveBytes of(byte[] pickle, byte[]... storages) {
        var archive = new ArchiveBytes().entry("archive/data.pkl", pickle).entry("archive/byteorder", "little");
        for (int i = 0; i < storages.length; i++) {
            archive.entry("archive/data/" + i, storages[i]);
        }
        return archive.entry("archive/version", "3\n");
    }

    ArchiveBytes entry(String name, String content) {
        return entry(name, content.getBytes(StandardCharsets.UTF_8));
    }

    ArchiveBytes entry(String name, byte[] content) {
        return entry(name, content, entry -> {});
    }

    /** An entry whose 46 bytes in the directory are changed. */
    ArchiveBytes entry(String name, byte[] content, Consumer<ByteBuffer> change, long... large64) {
        ByteBuffer extra = ByteBuffer.allocate(large64.length == 0 ? 0 : 4 + 8 * large64.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        if (large64.length > 0) {
            extra.putShort((short) 1).putShort((short) (8 * large64.length));
            for (long value : large64) {
                extra.putLong(value);
            }
        }
        entries.add(new Entry(name.getBytes(StandardCharsets.UTF_8), content, change, extra.array()));
        return this;
    }

    ArchiveBytes withoutChecksums() {
        checksums = false;
        return this;
    }

    /** With the end record of zip64, and that of zip without values. */
    ArchiveBytes large() {
        large = true;
        return this;
    }

    ArchiveBytes end(Consumer<ByteBuffer> change) {
        endChange = change;
        return this;
    }

    byte[] bytes() {
        var out = new ByteArrayOutputStream();
        var directory = new ByteArrayOutputStream();
        for (Entry entry : entries) {
            int at = out.size();
            out.writeBytes(little(30)
                    .putInt(0x04034b50)
                    .putShort(6, (short) 8)
                    .putShort(26, (short) entry.name.length)
                    .array());
            out.writeBytes(entry.name);
            out.writeBytes(entry.content);
            var crc = new CRC32();
            crc.update(entry.content);
            ByteBuffer header = little(46)
                    .putInt(0x02014b50)
                    .putShort(8, (short) 8)
                    .putInt(16, checksums ? (int) crc.getValue() : 0)
                    .putInt(20, entry.content.length)
                    .putInt(24, entry.content.length)
                    .putShort(28, (short) entry.name.length)
                    .putShort(30, (short) entry.extra.length)
                    .putInt(42, at);
            entry.change.accept(header);
            directory.writeBytes(header.array());
            directory.writeBytes(entry.name);
            directory.writeBytes(entry.extra);
        }
        int begin = out.size();
        out.writeBytes(directory.toByteArray());
        ByteBuffer end = little(22).putInt(0x06054b50);
        if (large) {
            int at = out.size();
            out.writeBytes(little(56)
                    .putInt(0x06064b50)
                    .putLong(4, 44)
                    .putLong(24, entries.size())
                    .putLong(32, entries.size())
                    .putLong(40, directory.size())
                    .putLong(48, begin)
                    .array());
            out.writeBytes(
                    little(20).putInt(0x07064b50).putLong(8, at).putInt(16, 1).array());
            end.putShort(8, (short) -1).putShort(10, (short) -1).putInt(12, -1).putInt(16, -1);
        } else {
            end.putShort(8, (short) entries.size())
                    .putShort(10, (short) entries.size())
                    .putInt(12, directory.size())
                    .putInt(16, begin);
        }
        endChange.accept(end);
        out.writeBytes(end.array());
        return out.toByteArray();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
