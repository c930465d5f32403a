package io.github.emotion4j.data.tokenize.pretrained;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.emotion4j.data.InvalidDataException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The file that the vocabulary is from.
 *
 * @param place its path, to be named
 * @param text the content of {@code tokenizer.json}; empty if there is none
 * @param saved the same as a tree; an empty object if there is none
 * @param vocabulary what it holds
 */
record TokenizerSource(String place, String text, JsonObject saved, SubwordVocabulary vocabulary) {

    static final String TOKENIZER = "tokenizer.json";
    static final String WORD_PIECES = "vocab.txt";
    static final String MERGED_BYTES = "vocab.json";
    private static final String MERGES = "merges.txt";

    /** Of SentencePiece, as the model families call them. */
    private static final List<String> SENTENCE_PIECES =
            List.of("sentencepiece.bpe.model", "spiece.model", "spm.model", "tokenizer.model");

    /** A {@code tokenizer.json}. */
    static TokenizerSource saved(Path file) throws IOException {
        try {
            return saved(Files.readString(file), file.toString());
        } catch (CharacterCodingException e) {
            throw unreadable(file.toString(), new IOException("not UTF-8", e));
        }
    }

    /** The content of a {@code tokenizer.json}. */
    static TokenizerSource saved(String text, String place) throws InvalidDataException {
        try {
            JsonElement root = JsonParser.parseString(text);
            if (!(root instanceof JsonObject saved)) {
                throw new IOException(
                        "not the JSON of a tokenizer: found " + (root.isJsonNull() ? "nothing" : "no object"));
            }
            if (!(saved.get("model") instanceof JsonObject model)) {
                throw new IOException("found no vocabulary under \"model\"");
            }
            return new TokenizerSource(place, text, saved, new SubwordVocabulary(model));
        } catch (JsonParseException e) {
            throw unreadable(place, new IOException("not JSON: " + firstLine(e.getMessage()), e));
        } catch (IllegalStateException | UnsupportedOperationException | NumberFormatException e) {
            throw unreadable(place, new IOException("not the JSON of a tokenizer: " + firstLine(e.getMessage()), e));
        } catch (IOException e) {
            throw unreadable(place, e);
        }
    }

    /** A vocabulary in a file of its own, with its merges beside it where there are any. */
    static TokenizerSource vocabulary(Path file) throws IOException {
        SubwordVocabulary vocabulary = name(file).endsWith(".txt")
                ? VocabularyFiles.wordPieces(file)
                : VocabularyFiles.mergedBytes(file, file.resolveSibling(MERGES));
        return new TokenizerSource(file.toString(), "", new JsonObject(), vocabulary);
    }

    /** The vocabulary's file in a folder without {@code tokenizer.json}. */
    static Path vocabularyIn(Path folder, TokenizerClasses.Choice choice) throws InvalidDataException {
        Path wordPieces = folder.resolve(WORD_PIECES);
        Path mergedBytes = folder.resolve(MERGED_BYTES);
        boolean bytes = Files.exists(mergedBytes) && Files.exists(folder.resolve(MERGES));
        String kind = choice.built().map(TokenizerClass::vocabulary).orElse("");
        boolean any = choice.namedIn().isEmpty();
        if (Files.exists(wordPieces) && (any || kind.equals("WordPiece"))) {
            return wordPieces;
        }
        if (bytes && (any || kind.equals("BPE"))) {
            return mergedBytes;
        }
        throw new InvalidDataException(folder.toString(), none(folder, choice));
    }

    private static String none(Path folder, TokenizerClasses.Choice choice) {
        List<String> found = Stream.concat(SENTENCE_PIECES.stream(), Stream.of(WORD_PIECES, MERGED_BYTES, MERGES))
                .filter(name -> Files.exists(folder.resolve(name)))
                .toList();
        if (found.isEmpty()) {
            return "holds neither tokenizer.json nor vocab.txt nor vocab.json with merges.txt; copy the tokenizer's files here";
        }
        if (found.equals(List.of(MERGED_BYTES)) || found.equals(List.of(MERGES))) {
            return "holds no tokenizer.json, only " + found.get(0) + "; vocab.json and merges.txt belong together, copy"
                    + " the other one here";
        }
        String reason = SENTENCE_PIECES.stream().anyMatch(found::contains)
                ? "which is not read here"
                : "which makes no tokenizer of the kind that "
                        + choice.namedIn().orElse(folder) + " names";
        return "holds no tokenizer.json, only " + String.join(" and ", found) + ", " + reason
                + "; make a tokenizer.json of it once, with Python: transformers.AutoTokenizer.from_pretrained(\""
                + folder
                + "\").save_pretrained(\"" + folder + "\"), or take that of the model it was trained from";
    }

    /** Of a file that ought to be a {@code tokenizer.json}. */
    static InvalidDataException unreadable(String place, Exception cause) {
        return new InvalidDataException(
                place,
                cause.getMessage()
                        + "; expected a tokenizer.json as Hugging Face's tokenizers write it (fetch it again,"
                        + " or save it anew with save_pretrained)",
                cause);
    }

    /** Added tokens of {@code tokenizer.json}, in its order. */
    List<AddedToken> added() {
        return saved.get("added_tokens") instanceof JsonArray tokens
                ? tokens.asList().stream()
                        .map(token -> AddedToken.of(token.getAsJsonObject(), false))
                        .toList()
                : List.of();
    }

    /** Whether it is a whole {@code tokenizer.json}. */
    boolean isWhole() {
        return !saved.isEmpty();
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static String firstLine(String message) {
        return message == null
                ? "the file ends early"
                : message.lines().findFirst().orElse(message);
    }
}
