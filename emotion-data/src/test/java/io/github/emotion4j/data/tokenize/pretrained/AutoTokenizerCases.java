package io.github.emotion4j.data.tokenize.pretrained;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.emotion4j.data.InvalidDataException;
import io.github.emotion4j.data.tokenize.Encoding;
import io.github.emotion4j.data.tokenize.SubwordTokenizer;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Variants of a tokenizer's folder with what {@code AutoTokenizer} makes of each, as {@code make_pretrained.py} writes them. */
record AutoTokenizerCases(Path base, JsonObject texts, JsonArray encodings, List<JsonObject> cases) {

    /** What may be refused although transformers reads it: the two files contradict each other, or ask for what is not reproduced. */
    private static final Pattern REFUSED = Pattern.compile("\"split_special_tokens\" is true"
            + "|the tokenizer is a \\w+, whose way of splitting text is not reproduced here"
            + "|its vocabulary is of the kind \\w+, and .* makes it a \\w+"
            + "|(says|has upper-case).*tokenizer_config.json does not say \"\\w+\""
            + "|only vocab.*, which makes no tokenizer of the kind that \\S+config.json names"
            + "|has no \\S+ among its \\d+ tokens; expected a vocabulary of a .*may be named in tokenizer_config.json");

    /** What transformers 5 does not read and 4 did: tokens written as objects without {@code __type}. */
    private static final Pattern READ_BY_4 =
            Pattern.compile("Special token \\w+ has to be either str or AddedToken|Input must be a List");

