package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.Data;
import io.github.emotion4j.cli.DataOptions;
import io.github.emotion4j.cli.Json;
import io.github.emotion4j.cli.Models;
import io.github.emotion4j.cli.Problem;
import io.github.emotion4j.cli.Session;
import io.github.emotion4j.core.model.ModelDirectory;
import io.github.emotion4j.data.Example;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.data.statistics.DatasetStatistics;
import io.github.emotion4j.data.statistics.Distribution;
import io.github.emotion4j.data.statistics.NearDuplicateCounts;
import io.github.emotion4j.data.statistics.TextHashes;
import io.github.emotion4j.data.tokenize.Tokenizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is in a data set. */
@Command(
        name = "stats",
        description =
                "Count rows, labels, words, tokens, duplicates, near-duplicates, conflicting labels, and what several files share.",
        footer = {
            "",
            "Example: emotion data stats sample --model all-MiniLM-L6-v2",
            "Example: emotion data stats sample --split train,validation,test \\",
            "           --near-duplicates 0.8"
        })
public final class DataStatsCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    private DataOptions dataOptions;

    @Parameters(
            paramLabel = "DATA",
            arity = "1..*",
            description = "Files, 'sample' or hub data sets; of several, also what they share.")
    private List<String> data;

    @Option(names = "--model", paramLabel = "MODEL", description = "Count tokens as this model sees them.")
    private String model;

    @Option(
            names = "--split",
            paramLabel = "NAME,…",
            split = ",",
            defaultValue = "train",
            description = "Which splits, where the data has several (default: ${DEFAULT-VALUE}).")
    private List<String> splits;

    @Option(
            names = "--near-duplicates",
            paramLabel = "X",
            description = {
                "Also count texts that differ in case, punctuation or a few characters: whose 5-grams have a Jaccard similarity of at least X,",
                "0.3 to 1; 0.8 finds a reworded word or two. All texts are held in memory, a gigabyte for about a million tweets."
            })
    private Double nearDuplicates;

    private final NearDuplicateCounts.Collector near = new NearDuplicateCounts.Collector();

    DataStatsCommand(Session session) {
        this.session = session;
    }

    /**
     * One of several data sets.
     *
     * @param name for people
     * @param statistics of it alone
     * @param texts it holds
     */
    private record Part(String name, DatasetStatistics statistics, TextHashes texts) {}

    @Override
    public Integer call() throws IOException {
        if (nearDuplicates != null && !(nearDuplicates >= 0.3 && nearDuplicates <= 1)) {
            throw Problem.usage("--near-duplicates must be between 0.3 and 1, found " + nearDuplicates);
        }
        if (splits.isEmpty() || splits.stream().anyMatch(String::isBlank)) {
            throw Problem.usage("--split names an empty split; expected names with commas between, as in train,test");
        }
        if (model == null) {
            count(Optional.empty());
        } else {
            try (Tokenizer tokenizer =
                    ModelDirectory.read(new Models(session).locate(model)).openTokenizer()) {
                count(Optional.of(tokenizer));
            }
        }
        return 0;
    }

    private void count(Optional<Tokenizer> tokenizer) throws IOException {
        var sources = sources();
        if (sources.size() == 1) {
            Part only = part(sources.get(0), 0, tokenizer);
            Map<String, Object> json = json(only.statistics());
            Optional<NearDuplicateCounts> alike = alike();
            alike.ifPresent(counts -> json.put("near_duplicates", json(counts)));
            tell(only.statistics(), json);
            session.output().result(json, () -> human(only.statistics()) + human(alike));
            return;
        }
        DatasetStatistics all;
        try (var rows = new DataRows(new Data(session, dataOptions), sources)) {
            all = statistics(rows, tokenizer);
        }
        var parts = new ArrayList<Part>();
        for (var source : sources) {
            parts.add(part(source, parts.size(), tokenizer));
        }
        Map<String, Object> json = json(all, parts);
        Optional<NearDuplicateCounts> alike = alike();
        alike.ifPresent(counts -> json.put("near_duplicates", json(counts)));
        tell(all, json);
        session.output().result(json, () -> human(all, parts) + human(alike));
    }

    /** What a person should know beside the counts. */
    private void tell(DatasetStatistics statistics, Map<String, Object> json) {
        var notes = new Data(session, dataOptions).notes();
        var alike = Labels.of(List.copyOf(statistics.labels().keySet())).lookalikes();
        if (!alike.isEmpty()) {
            json.put("alike_labels", alike);
            notes.alike(alike);
        }
        notes.addTo(json);
    }

    private Optional<NearDuplicateCounts> alike() {
        return Optional.ofNullable(nearDuplicates)
                .map(threshold -> near.counts(threshold, session.options().seed()));
    }

    private List<DataRows.Source> sources() throws IOException {
        var reader = new Data(session, dataOptions);
        var sources = new ArrayList<DataRows.Source>();
        for (String name : data) {
            List<String> wanted = reader.hasSplits(name, splits) ? splits : splits.subList(0, 1);
            for (String split : wanted) {
                sources.add(new DataRows.Source(name, split, wanted.size() > 1 ? name + ":" + split : name));
            }
        }
        return sources;
    }

    private Part part(DataRows.Source source, int place, Optional<Tokenizer> tokenizer) throws IOException {
        var texts = new TextHashes();
        try (var rows = new DataRows(new Data(session, dataOptions), List.of(source))) {
            Iterator<Example> noted = rows.noting(row -> {
                texts.add(row.text());
                if (nearDuplicates != null) {
                    near.add(row.text(), place);
                }
            });
            return new Part(source.title(), statistics(noted, tokenizer), texts);
        }
    }

    private static DatasetStatistics statistics(Iterator<Example> rows, Optional<Tokenizer> tokenizer) {
        return tokenizer.isPresent() ? DatasetStatistics.of(rows, tokenizer.get()) : DatasetStatistics.of(rows);
    }

    private static Map<String, Object> json(DatasetStatistics all, List<Part> parts) {
        Map<String, Object> json = json(all);
        json.put(
                "parts",
                parts.stream()
                        .map(part -> {
                            Map<String, Object> one = Json.object("data", part.name());
                            one.putAll(json(part.statistics()));
                            return one;
                        })
                        .toList());
        var overlap = new ArrayList<Object>();
        pairs(
                parts,
                (a, b) -> overlap.add(Json.object(
                        "data", List.of(a.name(), b.name()), "texts", a.texts().common(b.texts()))));
        json.put("overlap", overlap);
        return json;
    }

    private static String human(DatasetStatistics all, List<Part> parts) {
        var text = new StringBuilder();
        for (Part part : parts) {
            text.append(part.name())
                    .append(": ")
                    .append(human(part.statistics()))
                    .append(System.lineSeparator());
        }
        text.append("all: ").append(human(all));
        pairs(
                parts,
                (a, b) -> text.append(String.format(
                        Locale.ROOT,
                        "%n%d texts are in %s and in %s",
                        a.texts().common(b.texts()),
                        a.name(),
                        b.name())));
        return text.toString();
    }

    private static void pairs(List<Part> parts, BiConsumer<Part, Part> pair) {
        for (int a = 0; a < parts.size(); a++) {
            for (int b = a + 1; b < parts.size(); b++) {
                pair.accept(parts.get(a), parts.get(b));
            }
        }
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

    private static Map<String, Object> json(NearDuplicateCounts counts) {
        return Json.object("groups", counts.groups(), "texts", counts.texts(), "shared", counts.shared());
    }

    private static String human(Optional<NearDuplicateCounts> counts) {
        return counts.map(found -> String.format(
                        Locale.ROOT,
                        "%n%d texts nearly say what another one says, in %d groups, %d of them across data sets",
                        found.texts(),
                        found.groups(),
                        found.shared()))
                .orElse("");
    }

    static Map<String, Object> json(Distribution counts) {
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

    static String line(String what, Distribution counts) {
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
