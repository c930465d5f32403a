package io.github.emotion4j.eval.report;

import io.github.emotion4j.eval.WholeFile;
import io.github.emotion4j.eval.gate.JUnitXml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a report's files. */
public final class Report {

    private Report() {}

    /**
     * Writes {@code report.html}, {@code report.json}, {@code report.md}, {@code junit.xml} and {@code predictions.csv}, each whole or not at all; older
     * ones are replaced.
     *
     * @param directory made if it is missing
     * @return the path of {@code report.html}
     * @throws IOException if a file cannot be written
     */
    public static Path write(Path directory, ReportData data) throws IOException {
        Files.createDirectories(directory);
        var findings = Findings.of(data);
        WholeFile.write(directory.resolve("predictions.csv"), PredictionsCsv.of(data));
        WholeFile.write(directory.resolve("junit.xml"), JUnitXml.of(data.title(), data.gates()));
        WholeFile.write(directory.resolve("report.json"), JsonReport.of(data, findings));
        WholeFile.write(directory.resolve("report.md"), MarkdownReport.of(data, findings));
        var page = directory.resolve("report.html");
        WholeFile.write(page, HtmlReport.of(data, findings));
        return page;
    }

    /** The JSON Schema (2020-12) that every {@code report.json} of this version fulfils. */
    public static String schema() {
        try (var schema = Report.class.getResourceAsStream("report.schema.json")) {
            return new String(schema.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
