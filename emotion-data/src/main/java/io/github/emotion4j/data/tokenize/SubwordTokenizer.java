package io.github.emotion4j.data.tokenize;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import io.github.emotion4j.data.InvalidDataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;

/**
 * Subword tokens as the model saw them in pre-training: Hugging Face's own tokenizers (the Rust library), so that ids, tokens and offsets are theirs by
 * construction.
 *
 * <p>Truncation and padding written in a {@code tokenizer.json} are a leftover of whoever saved it and never apply: texts are cut on the right to
 * {@link #maxLength()} tokens and not padded. {@link Encoding#starts()} and {@link Encoding#ends()} are indices of Java strings (UTF-16 code units),
 * where Python counts code points: an emoji is one there and two here. An unpaired surrogate, which no UTF-8 can hold, is read as U+FFFD.
 *
 * <p>Thread-safe. Owns native memory (some 10 MB) until {@link #close()}; encoding afterwards is an {@link IllegalStateException}.
 */
public final class SubwordTokenizer implements Tokenizer {

    /** Below this many texts the threads of a parallel stream cost more than they bring. */
    private static final int PARALLEL_FROM = 32;

    private final TokenizersLibrary library;
    private final byte[] json;
    private final TokenizerJson known;
    private final int maxLength;
    private final int specialTokens;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private long handle; // 0 once closed; guarded by lock

    private SubwordTokenizer(TokenizersLibrary library, long handle, byte[] json, TokenizerJson known, int maxLength) {
        this.library = library;
        this.handle = handle;
        this.json = json;
        this.known = known;
        this.maxLength = maxLength;
        library.disablePadding(handle);
        library.disableTruncation(handle);
        this.specialTokens = encode("").length();
        if (maxLength <= specialTokens) {
            close();
            throw new IllegalArgumentException("the limit of " + maxLength + " tokens leaves no room for text beside "
                    + specialTokens + " special tokens; it must be > " + specialTokens);
        }
        library.setTruncation(handle, maxLength, "LONGEST_FIRST", 0);
    }

    /**
     * Loads a tokenizer with the limit its folder names: the smaller of {@code model_max_length} in {@code tokenizer_config.json} and
     * {@code max_position_embeddings} in {@code config.json}; 512 where neither is there.
     *
     * @param path as in {@link #load(Path, int)}
     * @throws IOException as in {@link #load(Path, int)}
     */
    public static SubwordTokenizer load(Path path) throws IOException {
        var files = TokenizerFiles.find(path);
        return of(files.json(), files.maxLength(), path.toString());
    }

    /**
     * Loads a tokenizer.
     *
     * @param path a folder with {@code tokenizer.json}, or with {@code vocab.txt} and what there is of {@code tokenizer_config.json} and
     *     {@code special_tokens_map.json}; or one of these two files itself
     * @param maxLength the most tokens of an encoding, special tokens included; usually the model's {@code max_position_embeddings}
     * @throws InvalidDataException if the files are there but are not those of a tokenizer
     * @throws IOException if they cannot be read
     * @throws IllegalArgumentException if {@code maxLength} leaves no room beside the special tokens
     */
    public static SubwordTokenizer load(Path path, int maxLength) throws IOException {
        return of(TokenizerFiles.find(path).json(), maxLength, path.toString());
    }

    /**
     * A tokenizer from the content of a {@code tokenizer.json}.
     *
     * @param tokenizerJson UTF-8
     * @param maxLength the most tokens of an encoding, special tokens included
     * @throws InvalidDataException if this is not the JSON of a tokenizer
     * @throws IllegalArgumentException if {@code maxLength} leaves no room beside the special tokens
     */
    public static SubwordTokenizer of(byte[] tokenizerJson, int maxLength) throws InvalidDataException {
        return of(tokenizerJson.clone(), maxLength, "tokenizer.json");
    }

