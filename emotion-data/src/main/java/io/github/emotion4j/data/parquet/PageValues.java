package io.github.emotion4j.data.parquet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The values of a page that are not null, as strings: texts as they are, numbers in decimal, {@code true} and {@code false}. */
interface PageValues {

    String next() throws IOException;

    /** Physical types by their number in the format. */
    List<String> TYPES =
            List.of("BOOLEAN", "INT32", "INT64", "INT96", "FLOAT", "DOUBLE", "BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY");

    /** A physical type's name. */
    static String type(long type) {
        return type >= 0 && type < TYPES.size() ? TYPES.get((int) type) : "number " + type;
    }

    /** Whether a physical type can be a text or a label. */
    static boolean readable(long type) {
        return type == 0 || type == 1 || type == 2 || type == 6;
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
            case 6 -> () -> utf8(bits.take(bits.int32()));
            default -> throw unsupported(type, 0);
        };
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

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static IOException unsupported(long type, long encoding) {
        return new IOException("encoding " + encoding + " for values of type " + type(type)
                + ", which is not supported; write the file with plain or dictionary encoding");
    }
}
