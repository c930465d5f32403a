package io.github.emotion4j.core.checkpoint.torch;

import io.github.emotion4j.core.checkpoint.InvalidModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * What the end of a zip archive says of its directory: the end record, and that of large archives (zip64) where there is one.
 *
 * @param count entries
 * @param begin where the directory begins
 * @param size its bytes; with {@code begin} inside of the file, and enough for {@code count} entries
 */
record ZipEnd(int count, long begin, int size) {

    /** Bytes of an entry of the directory without its name. */
    static final int ENTRY_SIZE = 46;

    private static final int MAX_ENTRIES = 20_000;
    private static final int MAX_BYTES = 16 << 20;
    private static final int END_SIZE = 22;
    private static final int LARGE_END_SIZE = 56;
    private static final int LOCATOR_SIZE = 20;

    /**
     * Finds the directory.
     *
     * @throws InvalidModelException if the file does not end as a zip archive does
     */
    static ZipEnd read(Path file, FileBytes bytes) throws IOException {
        long end = find(file, bytes);
        ByteBuffer record = bytes.slice(end, END_SIZE);
        if (record.getShort(4) != 0 || record.getShort(6) != 0) {
            throw damaged(file, "it is said to have several volumes");
        }
        long count = Short.toUnsignedLong(record.getShort(10));
        long size = Integer.toUnsignedLong(record.getInt(12));
        long begin = Integer.toUnsignedLong(record.getInt(16));
        long limit = end;
        if (end >= LOCATOR_SIZE && bytes.slice(end - LOCATOR_SIZE, 4).getInt(0) == 0x07064b50) {
            limit = bytes.slice(end - LOCATOR_SIZE, LOCATOR_SIZE).getLong(8);
            if (limit < 0 || limit > end - LOCATOR_SIZE - LARGE_END_SIZE) {
                throw damaged(file, "its end record for large archives is said to lie at byte " + limit);
            }
            ByteBuffer large = bytes.slice(limit, LARGE_END_SIZE);
            if (large.getInt(0) != 0x06064b50) {
                throw damaged(file, "there is no end record for large archives at byte " + limit);
            }
            count = same(file, count, 0xffffL, large.getLong(32));
            size = same(file, size, 0xffffffffL, large.getLong(40));
            begin = same(file, begin, 0xffffffffL, large.getLong(48));
        }
        if (count < 0 || count > MAX_ENTRIES || size < 0 || size > MAX_BYTES) {
            throw new InvalidModelException(file + ": the archive's directory claims " + Long.toUnsignedString(count)
                    + " entries in " + Long.toUnsignedString(size) + " bytes; expected at most " + MAX_ENTRIES + " in "
                    + MAX_BYTES);
        }
        if (begin < 0 || begin > limit - size || count > size / ENTRY_SIZE) {
            throw damaged(file, "its directory of " + count + " entries does not fit in front of its end");
        }
        return new ZipEnd((int) count, begin, (int) size);
    }

    /** A zip archive that contradicts itself. */
    static InvalidModelException damaged(Path file, String finding) {
        return new InvalidModelException(file + ": the zip archive is damaged: " + finding + "; fetch the file again");
    }

    /** The end record is the last thing in a file but for a comment. */
    private static long find(Path file, FileBytes bytes) throws IOException {
        int length = (int) Math.min(bytes.size(), END_SIZE + 0xffff);
        ByteBuffer tail = bytes.slice(bytes.size() - length, length);
        for (int at = length - END_SIZE; at >= 0; at--) {
            if (tail.getInt(at) == 0x06054b50
                    && at + END_SIZE + Short.toUnsignedInt(tail.getShort(at + 20)) == length) {
                return bytes.size() - length + at;
            }
        }
        throw damaged(file, "it has no directory at its end, so it was cut off");
    }

    /** The end record holds the value itself or, where it is too large for it, all bits set. */
    private static long same(Path file, long value, long large, long largeValue) {
        if (value != large && value != largeValue) {
            throw damaged(file, "its two end records contradict each other");
        }
        return largeValue;
    }
}