    private static SubwordTokenizer of(byte[] json, int maxLength, String place) throws InvalidDataException {
        if (maxLength < 1) {
            throw new IllegalArgumentException("the limit must be at least 1 token, found " + maxLength);
        }
        String text = new String(json, StandardCharsets.UTF_8);
        TokenizerJson known;
        try {
            known = TokenizerJson.of(text);
        } catch (IOException e) {
            throw unreadable(place, e);
        }
        TokenizersLibrary library = NativeTokenizers.library();
        long handle;
        try {
            handle = library.createTokenizerFromString(text);
        } catch (RuntimeException e) {
            throw unreadable(place, e);
        }
        return new SubwordTokenizer(library, handle, json, known, maxLength);
    }

    private static InvalidDataException unreadable(String place, Exception cause) {
        return new InvalidDataException(
                place,
                cause.getMessage()
                        + "; expected a tokenizer.json as Hugging Face's tokenizers write it (fetch it again,"
                        + " or save it anew with save_pretrained)",
                cause);
    }

    /**
     * Tokenizes one text.
     *
     * @throws IllegalArgumentException if the vocabulary has no token for a part of the text, not even an unknown token
     */
    @Override
    public Encoding encode(String text) {
        Objects.requireNonNull(text, "text");
        String wellFormed = Utf16.wellFormed(text);
        lock.readLock().lock();
        try {
            if (handle == 0) {
                throw new IllegalStateException("this tokenizer is closed; load it again");
            }
            long encoding = library.encode(handle, wellFormed, true);
            try {
                return read(encoding, wellFormed);
            } finally {
                library.deleteEncoding(encoding);
            }
        } catch (IllegalStateException e) {
            throw e;
        } catch (RuntimeException e) { // what the Rust library throws
            throw new IllegalArgumentException("the tokenizer cannot encode this text: " + e.getMessage(), e);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Tokenizes several texts on all cores of the common pool; the result is in the order of the texts. */
    @Override
    public List<Encoding> encode(List<String> texts) {
        String[] array = texts.toArray(String[]::new);
        IntStream rows = IntStream.range(0, array.length);
        return (array.length < PARALLEL_FROM ? rows : rows.parallel())
                .mapToObj(row -> encode(array[row]))
                .toList();
    }

    private Encoding read(long encoding, String text) {
        int[] ids = Arrays.stream(library.getTokenIds(encoding))
                .mapToInt(Math::toIntExact)
                .toArray();
        CharSpan[] spans = library.getTokenCharSpans(encoding);
        int[] starts = new int[ids.length];
        int[] ends = new int[ids.length];
        int[] units = Utf16.unitsOfCodePoints(text);
        for (int token = 0; token < ids.length; token++) {
            if (spans[token] != null) { // null for what the post-processor added
                starts[token] = units[spans[token].getStart()];
                ends[token] = units[spans[token].getEnd()];
            }
        }
        return new Encoding(ids, List.of(library.getTokens(encoding)), starts, ends, dropped(encoding));
    }

    private int dropped(long encoding) {
        if (library.getOverflowCount(encoding) == 0) {
            return 0;
        }
        int dropped = 0;
        for (long rest : library.getOverflowing(encoding)) {
            dropped += library.getTokenIds(rest).length - specialTokens;
            library.deleteEncoding(rest);
        }
        return dropped;
    }

    /** A copy of the {@code tokenizer.json} behind this tokenizer (made from {@code vocab.txt} where there was none), to be saved with a model. */
    public byte[] json() {
        return json.clone();
    }

    /** How many tokens are added to each text, such as {@code [CLS]} and {@code [SEP]}. */
    public int specialTokens() {
        return specialTokens;
    }

    @Override
    public int vocabularySize() {
        return known.vocabularySize();
    }

    @Override
    public OptionalInt unknownId() {
        return known.unknownId();
    }

    @Override
    public int maxLength() {
        return maxLength;
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (handle != 0) {
                library.deleteTokenizer(handle);
                handle = 0;
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
