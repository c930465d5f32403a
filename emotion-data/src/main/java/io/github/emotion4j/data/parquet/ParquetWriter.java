package io.github.emotion4j.data.parquet;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a table of required string columns: plain encoding, gzip, a page per column and row group of at most {@value #GROUP_BYTES} bytes.
 *
 * <p>Not thread-safe. {@link #close()} completes the file; without it there is none.
 */
public final class ParquetWriter implements Closeable {

    private static final int GROUP_BYTES = 1 << 23;
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int BYTE_ARRAY = 6;
    private static final int UTF8 = 0;
    private static final int PLAIN = 0;
    private static final int RLE = 3;

    private final OutputStream out;
    private final List<String> names;
    private final List<ByteArrayOutputStream> columns = new ArrayList<>();
    private final List<CompactWriter> groups = new ArrayList<>();
    private long position;
    private int groupRows;
    private int groupBytes;
    private long rows;
    private boolean closed;

    /**
     * Begins a file.
     *
     * @param out where it goes; closed with this writer
     * @param names of the columns, distinct, at least one
     */
    public ParquetWriter(OutputStream out, List<String> names) throws IOException {
        this.out = out;
        this.names = List.copyOf(names);
        names.forEach(name -> columns.add(new ByteArrayOutputStream()));
        write(MAGIC);
    }

    /**
     * Adds a row.
     *
     * @param values one per column
     */
    public void write(String... values) throws IOException {
        if (values.length != names.size()) {
            throw new IllegalArgumentException(
                    "a row of " + values.length + " values for " + names.size() + " columns");
        }
        for (int i = 0; i < values.length; i++) {
            byte[] bytes = values[i].getBytes(StandardCharsets.UTF_8);
            ByteArrayOutputStream column = columns.get(i);
            for (int shift = 0; shift < 32; shift += 8) {
                column.write(bytes.length >>> shift);
            }
            column.writeBytes(bytes);
            groupBytes += 4 + bytes.length;
        }
        groupRows++;
        if (groupBytes >= GROUP_BYTES) {
            flush();
        }
    }

    private void flush() throws IOException {
        if (groupRows == 0) {
            return;
        }
        List<CompactWriter> chunks = new ArrayList<>();
        long plainBytes = 0;
        for (int i = 0; i < names.size(); i++) {
            long start = position;
            byte[] plain = columns.get(i).toByteArray();
            columns.get(i).reset();
            byte[] page = gzip(plain);
            byte[] header = new CompactWriter()
                    .int32(1, 0)
                    .int32(2, plain.length)
                    .int32(3, page.length)
                    .struct(
                            5,
                            new CompactWriter()
                                    .int32(1, groupRows)
                                    .int32(2, PLAIN)
                                    .int32(3, RLE)
                                    .int32(4, RLE))
                    .bytes();
            write(header);
            write(page);
            plainBytes += header.length + plain.length;
            chunks.add(new CompactWriter()
                    .int64(2, start)
                    .struct(
                            3,
                            new CompactWriter()
                                    .int32(1, BYTE_ARRAY)
                                    .int32s(2, List.of(PLAIN, RLE))
                                    .strings(3, List.of(names.get(i)))
                                    .int32(4, Codec.GZIP)
                                    .int64(5, groupRows)
                                    .int64(6, header.length + plain.length)
                                    .int64(7, header.length + page.length)
                                    .int64(9, start)));
        }
        groups.add(new CompactWriter().structs(1, chunks).int64(2, plainBytes).int64(3, groupRows));
        rows += groupRows;
        groupRows = 0;
        groupBytes = 0;
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        }
        return bytes.toByteArray();
    }

    private void write(byte[] bytes) throws IOException {
        out.write(bytes);
        position += bytes.length;
    }

    /** Completes the file and closes the stream. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (out) {
            flush();
            List<CompactWriter> schema = new ArrayList<>();
            schema.add(new CompactWriter().string(4, "schema").int32(5, names.size()));
            for (String name : names) {
                schema.add(new CompactWriter()
                        .int32(1, BYTE_ARRAY)
                        .int32(3, 0)
                        .string(4, name)
                        .int32(6, UTF8));
            }
            byte[] footer = new CompactWriter()
                    .int32(1, 1)
                    .structs(2, schema)
                    .int64(3, rows)
                    .structs(4, groups)
                    .string(6, "emotion")
                    .bytes();
            write(footer);
            for (int shift = 0; shift < 32; shift += 8) {
                out.write(footer.length >>> shift);
            }
            write(MAGIC);
        }
    }
}
