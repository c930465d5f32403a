package io.github.emotion4j.data.tokenize;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import io.github.emotion4j.data.InvalidDataException;
import io.github.emotion4j.data.tokenize.pretrained.PretrainedTokenizer;
import io.github.emotion4j.data.tokenize.pretrained.SpecialToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Subword tokens as the model saw them in pre-training: Hugging Face's own tokenizers (the Rust library), so that ids, tokens and offsets are theirs by
 * construction.
 *
 * <p>Lengths of truncation and padding written in a {@code tokenizer.json} are a leftover of whoever saved it and never apply: texts are cut to
 * {@link #maxLength()} tokens, on the right unless the files say {@code truncation_side: left}, and not padded. {@link Encoding#starts()} and {@link Encoding#ends()} are indices of Java strings (UTF-16 code units),
 * where Python counts code points: an emoji is one there and two here. An unpaired surrogate, which no UTF-8 can hold, is read as U+FFFD.
 *
 * <p>Thread-safe. Owns native memory (some 10 MB) until {@link #close()}; encoding afterwards is an {@link IllegalStateException}.
 */
public final class SubwordTokenizer implements Tokenizer {

    /** Below this many texts the threads of a parallel stream cost more than they bring. */
    private static final int PARALLEL_FROM = 32;

    private final TokenizersLibrary library;
    private final PretrainedTokenizer pretrained;
    private final Truncation truncation;
    private final int specialTokens;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private long handle; // 0 once closed; guarded by lock

    private SubwordTokenizer(TokenizersLibrary library, long handle, PretrainedTokenizer pretrained, int maxLength) {
        this.library = library;
        this.handle = handle;
        this.pretrained = pretrained;
        this.truncation = new Truncation(maxLength, pretrained.keepsEnd());
        library.disablePadding(handle);
        library.disableTruncation(handle);
        long nothing = library.encode(handle, "", true);
        this.specialTokens = library.getTokenIds(nothing).length;
        library.deleteEncoding(nothing);
        if (maxLength <= specialTokens) {
            close();
            throw Truncation.noRoom(maxLength, specialTokens);
        }
    }

    /**
     * Loads a tokenizer with the limit its folder names: the smaller of {@code model_max_length} in {@code tokenizer_config.json} and of the positions that
     * {@code config.json} leaves for tokens ({@code max_position_embeddings}; two fewer in RoBERTa's relatives); 512 where neither is there.
     *
     * @param path as in {@link #load(Path, int)}
     * @throws IOException as in {@link #load(Path, int)}
     */
    public static SubwordTokenizer load(Path path) throws IOException {
        return withItsLimit(PretrainedTokenizer.read(path), path);
    }

    private static SubwordTokenizer withItsLimit(PretrainedTokenizer pretrained, Path path) throws IOException {
        try {
            return of(pretrained, pretrained.limit(), path.toString());
        } catch (IllegalArgumentException e) {
            throw new InvalidDataException(
                    path.toString(), "by its model_max_length or max_position_embeddings " + e.getMessage(), e);
        }
    }

    /**
     * Loads a tokenizer.
     *
     * @param path a folder with {@code tokenizer.json}, with {@code vocab.txt}, or with {@code vocab.json} and {@code merges.txt}; or one of the first three itself.
     *     {@code tokenizer_config.json}, {@code special_tokens_map.json}, {@code added_tokens.json} and {@code config.json} beside them count too, as transformers lets
     *     them
     * @param maxLength the most tokens of an encoding, special tokens included; usually the model's {@code max_position_embeddings}
     * @throws InvalidDataException if the files are there but are not those of a tokenizer, or of one whose class is not reproduced
     * @throws IOException if they cannot be read
     * @throws IllegalArgumentException if {@code maxLength} leaves no room beside the special tokens
     */
    public static SubwordTokenizer load(Path path, int maxLength) throws IOException {
        return of(PretrainedTokenizer.read(path), maxLength, path.toString());
    }

    /**
     * Loads a tokenizer with the limit its folder names, or a lower one.
     *
     * @param path as in {@link #load(Path, int)}
     * @param most the highest limit, special tokens included
     * @throws IOException as in {@link #load(Path, int)}
     * @throws IllegalArgumentException if {@code most} leaves no room beside the special tokens
     */
    public static SubwordTokenizer loadAtMost(Path path, int most) throws IOException {
        PretrainedTokenizer pretrained = PretrainedTokenizer.read(path);
        return pretrained.limit() <= most ? withItsLimit(pretrained, path) : of(pretrained, most, path.toString());
    }

    /**
     * A tokenizer from the content of a {@code tokenizer.json} alone.
     *
     * @param tokenizerJson UTF-8
     * @param maxLength the most tokens of an encoding, special tokens included
     * @throws InvalidDataException if this is not the JSON of a tokenizer
     * @throws IllegalArgumentException if {@code maxLength} leaves no room beside the special tokens
     */
    public static SubwordTokenizer of(byte[] tokenizerJson, int maxLength) throws InvalidDataException {
        String json = new String(tokenizerJson, StandardCharsets.UTF_8);
        return of(PretrainedTokenizer.of(json), maxLength, "tokenizer.json");
    }

    private static SubwordTokenizer of(PretrainedTokenizer pretrained, int maxLength, String place)
            throws InvalidDataException {
        if (maxLength < 1) {
            throw new IllegalArgumentException("the limit must be at least 1 token, found " + maxLength);
        }
        TokenizersLibrary library = NativeTokenizers.library();
        long handle;
        try {
            handle = library.createTokenizerFromString(pretrained.json());
        } catch (RuntimeException e) {
            throw new InvalidDataException(
                    place,
                    e.getMessage()
                            + "; expected a tokenizer.json as Hugging Face's tokenizers write it (fetch it again,"
                            + " or save it anew with save_pretrained)",
                    e);
        }
        return new SubwordTokenizer(library, handle, pretrained, maxLength);
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
        return encode(() -> library.encode(handle, wellFormed, true), wellFormed);
    }

    /**
     * Tokenizes two texts that belong together, as a premise and a hypothesis: with the separators of the model's family between them. Together they are cut to
     * {@link #maxLength()}, token by token from the longer of the two.
     *
     * @throws IllegalArgumentException as in {@link #encode(String)}, or if the limit leaves no room beside the special tokens of a pair
     */
    public Encoding encode(String text, String pair) {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(pair, "pair");
        String first = Utf16.wellFormed(text);
        String second = Utf16.wellFormed(pair);
        return encode(() -> library.encodeDual(handle, first, second, true), first, second);
    }

    /** @param texts what the encoding is of, in its order */
    private Encoding encode(LongSupplier call, String... texts) {
        lock.readLock().lock();
        try {
            if (handle == 0) {
                throw new IllegalStateException("this tokenizer is closed; load it again");
            }
            long encoding = call.getAsLong();
            try {
                return read(encoding, texts);
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

    /**
     * The same tokenizer with a text before every text, as the authors of some sentence encoders ask for ("query: "). The prompt is part of
     * {@link #json()}, counts towards {@link #maxLength()} and {@link #specialTokens()}, and does not move offsets.
     *
     * @param prompt not blank
     * @return another tokenizer, with native memory of its own
     * @throws IllegalArgumentException if this tokenizer has no place for a prompt, or would read prompt and text together in another way than one after
     *     the other
     */
    public SubwordTokenizer withPrompt(String prompt) {
        if (prompt.isBlank()) {
            throw new IllegalArgumentException("expected the text of a prompt, found a blank one");
        }
        Encoding tokens = encode(() -> library.encode(handle, prompt, false), prompt);
        try {
            SubwordTokenizer with = of(
                    pretrained.withJson(Prompt.into(pretrained.json(), tokens)),
                    maxLength(),
                    "tokenizer.json with the prompt '" + prompt + "'");
            for (String text : List.of("a", "Not so easily!", "é2")) {
                if (!Arrays.equals(
                        with.encode(text).ids(), encode(prompt + text).ids())) {
                    with.close();
                    throw new IllegalArgumentException("this tokenizer reads '" + prompt + text
                            + "' in another way than '" + prompt + "' and '" + text + "' one after the other;"
                            + " the prompt cannot be added to it, put it into the texts");
                }
            }
            return with;
        } catch (InvalidDataException e) {
            throw new IllegalArgumentException("the prompt '" + prompt + "' cannot be added: " + e.getMessage(), e);
        }
    }

    private Encoding read(long encoding, String... texts) {
        int[] ids = ints(library.getTokenIds(encoding));
        int[] sequences = ints(library.getSequenceIds(encoding));
        int[] types = pretrained.segments() ? ints(library.getTypeIds(encoding)) : new int[ids.length];
        String[] tokens = library.getTokens(encoding);
        CharSpan[] spans = library.getTokenCharSpans(encoding);
        int[] starts = new int[ids.length];
        int[] ends = new int[ids.length];
        int[][] units = Arrays.stream(texts).map(Utf16::unitsOfCodePoints).toArray(int[][]::new);
        for (int token = 0; token < ids.length; token++) {
            if (spans[token] != null) { // null for what the post-processor added
                int[] of = units[sequences[token]];
                starts[token] = of[spans[token].getStart()];
                ends[token] = of[spans[token].getEnd()];
            }
        }
        var whole = new Encoding(ids, types, List.of(tokens), sequences, starts, ends, 0);
        return ids.length <= truncation.limit()
                ? whole
                : whole.only(truncation.kept(
                        sequences,
                        ints(library.getWordIds(encoding)),
                        token -> pretrained.addedIds().contains(ids[token])));
    }

    private static int[] ints(long[] values) {
        return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
    }

    /** The {@code tokenizer.json} behind this tokenizer: that of its folder, or one made of all files of the folder. UTF-8. */
    public byte[] json() {
        return pretrained.json().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Writes {@code tokenizer.json} and {@code tokenizer_config.json}, from which both this library and transformers read the same tokenizer again, whatever files it
     * came from.
     *
     * @param folder existing; files of these names are replaced
     * @throws IOException if they cannot be written
     */
    public void write(Path folder) throws IOException {
        pretrained.write(folder, maxLength());
    }

    /**
     * The token that has a role.
     *
     * @param role {@code bos_token}, {@code eos_token}, {@code unk_token}, {@code sep_token}, {@code pad_token}, {@code cls_token} or {@code mask_token}
     */
    public Optional<SpecialToken> special(String role) {
        return Optional.ofNullable(pretrained.roles().get(role));
    }

    /** How many tokens are added to each text, such as {@code [CLS]} and {@code [SEP]}. */
    public int specialTokens() {
        return specialTokens;
    }

    @Override
    public int vocabularySize() {
        return pretrained.vocabularySize();
    }

    @Override
    public OptionalInt unknownId() {
        return pretrained.unknownId();
    }

    @Override
    public int maxLength() {
        return truncation.limit();
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
