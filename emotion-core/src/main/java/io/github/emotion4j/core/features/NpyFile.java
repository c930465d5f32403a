package io.github.emotion4j.core.features;

import io.github.emotion4j.core.checkpoint.AtomicFile;
import io.github.emotion4j.data.InvalidDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NumPy's file of one float32 matrix, row-major, little-endian, version 1.0.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">the format</a>
 */
public final class NpyFile {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final int ALIGNMENT = 64;
    private static final int PREFIX = MAGIC.length + Short.BYTES;
    private static final int CHUNK = 1 << 18;
    private static final Pattern HEADER = Pattern.compile(
            "\\{'descr': '<f4', 'fortran_order': False, 'shape': \\((\\d{1,9}), (\\d{1,9})\\), \\}\\s*");

    private NpyFile() {}

    /**
     * A matrix.
     *
     * @param values {@code [rows, columns]} row-major
     * @param rows number of rows
     * @param columns number of columns
     */
    public record Matrix(float[] values, int rows, int columns) {

        /** Checks the number of values. */
        public Matrix {
            if (values.length != Math.multiplyExact(rows, columns)) {
                throw new IllegalArgumentException(
                        rows + " x " + columns + " needs other than " + values.length + " values");
            }
        }
    }

    /** Writes a matrix, whole or not at all. */
    public static void write(Path file, Matrix matrix) throws IOException {
        AtomicFile.write(file, channel -> {
            AtomicFile.writeFully(channel, ByteBuffer.wrap(header(matrix.rows(), matrix.columns())));
            var bytes = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
            for (int at = 0; at < matrix.values().length; at += CHUNK / Float.BYTES) {
                int count = Math.min(CHUNK / Float.BYTES, matrix.values().length - at);
                bytes.clear();
                bytes.asFloatBuffer().put(matrix.values(), at, count);
                AtomicFile.writeFully(channel, bytes.limit(count * Float.BYTES));
            }
        });
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws InvalidDataException if it is another kind of file, or not all of one
     */
    public static Matrix read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer prefix = filled(channel, ByteBuffer.allocate(PREFIX), file);
            if (!Arrays.equals(prefix.array(), 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
                throw new InvalidDataException(file.toString(), "is not a NumPy file of version 1.0");
            }
            int length = prefix.order(ByteOrder.LITTLE_ENDIAN).getShort(MAGIC.length) & 0xFFFF;
            String header = new String(
                    filled(channel, ByteBuffer.allocate(length), file).array(), StandardCharsets.US_ASCII);
            Matcher shape = HEADER.matcher(header);
            if (!shape.matches()) {
                throw new InvalidDataException(file.toString(), "does not hold a float32 matrix: " + header.strip());
            }
            int rows = Integer.parseInt(shape.group(1));
            int columns = Integer.parseInt(shape.group(2));
            if (channel.size() - channel.position() != (long) rows * columns * Float.BYTES) {
                throw new InvalidDataException(file.toString(), "is not whole");
            }
            float[] values = new float[Math.multiplyExact(rows, columns)];
            var bytes = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
            for (int at = 0; at < values.length; at += CHUNK / Float.BYTES) {
                int count = Math.min(CHUNK / Float.BYTES, values.length - at);
                filled(channel, bytes.clear().limit(count * Float.BYTES), file)
                        .asFloatBuffer()
                        .get(values, at, count);
            }
            return new Matrix(values, rows, columns);
        }
    }

    private static ByteBuffer filled(FileChannel channel, ByteBuffer bytes, Path file) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new InvalidDataException(file.toString(), "ends too early");
            }
        }
        return bytes.flip();
    }

    private static byte[] header(int rows, int columns) {
        String text = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows + ", " + columns + "), }";
        int length = (PREFIX + text.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT - PREFIX;
        var bytes = ByteBuffer.allocate(PREFIX + length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC).putShort((short) length);
        bytes.put((text + " ".repeat(length - text.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII));
        return bytes.array();
    }
}
