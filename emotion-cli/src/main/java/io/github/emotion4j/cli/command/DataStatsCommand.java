package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.Data;
import io.github.emotion4j.cli.DataOptions;
import io.github.emotion4j.cli.Json;
import io.github.emotion4j.cli.Models;
import io.github.emotion4j.cli.Session;
import io.github.emotion4j.core.model.ModelDirectory;
import io.github.emotion4j.data.format.Examples;
import io.github.emotion4j.data.statistics.DatasetStatistics;
import io.github.emotion4j.data.statistics.Distribution;
import io.github.emotion4j.data.tokenize.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is in a data set. */
@Command(
        name = "stats",
        description = "Count rows, labels, words, tokens, duplicates and conflicting labels.",
        footer = {"", "Example: emotion data stats train.txt --model all-MiniLM-L6-v2"})
public final class DataStatsCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    private DataOptions dataOptions;

    @Parameters(paramLabel = "DATA", description = "File, 'sample' or hub data set.")
    private String data;

    @Option(names = "--model", paramLabel = "MODEL", description = "Count tokens as this model sees them.")
    private String model;

    @Option(
            names = "--split",
            paramLabel = "NAME",
            defaultValue = "train",
            description = "Which split, where the data has several (default: ${DEFAULT-VALUE}).")
    private String split;

    DataStatsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        DatasetStatistics statistics;
        if (model == null) {
            statistics = count(null);
        } else {
            try (Tokenizer tokenizer =
                    ModelDirectory.read(new Models(session).locate(model)).openTokenizer()) {
                statistics = count(tokenizer);
            }
        }
        session.output().result(json(statistics), () -> human(statistics));
        return 0;
    }

    private DatasetStatistics count(Tokenizer tokenizer) throws IOException {
        var reader = new Data(session, dataOptions);
        List<Path> files = reader.files(data, split);
        if (files.size() == 1) {
            try (Examples examples = Examples.open(files.get(0), reader.options())) {
                return tokenizer == null ? DatasetStatistics.of(examples) : DatasetStatistics.of(examples, tokenizer);
            }
        }
        var rows = reader.read(data, split).iterator();
        return tokenizer == null ? DatasetStatistics.of(rows) : DatasetStatistics.of(rows, tokenizer);
    }

    private static Map<String, Object> json(DatasetStatistics statistics) {
        return Json.object(
                "rows", statistics.rows(),
                "labels", statistics.labels(),
                "words", json(statistics.words()),
                "tokens", statistics.tokens().map(DataStatsCommand::json).orElse(null),
                "over_limit", statistics.tokens().isPresent() ? statistics.overLimit() : null,
                "duplicates", statistics.duplicates(),
                "conflicting", statistics.conflicting());
    }

    private static Map<String, Object> json(Distribution counts) {
        return Json.object(
                "min", counts.min(),
                "mean", counts.mean(),
                "p50", counts.p50(),
                "p95", counts.p95(),
                "p99", counts.p99(),
                "max", counts.max());
    }

    private static String human(DatasetStatistics statistics) {
        var text = new StringBuilder(statistics.rows() + " rows");
        statistics
                .labels()
                .forEach((label, count) -> text.append(String.format(Locale.ROOT, "%n  %-14s %7d", label, count)));
        text.append(line("words", statistics.words()));
        statistics
                .tokens()
                .ifPresent(tokens -> text.append(line("tokens", tokens))
                        .append(String.format(
                                Locale.ROOT, "%n%d texts over the model's limit", statistics.overLimit())));
        text.append(String.format(
                Locale.ROOT,
                "%n%d duplicates, %d texts with conflicting labels",
                statistics.duplicates(),
                statistics.conflicting()));
        return text.toString();
    }

    private static String line(String what, Distribution counts) {
        return String.format(
                Locale.ROOT,
                "%n%-6s a text: %d to %d, mean %.1f, median %d, 95 %% %d, 99 %% %d",
                what,
                counts.min(),
                counts.max(),
                counts.mean(),
                counts.p50(),
                counts.p95(),
                counts.p99());
    }
}
