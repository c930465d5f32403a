package io.github.emotion4j.core.checkpoint.torch;

import io.github.emotion4j.core.checkpoint.InvalidModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An entry of a zip archive that is stored, not compressed, so that it can be mapped where it lies. Zip64 is read; encryption and compression, names that
 * lead out of the archive and entries that overlap are refused.
 *
 * @param name with {@code /}
 * @param begin where its content begins in the file
 * @param size of its content, which lies inside of the file
 * @param crc CRC-32 of its content, or 0 where the writer computed none
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">PKWARE's APPNOTE, 4.3</a>
 */
record ZipEntry(String name, long begin, long size, int crc) {

    private static final int LOCAL_SIZE = 30;
    private static final int LARGE = 0xffffffff; // the value is in the extra field
    private static final Pattern UNSAFE = Pattern.compile("^/|[\\\\\\p{Cntrl}]|(^|/)\\.\\.?(/|$)");

    /**
     * Reads an archive's directory.
     *
     * @return its entries in the order of their content
     * @throws InvalidModelException if it is damaged or asks for what is not supported
     */
    static List<ZipEntry> all(Path file, FileBytes bytes) throws IOException {
        ZipEnd end = ZipEnd.read(file, bytes);
        ByteBuffer directory = bytes.slice(end.begin(), end.size());
        var entries = new ArrayList<ZipEntry>();
        int at = 0;
        for (int i = 0; i < end.count(); i++) {
            if (end.size() - at < ZipEnd.ENTRY_SIZE || directory.getInt(at) != 0x02014b50) {
                throw ZipEnd.damaged(file, "entry " + i + " of its directory is not there");
            }
            int name = at + ZipEnd.ENTRY_SIZE;
            int extra = name + Short.toUnsignedInt(directory.getShort(at + 28));
            int comment = extra + Short.toUnsignedInt(directory.getShort(at + 30));
            int next = comment + Short.toUnsignedInt(directory.getShort(at + 32));
            if (next > end.size()) {
                throw ZipEnd.damaged(file, "entry " + i + " of its directory is cut off");
            }
            entries.add(read(
                    file,
                    bytes,
                    part(directory, at, ZipEnd.ENTRY_SIZE),
                    name(file, directory.slice(name, extra - name)),
                    part(directory, extra, comment - extra),
                    end.begin()));
            at = next;
        }
        entries.sort(Comparator.comparingLong(ZipEntry::begin).thenComparingLong(ZipEntry::size));
        for (int i = 1; i < entries.size(); i++) {
            ZipEntry before = entries.get(i - 1);
            if (before.begin + before.size > entries.get(i).begin) {
                throw ZipEnd.damaged(file, "'" + before.name + "' and '" + entries.get(i).name + "' overlap");
            }
        }
        return entries;
    }

    /** The entry of the directory, and what stands where its content lies; both must agree. */
    private static ZipEntry read(
            Path file, FileBytes bytes, ByteBuffer entry, String name, ByteBuffer extra, long limit)
            throws IOException {
        int method = Short.toUnsignedInt(entry.getShort(10));
        if ((entry.getShort(8) & 1) != 0) {
            throw new InvalidModelException(
                    file + ": '" + name + "' in it is encrypted; expected a file as torch.save writes it");
        }
        if (method != 0) {
            throw new InvalidModelException(file + ": '" + name + "' in it is compressed (method " + method
                    + "), which torch.save never does; unpack it and pack it again without compression (zip -0 -r)");
        }
        ByteBuffer large = large(extra);
        long size = value(file, entry, 24, large);
        long stored = value(file, entry, 20, large);
        long local = value(file, entry, 42, large);
        if (size != stored) {
            throw ZipEnd.damaged(file, "'" + name + "' has two sizes, " + size + " and " + stored);
        }
        if (local < 0 || local > limit - LOCAL_SIZE) {
            throw ZipEnd.damaged(file, "'" + name + "' is said to begin at byte " + local);
        }
        ByteBuffer header = bytes.slice(local, LOCAL_SIZE);
        int nameSize = Short.toUnsignedInt(header.getShort(26));
        long begin = local + LOCAL_SIZE + nameSize + Short.toUnsignedInt(header.getShort(28));
        if (header.getInt(0) != 0x04034b50 || begin > limit) {
            throw ZipEnd.damaged(file, "'" + name + "' does not begin at byte " + local);
        }
        if (!name.equals(name(file, bytes.slice(local + LOCAL_SIZE, nameSize)))) {
            throw ZipEnd.damaged(file, "'" + name + "' has another name where its content lies");
        }
        if (size < 0 || size > limit - begin) {
            throw ZipEnd.damaged(file, "'" + name + "' of " + Long.toUnsignedString(size) + " bytes does not fit");
        }
        return new ZipEntry(name, begin, size, entry.getInt(16));
    }

    private static long value(Path file, ByteBuffer entry, int at, ByteBuffer large) {
        if (entry.getInt(at) != LARGE) {
            return Integer.toUnsignedLong(entry.getInt(at));
        }
        if (large.remaining() < 8) {
            throw ZipEnd.damaged(file, "an entry of more than 4 GiB lacks a size or place");
        }
        return large.getLong();
    }

    /** The values of 64 bits that stand in for those that are too large, in their order; empty if there are none. */
    private static ByteBuffer large(ByteBuffer extra) {
        int at = 0;
        while (extra.limit() - at >= 4) {
            int size = Math.min(Short.toUnsignedInt(extra.getShort(at + 2)), extra.limit() - at - 4);
            if (extra.getShort(at) == 1) {
                return part(extra, at + 4, size);
            }
            at += 4 + size;
        }
        return ByteBuffer.allocate(0);
    }

    private static String name(Path file, ByteBuffer text) {
        try {
            String name = StandardCharsets.UTF_8.newDecoder().decode(text).toString();
            if (name.isEmpty() || UNSAFE.matcher(name).find()) {
                throw new InvalidModelException(
                        file + ": the entry '" + Printable.of(name)
                                + "' leads out of the archive, which no name that torch.save writes does; do not trust this file");
            }
            return name;
        } catch (CharacterCodingException e) {
            throw ZipEnd.damaged(file, "the name of an entry is not UTF-8");
        }
    }

    private static ByteBuffer part(ByteBuffer whole, int begin, int length) {
        return whole.slice(begin, length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
