package io.github.emotion4j.data.tokenize.pretrained;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.emotion4j.data.InvalidDataException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Vocabularies in files of their own, read as the Rust library reads them. */
final class VocabularyFiles {

    private VocabularyFiles() {}

    /** {@code vocab.txt}: a token a line, its number the id; of a token that occurs twice the last counts. */
    static SubwordVocabulary wordPieces(Path file) throws IOException {
        var tokens = new JsonObject();
        List<String> lines = lines(file);
        for (int id = 0; id < lines.size(); id++) {
            tokens.addProperty(withoutTrailingSpace(lines.get(id)), id);
        }
        return vocabulary(file, "WordPiece", tokens, new JsonArray());
    }

    /**
     * {@code vocab.json}, token to id, and {@code merges.txt}, two tokens a line that become one, in the order in which they do.
     */
    static SubwordVocabulary mergedBytes(Path file, Path mergesFile) throws IOException {
        var merges = new JsonArray();
        List<String> lines = lines(mergesFile);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("#version") || line.isEmpty() && i == lines.size() - 1) {
                continue;
            }
            if (line.split(" ", -1).length != 2) {
                throw new InvalidDataException(
                        mergesFile + ":" + (i + 1),
                        "found '" + line + "'; expected two tokens with a blank between them; fetch the file again");
            }
            merges.add(line);
        }
        return vocabulary(file, "BPE", JsonFiles.object(file), merges);
    }

    private static SubwordVocabulary vocabulary(Path file, String type, JsonObject tokens, JsonArray merges)
            throws IOException {
        JsonObject model = Components.typed(type);
        model.add("vocab", tokens);
        model.add("merges", merges);
        try {
            return new SubwordVocabulary(model);
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw new InvalidDataException(
                    file.toString(), "holds no vocabulary, expected tokens with their ids; fetch the file again", e);
        }
    }

    private static List<String> lines(Path file) throws IOException {
        String text;
        try {
            text = Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new InvalidDataException(file.toString(), "is not UTF-8; expected one token per line in UTF-8", e);
        }
        return List.of((text.endsWith("\n") ? text.substring(0, text.length() - 1) : text).split("\r?\n", -1));
    }

    private static String withoutTrailingSpace(String line) {
        int end = line.length();
        while (end > 0 && isWhiteSpace(line.charAt(end - 1))) {
            end--;
        }
        return line.substring(0, end);
    }

    /** Unicode's White_Space, which Java's notion of it is not. */
    private static boolean isWhiteSpace(char c) {
        return Character.isSpaceChar(c) || c >= '\t' && c <= '\r' || c == '\u0085';
    }
}
