package io.github.emotion4j.cli.command;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.emotion4j.cli.Json;
import io.github.emotion4j.cli.Models;
import io.github.emotion4j.cli.Problem;
import io.github.emotion4j.cli.Session;
import io.github.emotion4j.data.InvalidDataException;
import io.github.emotion4j.data.tokenize.Encoding;
import io.github.emotion4j.data.tokenize.SubwordTokenizer;
import io.github.emotion4j.data.tokenize.Tokenizer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows tokens as the model sees them. */
@Command(
        name = "tokenize",
        description = "Show tokens, ids and offsets (in UTF-16 code units) as the model sees them.",
        footer = {"", "Example: emotion tokenize --model all-MiniLM-L6-v2 \"i feel wonderful\""})
public final class TokenizeCommand implements Callable<Integer> {

    private final Session session;

    @Option(names = "--model", paramLabel = "MODEL", description = "Directory, catalogue name or hub id.")
    private String model;

    @Option(
            names = "--tokenizer",
            paramLabel = "DIR",
            description = "Instead: a folder with tokenizer.json or vocab.txt, or one of these files.")
    private Path folder;

    @Option(names = "--max-length", paramLabel = "N", description = "Cut to N tokens (default: the model's limit).")
    private Integer maxLength;

    @Option(names = "--jsonl", paramLabel = "FILE", description = "Read lines {\"text\": …} instead of arguments.")
    private Path jsonl;

    @Parameters(paramLabel = "TEXT", arity = "0..*", description = "Texts to tokenize.")
    private List<String> texts = List.of();

    TokenizeCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        if ((jsonl == null) == texts.isEmpty()) {
            throw Problem.usage("give either texts or --jsonl FILE");
        }
        if (model == null && folder == null) {
            throw Problem.usage("whose tokens? give --model MODEL or --tokenizer DIR");
        }
        Path source = folder != null ? folder : new Models(session).locate(model);
        try (Tokenizer tokenizer =
                maxLength == null ? SubwordTokenizer.load(source) : SubwordTokenizer.load(source, maxLength)) {
            for (String text : jsonl == null ? texts : List.<String>of()) {
                print(tokenizer.encode(text));
            }
            if (jsonl != null) {
                printLines(tokenizer);
            }
        }
        return 0;
    }

    private void printLines(Tokenizer tokenizer) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(jsonl)) {
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (!line.isBlank()) {
                    print(tokenizer.encode(text(line, number)));
                }
            }
        }
    }

    private String text(String line, int number) throws InvalidDataException {
        try {
            JsonObject object = JsonParser.parseString(line).getAsJsonObject();
            return object.get("text").getAsString();
        } catch (JsonParseException | IllegalStateException | NullPointerException | UnsupportedOperationException e) {
            throw new InvalidDataException(
                    jsonl + ":" + number, "expected an object with \"text\", as in {\"text\": \"…\"}", e);
        }
    }

    private void print(Encoding encoding) {
        var offsets = new ArrayList<int[]>();
        for (int token = 0; token < encoding.length(); token++) {
            offsets.add(new int[] {encoding.starts()[token], encoding.ends()[token]});
        }
        session.output()
                .result(
                        Json.object("ids", encoding.ids(), "tokens", encoding.tokens(), "offsets", offsets),
                        () -> human(encoding));
    }

    private static String human(Encoding encoding) {
        String cut = encoding.truncated() ? "  (" + encoding.dropped() + " tokens cut off)" : "";
        return String.join(" ", encoding.tokens()) + cut;
    }
}
