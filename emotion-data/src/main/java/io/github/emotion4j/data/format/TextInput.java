package io.github.emotion4j.data.format;

import io.github.emotion4j.data.InvalidDataException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The characters of a file: gzip undone, byte order mark skipped, lines counted. A byte that is not in the charset is an error, on the line where it
 * stands, instead of a silent U+FFFD.
 */
final class TextInput extends Reader {

    private final String name;
    private final Charset charset;
    private final InputStream in;
    private final CharsetDecoder decoder;
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16).flip();
    private final char[] chars = new char[1 << 16];
    private int position;
    private int limit;
    private boolean inputEnded;
    private boolean malformed;
    private long line = 1;

    private TextInput(String name, InputStream in, Charset charset) {
        this.name = name;
        this.in = in;
        this.charset = charset;
        this.decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    static TextInput open(Path file, Charset charset) throws IOException {
        var input = new TextInput(file.getFileName().toString(), bytes(file), charset);
        try {
            if (input.peek() == '\uFEFF') {
                input.position++;
            }
        } catch (IOException e) {
            input.close();
            throw e;
        }
        return input;
    }

    /** The file's bytes, decompressed if they begin as gzip does. */
    static InputStream bytes(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (Files.isDirectory(file)) {
            throw new InvalidDataException(file.toString(), "is a folder; expected a file");
        }
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        in.mark(2);
        boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return gzip ? new GZIPInputStream(in, 1 << 16) : in;
    }

    /** The next character without taking it; -1 at the end. */
    int peek() throws IOException {
        return position < limit || fill() ? chars[position] : -1;
    }

    @Override
    public int read() throws IOException {
        if (position == limit && !fill()) {
            return -1;
        }
        char c = chars[position++];
        if (c == '\n') {
            line++;
        }
        return c;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        int count = 0;
        for (int c; count < length && (c = read()) >= 0; count++) {
            target[offset + count] = (char) c;
        }
        return count == 0 && length > 0 ? -1 : count;
    }

    /**
     * The next line without its end, which is {@code \n} or {@code \r\n}; null at the end of the file.
     *
     * <p>A lone {@code \r} does not end a line: it occurs inside texts copied from the web.
     */
    String readLine() throws IOException {
        StringBuilder longer = null;
        while (position < limit || fill()) {
            int start = position;
            int end = start;
            while (end < limit && chars[end] != '\n') {
                end++;
            }
            position = end;
            if (end < limit) {
                position++;
                line++;
                if (longer == null) {
                    int length = end > start && chars[end - 1] == '\r' ? end - 1 - start : end - start;
                    return new String(chars, start, length);
                }
                return withoutReturn(longer.append(chars, start, end - start));
            }
            longer = (longer == null ? new StringBuilder() : longer).append(chars, start, end - start);
        }
        return longer == null ? null : withoutReturn(longer);
    }

    private static String withoutReturn(StringBuilder line) {
        int last = line.length() - 1;
        return last >= 0 && line.charAt(last) == '\r' ? line.substring(0, last) : line.toString();
    }

    /** The number of the line that the next character is on, from 1. */
    long line() {
        return line;
    }

    /** The file's name, for messages. */
    String name() {
        return name;
    }

    /** {@code name:line}. */
    String place(long line) {
        return name + ":" + line;
    }

    private boolean fill() throws IOException {
        if (malformed) {
            throw malformed();
        }
        var target = CharBuffer.wrap(chars);
        while (target.position() == 0) {
            if (!bytes.hasRemaining() && inputEnded) {
                break;
            }
            if (!inputEnded) {
                readBytes();
            }
            CoderResult result = decoder.decode(bytes, target, inputEnded);
            if (result.isError()) {
                malformed = true; // once what stands before it has been taken
                if (target.position() == 0) {
                    throw malformed();
                }
            }
        }
        position = 0;
        limit = target.position();
        return limit > 0;
    }

    private void readBytes() throws IOException {
        bytes.compact();
        try {
            int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
            if (count < 0) {
                inputEnded = true;
            } else {
                bytes.position(bytes.position() + count);
            }
        } catch (EOFException | ZipException e) {
            throw new InvalidDataException(
                    place(line), "the gzip data is damaged (" + e.getMessage() + "); fetch the file again", e);
        } finally {
            bytes.flip();
        }
    }

    private InvalidDataException malformed() {
        int first = bytes.get(bytes.position()) & 0xff;
        return new InvalidDataException(
                place(line),
                String.format(
                        java.util.Locale.ROOT,
                        "the byte 0x%02x is not %s; name the file's charset (for instance %s) or convert the file",
                        first,
                        charset,
                        first >= 0xfe ? "UTF-16" : "windows-1252"));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