    static AutoTokenizerCases in(Path base) throws IOException {
        try (var reader = new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(base.resolve("cases.json.gz"))), StandardCharsets.UTF_8)) {
            JsonObject all = JsonParser.parseReader(reader).getAsJsonObject();
            return new AutoTokenizerCases(
                    base,
                    object(base.resolveSibling("texts.json")),
                    all.getAsJsonArray("encodings"),
                    all.getAsJsonArray("cases").asList().stream()
                            .map(JsonElement::getAsJsonObject)
                            .toList());
        }
    }

    /** Checks every case; the number of those that gave the same. */
    int check(Path work) throws IOException {
        int same = 0;
        for (int number = 0; number < cases.size(); number++) {
            JsonObject expected = cases.get(number);
            String what = base.getFileName() + " with " + expected.get("change") + " without " + expected.get("drop");
            Path folder = write(expected, Files.createDirectories(work.resolve(base.getFileName() + "-" + number)));
            try {
                if (!expected.has("error")) {
                    compare(folder, expected, what);
                    same++;
                } else {
                    SubwordTokenizer.load(folder).close();
                    assertThat(expected.get("error").getAsString()).as(what).containsPattern(READ_BY_4);
                }
            } catch (InvalidDataException e) {
                if (!expected.has("error")) {
                    assertThat(e.getMessage()).as(what).containsPattern(REFUSED);
                }
            }
        }
        return same;
    }

    private void compare(Path folder, JsonObject expected, String what) throws IOException {
        JsonArray ids = encodings.get(expected.get("ids").getAsInt()).getAsJsonArray();
        JsonArray cut = encodings.get(expected.get("cut").getAsInt()).getAsJsonArray();
        JsonArray pairs = encodings.get(expected.get("pairs").getAsInt()).getAsJsonArray();
        try (var tokenizer = SubwordTokenizer.load(folder)) {
            assertThat(tokenizer.maxLength())
                    .as(what)
                    .isEqualTo(expected.get("limit").getAsInt());
            assertThat(tokenizer.vocabularySize())
                    .as(what)
                    .isEqualTo(expected.get("size").getAsInt());
            for (String role : List.of("pad", "mask")) {
                JsonElement id = expected.get(role);
                assertThat(tokenizer.special(role + "_token").map(SpecialToken::id))
                        .as(what + ", " + role)
                        .isEqualTo(java.util.Optional.ofNullable(id.isJsonNull() ? null : id.getAsInt()));
            }
            compareTexts(tokenizer, ids, what);
            comparePairs(tokenizer, pairs, 0, what);
        }
        try (var tokenizer = SubwordTokenizer.load(written(folder))) {
            compareTexts(tokenizer, ids, what + ", written and read");
        }
        JsonArray cuts = texts.getAsJsonArray("cuts");
        boolean everyThird = expected.get("ids").getAsInt() % 3 == 0 || what.contains("truncation");
        for (int i = 0; i < cuts.size() && everyThird; i++) {
            try (var tokenizer = SubwordTokenizer.load(folder, cuts.get(i).getAsInt())) {
                if (i == 0) {
                    compareTexts(tokenizer, cut, what + ", cut");
                }
                comparePairs(tokenizer, pairs, i + 1, what + ", cut");
            }
        }
    }

    /** As a model is saved: beside the same {@code config.json}. */
    private static Path written(Path folder) throws IOException {
        Path written = Files.createDirectories(folder.resolve("written"));
        Files.copy(folder.resolve("config.json"), written.resolve("config.json"));
        try (var tokenizer = SubwordTokenizer.load(folder)) {
            tokenizer.write(written);
        }
        return written;
    }

    private void compareTexts(SubwordTokenizer tokenizer, JsonArray expected, String what) {
        JsonArray all = texts.getAsJsonArray("texts");
        for (int i = 0; i < all.size(); i++) {
            String text = all.get(i).getAsString();
            requireEqual(tokenizer.encode(text).ids(), expected.get(i), what, text);
        }
    }

    private void comparePairs(SubwordTokenizer tokenizer, JsonArray expected, int block, String what) {
        JsonArray all = texts.getAsJsonArray("pairs");
        for (int i = 0; i < all.size(); i++) {
            JsonArray pair = all.get(i).getAsJsonArray();
            Encoding found =
                    tokenizer.encode(pair.get(0).getAsString(), pair.get(1).getAsString());
            JsonArray both = expected.get(block * all.size() + i).getAsJsonArray();
            requireEqual(found.ids(), both.get(0), what, pair);
            requireEqual(found.typeIds(), both.get(1), what + ", types", pair);
        }
    }

    private static void requireEqual(int[] found, JsonElement expected, String what, Object text) {
        JsonArray ids = expected.getAsJsonArray();
        boolean equal = ids.size() == found.length;
        for (int i = 0; equal && i < found.length; i++) {
            equal = found[i] == ids.get(i).getAsInt();
        }
        if (!equal) {
            throw new AssertionError(what + ": " + text + "\n" + Arrays.toString(found) + "\n" + expected);
        }
    }

    /** The folder of the base, with what the case changes in it. */
    private Path write(JsonObject expected, Path folder) throws IOException {
        Map<String, JsonObject> files = new TreeMap<>();
        try (var all = Files.list(base)) {
            for (Path file : all.toList()) {
                String name = file.getFileName().toString();
                if (name.equals("tokenizer.json")
                        || name.equals("config.json")
                        || name.equals(TokenizerSettings.FILE)) {
                    files.put(name, object(file));
                } else if (!name.startsWith("cases")) {
                    Files.copy(file, folder.resolve(name));
                }
            }
        }
        JsonObject settings = files.get(TokenizerSettings.FILE);
        expected.getAsJsonArray("drop").forEach(key -> settings.remove(key.getAsString()));
        expected.getAsJsonObject("change").entrySet().forEach(entry -> {
            String[] parts = entry.getKey().split("/", 2);
            if (parts.length == 1) {
                settings.add(parts[0], entry.getValue());
            } else if (parts[1].isEmpty()) {
                files.put(parts[0], entry.getValue().getAsJsonObject());
            } else {
                files.get(parts[0]).add(parts[1], entry.getValue());
            }
        });
        for (var file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue().toString());
        }
        return folder;
    }

    private static JsonObject object(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    }
}
