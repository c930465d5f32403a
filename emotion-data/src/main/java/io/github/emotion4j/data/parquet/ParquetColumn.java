package io.github.emotion4j.data.parquet;

import io.github.emotion4j.data.InvalidDataException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;

/** The values of one column, from the first row to the last, a page in memory at a time. Not thread-safe. */
public final class ParquetColumn {

    private static final int LARGEST_PAGE = 1 << 30;

    private final String place;
    private final FileChannel channel;
    private final List<Struct> chunks;
    private final boolean optional;
    private int chunk = -1;
    private InputStream in = InputStream.nullInputStream();
    private Struct metadata;
    private long chunkLeft;
    private String[] dictionary = {};
    private int pageLeft;
    private RunLengths levels;
    private PageValues values;
    private String value;
    private long row;

    /**
     * @param chunks the column's metadata in each row group
     * @param optional whether there may be nulls
     */
    ParquetColumn(String place, FileChannel channel, List<Struct> chunks, boolean optional) {
        this.place = place;
        this.channel = channel;
        this.chunks = chunks;
        this.optional = optional;
    }

    /**
     * Goes to the next row; false at the end.
     *
     * @throws InvalidDataException if the file is damaged, or uses what is not supported
     */
    public boolean next() throws IOException {
        try {
            while (pageLeft == 0) {
                if (chunkLeft == 0) {
                    if (chunk + 1 == chunks.size()) {
                        return false;
                    }
                    openChunk();
                } else {
                    openPage();
                }
            }
            value = optional && levels.next() == 0 ? null : values.next();
            pageLeft--;
            chunkLeft--;
            row++;
            return true;
        } catch (InvalidDataException e) {
            throw e;
        } catch (IOException e) {
            throw new InvalidDataException(place + ":row " + (row + 1), "found " + e.getMessage(), e);
        }
    }

    /** The value of the current row; empty where it is null. */
    public Optional<String> value() {
        return Optional.ofNullable(value);
    }

    private void openChunk() throws IOException {
        metadata = chunks.get(++chunk);
        dictionary = new String[0];
        chunkLeft = metadata.number(5);
        long start = Math.min(metadata.number(9), metadata.number(11, Long.MAX_VALUE));
        if (start < 4) {
            start = metadata.number(9); // a dictionary at 0 is none
        }
        in = new BufferedInputStream(new ChannelStream(channel, start), 1 << 16);
    }

    private void openPage() throws IOException {
        Struct header = new CompactReader(in).struct();
        int plainSize = header.size(2);
        int size = header.size(3);
        if (size > LARGEST_PAGE || plainSize > LARGEST_PAGE) {
            throw new IOException("a page of " + Math.max(size, plainSize) + " bytes");
        }
        byte[] page = in.readNBytes(size);
        if (page.length < size) {
            throw new EOFException("a page that ends early");
        }
        switch ((int) header.number(1)) {
            case 0 -> dataPage(header.struct(5), Codec.decompress(metadata.number(4), page, plainSize));
            case 2 -> dictionaryPage(header.struct(7), Codec.decompress(metadata.number(4), page, plainSize));
            case 3 -> dataPageV2(header.struct(8), page, plainSize);
            default -> {} // index pages do not matter
        }
    }

    private void dictionaryPage(Struct header, byte[] page) throws IOException {
        int size = header.size(1);
        if (size > page.length) {
            throw new IOException("a dictionary of " + size + " entries in " + page.length + " bytes");
        }
        var entries = PageValues.of(metadata.number(1), 0, new Bits(page, 0, page.length), size, dictionary);
        dictionary = new String[size];
        for (int i = 0; i < size; i++) {
            dictionary[i] = entries.next();
        }
    }

    private void dataPage(Struct header, byte[] page) throws IOException {
        var bits = new Bits(page, 0, page.length);
        pageLeft = header.size(1);
        if (optional) {
            if (header.number(3) != 3) {
                throw new IOException("levels in the deprecated bit-packed encoding");
            }
            levels = new RunLengths(bits.slice(bits.int32()), 1);
        }
        values = PageValues.of(metadata.number(1), header.number(2), bits, present(bits), dictionary);
    }

    /** Levels stand uncompressed in front of the values. */
    private void dataPageV2(Struct header, byte[] page, int plainSize) throws IOException {
        int repetition = header.size(6);
        int definition = header.size(5);
        var before = new Bits(page, 0, page.length);
        before.take(repetition);
        levels = new RunLengths(before.slice(definition), 1);
        byte[] rest = before.take(page.length - repetition - definition);
        boolean compressed = header.flag(7, true) && rest.length > 0;
        byte[] plain =
                compressed ? Codec.decompress(metadata.number(4), rest, plainSize - repetition - definition) : rest;
        pageLeft = header.size(1);
        var bits = new Bits(plain, 0, plain.length);
        values = PageValues.of(metadata.number(1), header.number(4), bits, header.size(1) - header.size(2), dictionary);
    }

    /** Only whether there are any matters: a page of nothing but nulls has no values, not even a bit width. */
    private static int present(Bits bits) {
        return bits.isEmpty() ? 0 : 1;
    }

    /** Positional reads, so that columns share one channel. */
    private static final class ChannelStream extends InputStream {

        private final FileChannel channel;
        private long position;

        ChannelStream(FileChannel channel, long position) {
            this.channel = channel;
            this.position = position;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = channel.read(ByteBuffer.wrap(target, offset, length), position);
            position += Math.max(0, count);
            return count;
        }
    }
}
