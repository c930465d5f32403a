package io.github.emotion4j.data.format;

import io.github.emotion4j.data.InvalidDataException;
import io.github.emotion4j.data.Surrogates;
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
 *
 * <p>A line ends with {@code \n} and all {@code \r} before it: {@code \r\r\n} is what Windows makes of {@code \r\n} in text mode. A lone {@code \r}
 * does not end a line, it occurs inside texts copied from the web, unless the file has no other line ends, as those of old Macs.
 */
final class TextInput extends Reader {

    /** More of them before a line feed are no line's end that a program wrote. */
    private static final int MOST_RETURNS = 8;

    private final String name;
    private final Charset charset;
    private final boolean escapeMalformed;
    private final InputStream in;
    private final CharsetDecoder decoder;
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16).flip();
    private final char[] chars = new char[1 << 16];
    private int position;
    private int limit;
    private boolean inputEnded;
    private boolean malformed;
    private boolean returnsEndLines;
    private boolean afterReturn;
    private long line = 1;

    private TextInput(String name, InputStream in, ReadOptions options) {
        this.name = name;
        this.in = in;
        this.charset = options.charset();
        this.escapeMalformed = options.skipInvalid();
        this.decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    static TextInput open(Path file, ReadOptions options) throws IOException {
        var input = new TextInput(file.getFileName().toString(), bytes(file), options);
        try {
            if (input.peek() == '\uFEFF') {
                input.position++;
            }
            input.returnsEndLines = input.hasOnlyReturns();
        } catch (IOException e) {
            input.close();
            throw e;
        }
        return input;
    }

    /** Whether what fits into memory at once has carriage returns and no line feed. */
    private boolean hasOnlyReturns() throws IOException {
        boolean found = false;
        int c;
        for (int ahead = 0; (c = peek(ahead)) >= 0; ahead++) {
            if (c == '\n') {
                return false;
            }
            found |= c == '\r';
        }
        return found;
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

    /** The next character that is not white space, without taking it but taking the space; -1 at the end. */
    int peekBehindSpace() throws IOException {
        while (peek() >= 0 && Character.isWhitespace(peek())) {
            read();
        }
        return peek();
    }

    /** A later character; -1 also where it is too far ahead to be in memory, or behind a byte that is none. */
    private int peek(int ahead) throws IOException {
        while (position + ahead >= limit) {
            if (limit - position == chars.length || !fill()) {
                return -1;
            }
        }
        return chars[position + ahead];
    }

    @Override
    public int read() throws IOException {
        if (position == limit && !fill()) {
            return -1;
        }
        char c = chars[position++];
        if (c == '\n' ? !afterReturn : c == '\r' && returnsEndLines) {
            line++;
        }
        afterReturn = c == '\r' && returnsEndLines;
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
     * Whether a character ends a line; if so, what else belongs to the line's end is taken.
     *
     * @param c as just read
     */
    boolean endsLine(int c) throws IOException {
        if (c != '\r') {
            return c == '\n';
        }
        int ahead = 0;
        while (!returnsEndLines && ahead < MOST_RETURNS && peek(ahead) == '\r') {
            ahead++;
        }
        boolean feeds = peek(ahead) == '\n';
        for (int taken = 0; feeds && taken <= ahead; taken++) {
            read();
        }
        return feeds || returnsEndLines;
    }

    /** The next line without its end; null at the end of the file. */
    String readLine() throws IOException {
        StringBuilder longer = null;
        while (position < limit || fill()) {
            int start = position;
            int end = start;
            while (end < limit && chars[end] != '\n' && !(returnsEndLines && chars[end] == '\r')) {
                end++;
            }
            position = end;
            if (end < limit) {
                String rest = new String(chars, start, end - start); // before more is read over it
                endsLine(read());
                return withoutReturns(longer == null ? rest : longer.append(rest));
            }
            longer = (longer == null ? new StringBuilder() : longer).append(chars, start, end - start);
        }
        return longer == null ? null : withoutReturns(longer);
    }

    private static String withoutReturns(CharSequence line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == '\r') {
            end--;
        }
        return line.subSequence(0, end).toString();
    }

    /** The next line without taking it, as much of it as is in memory. */
    String peekLine() throws IOException {
        var next = new StringBuilder();
        int c;
        while ((c = peek(next.length())) >= 0 && c != '\n' && !(returnsEndLines && c == '\r')) {
            next.append((char) c);
        }
        return withoutReturns(next);
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

    /** Adds characters behind those that are left; false if there are none. */
    private boolean fill() throws IOException {
        if (malformed) {
            if (position < limit) {
                return false;
            }
            throw malformed();
        }
        System.arraycopy(chars, position, chars, 0, limit - position);
        limit -= position;
        position = 0;
        var target = CharBuffer.wrap(chars, limit, chars.length - limit);
        while (target.position() == limit && !malformed && (bytes.hasRemaining() || !inputEnded)) {
            if (!inputEnded) {
                readBytes();
            }
            CoderResult result = decoder.decode(bytes, target, inputEnded);
            if (result.isError() && !escapeMalformed) {
                malformed = true;
            } else if (result.isOverflow() || result.isError() && target.remaining() < result.length()) {
                break; // room comes once what is there has been taken
            } else if (result.isError()) {
                for (int left = result.length(); left > 0; left--) {
                    target.put(Surrogates.standIn(bytes.get()));
                }
            }
        }
        boolean added = target.position() > limit;
        limit = target.position();
        if (malformed && position == limit) { // what stands before it is taken first
            throw malformed();
        }
        return added;
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
                        "the byte 0x%02x is not %s; convert the file, name its charset, for instance %s, or leave such rows out: %s",
                        first,
                        charset,
                        Remedy.CHARSET.with(first >= 0xfe ? "UTF-16" : "windows-1252"),
                        Remedy.SKIP_INVALID));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
