package io.github.emotion4j.data.tokenize.pretrained;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.emotion4j.data.InvalidDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The tokenizer of a pretrained model: what all files of its folder say together, so that a text gets the ids that transformers' {@code AutoTokenizer}
 * (version 5) gives it. Immutable and thread-safe.
 *
 * @param json a whole {@code tokenizer.json}; what it says of truncation and padding does not count
 * @param limit the most tokens of a text that the folder's files allow, or 512
 * @param keepsEnd whether an over-long text loses its beginning ({@code truncation_side: left})
 * @param segments whether the model is told the segments of a pair ({@code token_type_ids} among its inputs)
 * @param vocabularySize one more than the highest id of vocabulary and added tokens
 * @param unknownId the id of what is not in the vocabulary, if there is one
 * @param addedIds ids of tokens that are cut out of a text before all else
 * @param roles tokens with a role, by its name in transformers: {@code pad_token}, {@code mask_token}, …
 */
public record PretrainedTokenizer(
        String json,
        int limit,
        boolean keepsEnd,
        boolean segments,
        int vocabularySize,
        OptionalInt unknownId,
        Set<Integer> addedIds,
        Map<String, SpecialToken> roles) {

    /** Settings that change ids and are not reproduced. */
    private static final List<String> REFUSED = List.of("split_special_tokens", "fix_mistral_regex", "init_inputs");

    public PretrainedTokenizer {
        addedIds = Set.copyOf(addedIds);
        roles = Map.copyOf(roles);
    }

    /**
     * Reads the tokenizer of a folder.
     *
     * @param path a folder with {@code tokenizer.json}, {@code vocab.txt}, or {@code vocab.json} and {@code merges.txt}, and what there is of
     *     {@code tokenizer_config.json}, {@code special_tokens_map.json}, {@code added_tokens.json} and {@code config.json}; or one of the first three itself, with
     *     the others beside it
     * @throws InvalidDataException if the files are not those of a tokenizer, contradict each other, or ask for what is not reproduced
     * @throws IOException if they cannot be read
     */
    public static PretrainedTokenizer read(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(
                    path.toString(),
                    null,
                    "expected a folder with tokenizer.json, vocab.txt, or vocab.json and merges.txt, or one of these files");
        }
        Path folder = Files.isDirectory(path) ? path : path.toAbsolutePath().getParent();
        Path saved = Files.isDirectory(path) ? path.resolve(TokenizerSource.TOKENIZER) : path;
        boolean isSaved = Files.isRegularFile(saved) && !isVocabulary(saved);
        Optional<TokenizerSource> whole = isSaved ? Optional.of(TokenizerSource.saved(saved)) : Optional.empty();
        TokenizerSettings settings =
                TokenizerSettings.read(folder, whole.map(TokenizerSource::saved).orElseGet(JsonObject::new));
        JsonObject config = JsonFiles.object(folder.resolve("config.json"));
        refuseUnknownSettings(settings);
        TokenizerClasses.Choice choice = TokenizerClasses.of(settings, config, folder);
        boolean named = choice.namedIn().isPresent();
        Optional<TokenizerClass> built = choice.built();
        TokenizerSource source;
        if (whole.isPresent()) {
            source = whole.get();
            if (!named) {
                ContradictingFlags.refuse(source, settings);
            }
        } else {
            Path vocabulary = Files.isDirectory(path) ? TokenizerSource.vocabularyIn(folder, choice) : path;
            source = TokenizerSource.vocabulary(vocabulary);
            built = built.or(() -> Optional.of(
                    TokenizerClasses.ofVocabulary(vocabulary.getFileName().toString())));
        }
        requireSameKind(source, choice);
        return new Assembly(source, settings, built, named).tokenizer(TokenLimit.of(settings, config));
    }

    /**
     * A tokenizer that is a {@code tokenizer.json} alone.
     *
     * @param json its content
     * @throws InvalidDataException if this is not the JSON of a tokenizer
     */
    public static PretrainedTokenizer of(String json) throws InvalidDataException {
        TokenizerSource source = TokenizerSource.saved(json, TokenizerSource.TOKENIZER);
        TokenizerSettings none = TokenizerSettings.of(source.saved());
        return new Assembly(source, none, Optional.empty(), false).tokenizer(TokenLimit.of(none, new JsonObject()));
    }

    /**
     * Writes it as {@code tokenizer.json} and {@code tokenizer_config.json}, from which both this library and transformers read the same again, whatever files it came
     * from.
     *
     * @param folder existing; files of these names are replaced
     * @param most the limit to write
     */
    public void write(Path folder, int most) throws IOException {
        SavedSettings.write(this, folder, most);
    }

    /** The same with another {@code tokenizer.json}, of the same vocabulary. */
    public PretrainedTokenizer withJson(String other) {
        return new PretrainedTokenizer(other, limit, keepsEnd, segments, vocabularySize, unknownId, addedIds, roles);
    }

    private static boolean isVocabulary(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".txt") || name.equals(TokenizerSource.MERGED_BYTES);
    }

    private static void refuseUnknownSettings(TokenizerSettings settings) throws InvalidDataException {
        for (String key : REFUSED) {
            Optional<JsonElement> value = settings.stated(key);
            if (value.isPresent()
                    && !List.of("false", "[]").contains(value.get().toString())) {
                throw new InvalidDataException(
                        settings.file().toString(),
                        "\"" + key + "\" is " + value.get()
                                + ", which is not reproduced here; expected it to be absent");
            }
        }
    }

    private static void requireSameKind(TokenizerSource source, TokenizerClasses.Choice choice)
            throws InvalidDataException {
        if (choice.built().isPresent()
                && !choice.built().get().vocabulary().equals(source.vocabulary().type())) {
            throw new InvalidDataException(
                    source.place(),
                    "its vocabulary is of the kind " + source.vocabulary().type() + ", and "
                            + choice.namedIn().orElseThrow() + " makes it a "
                            + choice.built().get().className() + ", which is for "
                            + choice.built().get().vocabulary()
                            + "; take both files from one model (or, if tokenizer.json is right, write"
                            + " \"tokenizer_class\": \"PreTrainedTokenizerFast\" into " + TokenizerSettings.FILE + ")");
        }
    }
}
