package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.Data;
import io.github.emotion4j.cli.Json;
import io.github.emotion4j.cli.Models;
import io.github.emotion4j.cli.Problem;
import io.github.emotion4j.cli.Session;
import io.github.emotion4j.cli.SplitOptions;
import io.github.emotion4j.data.format.DataFormat;
import io.github.emotion4j.data.format.Texts;
import io.github.emotion4j.data.statistics.TokenStatistics;
import io.github.emotion4j.data.tokenize.CharacterTokenizer;
import io.github.emotion4j.data.tokenize.Encoding;
import io.github.emotion4j.data.tokenize.SubwordTokenizer;
import io.github.emotion4j.data.tokenize.Tokenizer;
import io.github.emotion4j.data.tokenize.WordTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows tokens as the model sees them, or as characters or words, and what each level makes of a data set. */
@Command(
        name = "tokenize",
        description =
                "Show tokens, ids and offsets (in UTF-16 code units) as the model sees them; count those of a data set.",
        footer = {
            "",
            "Example: emotion tokenize --model all-MiniLM-L6-v2 \"i feel wonderful\"",
            "Example: emotion tokenize --level word --data train.txt"
        })
public final class TokenizeCommand implements Callable<Integer> {

    enum Level {
        CHAR,
        WORD,
        SUBWORD;

        String title() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Session session;

    @Option(names = "--model", paramLabel = "MODEL", description = "Directory, catalogue name or hub id.")
    private String model;

    @Option(
            names = "--tokenizer",
            paramLabel = "DIR",
            description = "Instead: a folder with tokenizer.json or vocab.txt, or one of these files.")
    private Path folder;

    @Option(
            names = "--level",
            paramLabel = "char|word|subword",
            defaultValue = "subword",
            description = "What a token is; characters and words are learnt from --data, else from the texts themselves"
                    + " (default: ${DEFAULT-VALUE}).")
    private Level level;

    @Option(
            names = "--vocabulary",
            paramLabel = "N",
            defaultValue = "10000",
            description = "The most words, the unknown one included, for --level word (default: ${DEFAULT-VALUE}).")
    private int vocabulary;

    @Option(names = "--max-length", paramLabel = "N", description = "Cut to N tokens (default: the model's limit).")
    private Integer maxLength;

    @Option(names = "--jsonl", paramLabel = "FILE", description = "Read lines {\"text\": …} instead of arguments.")
    private Path jsonl;

    @Option(
            names = "--data",
            paramLabel = "DATA",
            description = "File, 'sample' or hub data set; without texts, count its tokens.")
    private String data;

    @Mixin
    private SplitOptions split = new SplitOptions("train");

    @Parameters(paramLabel = "TEXT", arity = "0..*", description = "Texts to tokenize.")
    private List<String> texts = List.of();

    TokenizeCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        check();
        List<String> corpus =
                data == null ? List.of() : split.read(session, data).texts();
        try (Tokenizer tokenizer = open(corpus)) {
            if (jsonl != null) {
                printLines(tokenizer);
            } else if (!texts.isEmpty()) {
                texts.forEach(text -> print(tokenizer.encode(text)));
            } else {
                print(TokenStatistics.of(tokenizer, corpus.iterator()));
            }
        }
        return 0;
    }

    private void check() {
        if (jsonl != null && !texts.isEmpty()) {
            throw Problem.usage("give either texts or --jsonl FILE, not both");
        }
        if (jsonl == null && texts.isEmpty() && data == null) {
            throw Problem.usage("give texts, --jsonl FILE or --data DATA");
        }
        if (level == Level.SUBWORD && (model == null) == (folder == null)) {
            throw Problem.usage("whose tokens? give --model MODEL or --tokenizer DIR");
        }
        if (maxLength != null && maxLength < 1) {
            throw Problem.usage("--max-length must be >= 1, found " + maxLength);
        }
        if (vocabulary < 1) {
            throw Problem.usage("--vocabulary must be >= 1, found " + vocabulary);
        }
    }

    private Tokenizer open(List<String> corpus) throws IOException {
        if (level != Level.SUBWORD) {
            List<String> source = data != null ? corpus : jsonl != null ? lines() : texts;
            int limit = maxLength == null ? Integer.MAX_VALUE : maxLength;
            return level == Level.CHAR
                    ? CharacterTokenizer.fit(source, limit)
                    : WordTokenizer.fit(source, vocabulary, limit);
        }
        Path path = folder != null ? folder : new Models(session).locate(model);
        if (maxLength == null) {
            return SubwordTokenizer.load(path);
        }
        try {
            return SubwordTokenizer.load(path, maxLength);
        } catch (IllegalArgumentException e) {
            throw Problem.usage(e.getMessage());
        }
    }

    private List<String> lines() throws IOException {
        var all = new ArrayList<String>();
        forEachLine(all::add);
        return all;
    }

    private void printLines(Tokenizer tokenizer) throws IOException {
        forEachLine(text -> print(tokenizer.encode(text)));
    }

    private void forEachLine(Consumer<String> action) throws IOException {
        Data reader = split.reader(session);
        try (Texts lines = Texts.open(
                List.of(jsonl),
                reader.options().withFormat(DataFormat.JSONL),
                reader.notes().listener(jsonl.toString()))) {
            lines.forEachRemaining(action);
        }
        reader.notes().done(jsonl.toString());
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

    private void print(TokenStatistics counted) {
        Map<String, Object> json = Json.object(
                "level", level.title(),
                "texts", counted.tokens().count(),
                "vocabulary", counted.vocabularySize(),
                "tokens", DataStatsCommand.json(counted.tokens()),
                "unknown_share", counted.unknownShare());
        split.reader(session).notes().addTo(json);
        session.output()
                .result(
                        json,
                        () -> String.format(
                                Locale.ROOT,
                                "%s level: vocabulary of %d, %.2f %% of the tokens unknown%s",
                                level.title(),
                                counted.vocabularySize(),
                                100 * counted.unknownShare(),
                                DataStatsCommand.line("tokens", counted.tokens())));
    }
}
