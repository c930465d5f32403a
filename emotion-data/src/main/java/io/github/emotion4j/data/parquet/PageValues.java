package io.github.emotion4j.data.parquet;

import io.github.emotion4j.data.Surrogates;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The values of a page that are not null, as strings: texts as they are, numbers in decimal, {@code true} and {@code false}. */
interface PageValues {

    /** The next value; null where it is not a number, as pandas writes a missing one. */
    String next() throws IOException;

    /** Physical types by their number in the format. */
    List<String> TYPES =
            List.of("BOOLEAN", "INT32", "INT64", "INT96", "FLOAT", "DOUBLE", "BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY");

    /** Below, every whole number is a double. */
    double EXACT = 1L << 53;

    /** A physical type's name. */
    static String type(long type) {
        return type >= 0 && type < TYPES.size() ? TYPES.get((int) type) : "number " + type;
    }

    /** Whether a physical type can be a text or a label. */
    static boolean readable(long type) {
        return type >= 0 && type <= 6 && type != 3;
    }

    /**
     * @param type physical type, a readable one
     * @param encoding the page's
     * @param count how many values are not null; where that is not known, any number but 0
     * @param dictionary the chunk's, empty if it has none
     */
    static PageValues of(long type, long encoding, Bits bits, int count, String[] dictionary) throws IOException {
        if (count == 0) { // such a page may lack even its bit width
            return () -> {
                throw new IOException("a page with fewer values than announced");
            };
        }
        return switch ((int) encoding) {
            case 0 -> plain(type, bits);
            case 2, 8 -> {
                var indices = new RunLengths(bits, bits.octet());
                yield () -> {
                    int index = indices.next();
                    if (index < 0 || index >= dictionary.length) {
                        throw new IOException("entry " + index + " of a dictionary of " + dictionary.length);
                    }
                    return dictionary[index];
                };
            }
            case 3 -> {
                if (type != 0) {
                    throw unsupported(type, encoding);
                }
                var runs = new RunLengths(bits.slice(bits.int32()), 1);
                yield () -> Boolean.toString(runs.next() == 1);
            }
            case 5 -> numbers(Deltas.read(bits));
            case 6 -> {
                long[] lengths = Deltas.read(bits);
                yield new PageValues() {
                    private int at;

                    @Override
                    public String next() throws IOException {
                        return utf8(bits.take(length(lengths, at++)));
                    }
                };
            }
            case 7 -> frontCoded(bits);
            default -> throw unsupported(type, encoding);
        };
    }

    private static PageValues plain(long type, Bits bits) throws IOException {
        return switch ((int) type) {
            case 0 ->
                new PageValues() {
                    private final long[] eight = new long[8];
                    private int at = 8;

                    @Override
                    public String next() throws IOException {
                        if (at == 8) {
                            bits.unpack(1, 8, eight);
                            at = 0;
                        }
                        return Boolean.toString(eight[at++] == 1);
                    }
                };
            case 1 -> () -> Integer.toString(bits.int32());
            case 2 -> () -> Long.toString(bits.int64());
            case 4 -> () -> number(Float.intBitsToFloat(bits.int32()));
            case 5 -> () -> number(Double.longBitsToDouble(bits.int64()));
            case 6 -> () -> utf8(bits.take(bits.int32()));
            default -> throw unsupported(type, 0);
        };
    }

    /** A whole number without a fraction, as pandas would have written it if none had been missing. */
    private static String number(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < EXACT;
        return Double.isNaN(value) ? null : whole ? Long.toString((long) value) : Double.toString(value);
    }

    /** Each string as the length of what it shares with its predecessor, and the rest. */
    private static PageValues frontCoded(Bits bits) throws IOException {
        long[] shared = Deltas.read(bits);
        long[] rest = Deltas.read(bits);
        return new PageValues() {
            private byte[] last = {};
            private int at;

            @Override
            public String next() throws IOException {
                byte[] suffix = bits.take(length(rest, at));
                int prefix = length(shared, at++);
                if (prefix > last.length) {
                    throw new IOException("a string that shares more with its predecessor than there is");
                }
                byte[] value = Arrays.copyOf(last, prefix + suffix.length);
                System.arraycopy(suffix, 0, value, prefix, suffix.length);
                last = value;
                return utf8(value);
            }
        };
    }

    private static PageValues numbers(long[] values) {
        return new PageValues() {
            private int at;

            @Override
            public String next() throws IOException {
                if (at == values.length) {
                    throw new IOException("a page with fewer values than announced");
                }
                return Long.toString(values[at++]);
            }
        };
    }

    private static int length(long[] lengths, int at) throws IOException {
        if (at >= lengths.length || lengths[at] < 0 || lengths[at] > Integer.MAX_VALUE) {
            throw new IOException("a string of impossible length");
        }
        return (int) lengths[at];
    }

    /** What is not UTF-8 becomes stand-ins, so that the text is refused if somebody wants it. */
    private static String utf8(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') < 0) {
            return text;
        }
        var decoder = StandardCharsets.UTF_8.newDecoder(); // reports what the constructor replaces
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length);
        for (CoderResult result = decoder.decode(in, out, true);
                result.isError();
                result = decoder.decode(in, out, true)) {
            for (int left = result.length(); left > 0; left--) {
                out.put(Surrogates.standIn(in.get()));
            }
        }
        return out.flip().toString();
    }

    private static IOException unsupported(long type, long encoding) {
        return new IOException("encoding " + encoding + " for values of type " + type(type)
                + ", which is not supported; write the file with plain or dictionary encoding");
    }
}
