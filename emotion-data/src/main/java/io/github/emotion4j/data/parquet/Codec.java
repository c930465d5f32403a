package io.github.emotion4j.data.parquet;

import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** How a page is compressed. */
final class Codec {

    static final int UNCOMPRESSED = 0;
    static final int GZIP = 2;
    private static final int SNAPPY = 1;
    private static final int ZSTD = 6;
    private static final int LZ4_RAW = 7;

    private static final String[] OTHERS = {"", "", "", "LZO", "BROTLI", "LZ4 (Hadoop's framing)"};

    private Codec() {}

    /**
     * Undoes the compression of a page.
     *
     * @param size length after decompression
     */
    static byte[] decompress(long codec, byte[] page, int size) throws IOException {
        byte[] plain;
        try {
            plain = switch ((int) codec) {
                case UNCOMPRESSED -> page;
                case SNAPPY -> Snappy.decompress(page, size);
                case GZIP -> {
                    try (var in = new GZIPInputStream(new ByteArrayInputStream(page))) {
                        yield in.readNBytes(size);
                    }
                }
                case ZSTD -> {
                    byte[] out = new byte[size];
                    yield new ZstdDecompressor().decompress(page, 0, page.length, out, 0, size) == size
                            ? out
                            : new byte[0];
                }
                case LZ4_RAW -> {
                    byte[] out = new byte[size];
                    yield new Lz4Decompressor().decompress(page, 0, page.length, out, 0, size) == size
                            ? out
                            : new byte[0];
                }
                default ->
                    throw new IOException(
                            "pages compressed with "
                                    + (codec > 0 && codec < OTHERS.length ? OTHERS[(int) codec] : "codec " + codec)
                                    + ", which is not supported; write the file with snappy, gzip, zstd or without compression");
            };
        } catch (RuntimeException e) { // how aircompressor reports damage
            throw new IOException("a page that cannot be decompressed (" + e.getMessage() + ")", e);
        }
        if (plain.length != size) {
            throw new IOException("a page of " + plain.length + " bytes after decompression, announced were " + size);
        }
        return plain;
    }
}
