package io.github.emotion4j.eval.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.data.format.Datasets;
import io.github.emotion4j.data.format.ReadOptions;
import io.github.emotion4j.eval.Evaluation;
import io.github.emotion4j.eval.chart.Pca;
import io.github.emotion4j.eval.classifier.Features;
import io.github.emotion4j.eval.umap.Umap;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTest {

    private static ReportData smallest() {
        var evaluation = Evaluation.of(Labels.of(List.of("joy", "fear")), new int[] {0}, new double[][] {{1, 0}});
        return ReportData.of("one text", "model", evaluation, List.of(""));
    }

    private static List<String> schemaErrors(String json) {
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Report.schema(), InputFormat.JSON);
        return schema.validate(json, InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 6, 28})
    void report_json_fulfils_its_schema(int labels, @TempDir Path directory) throws IOException {
        Report.write(directory, Examples.full(labels, 400));

        assertThat(schemaErrors(Files.readString(directory.resolve("report.json"))))
                .isEmpty();
    }

    @Test
    void the_schema_can_fail(@TempDir Path directory) throws IOException {
        Report.write(directory, smallest());
        String json = Files.readString(directory.resolve("report.json"));

        assertThat(schemaErrors(json)).isEmpty();
        assertThat(schemaErrors(json.replace("\"rows\": 1", "\"rows\": 0"))).isNotEmpty();
        assertThat(schemaErrors(json.replace("\"title\"", "\"titel\""))).isNotEmpty();
    }

    @Test
    void report_json_holds_the_evaluations_numbers_and_null_for_what_is_undefined(@TempDir Path directory)
            throws IOException {
        var data = Examples.full(6, 400);
        Report.write(directory, data);
        Report.write(directory.resolve("smallest"), smallest());

        var root = JsonParser.parseString(Files.readString(directory.resolve("report.json")))
                .getAsJsonObject();
        var main = root.getAsJsonArray("models").get(2).getAsJsonObject();
        assertThat(main.get("name").getAsString()).isEqualTo("fine-tuned");
        assertThat(main.get("macro_f1").getAsDouble())
                .isEqualTo(data.evaluation().macroF1());
        assertThat(root.getAsJsonArray("highest_losses")
                        .get(0)
                        .getAsJsonObject()
                        .get("loss")
                        .getAsDouble())
                .isGreaterThan(3);
        var smallest = JsonParser.parseString(Files.readString(directory.resolve("smallest/report.json")))
                .getAsJsonObject();
        assertThat(smallest.getAsJsonArray("models")
                        .get(0)
                        .getAsJsonObject()
                        .get("macro_roc_auc")
                        .isJsonNull())
                .isTrue();
    }

    @Test
    void warnings_stand_in_front_and_are_text(@TempDir Path directory) throws IOException {
        String page = Files.readString(Report.write(directory, Examples.full(6, 400)));
        assertThat(page).contains("The training loss rose | far; &lt;b&gt;lower&lt;/b&gt; the learning rate.");
        assertThat(page.indexOf("id=\"warning\"")).isBetween(0, page.indexOf("id=\"gates\""));
        assertThat(Files.readString(directory.resolve("report.md")))
                .contains("## Warning\n\n- ⚠️ The training loss rose");
        assertThat(Files.readString(Report.write(directory, smallest()))).doesNotContain("id=\"warning\"");
        assertThat(Files.readString(directory.resolve("report.md"))).doesNotContain("Warning");
    }

    @Test
    void a_text_with_a_script_stays_text_and_the_page_asks_for_nothing(@TempDir Path directory) throws IOException {
        String page = Files.readString(Report.write(directory, Examples.full(6, 400)));

        assertThat(page)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "all-MiniLM-L6-v2 on &lt;emotion&gt;")
                .doesNotContain("<script", "http://", "https://", "@import", "url(", "src=")
                .contains("default-src 'none'");
        assertThat(page).doesNotContain("\u0000", "\u0007");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 6, 28})
    void every_page_is_well_formed_and_below_a_megabyte(int labels, @TempDir Path directory) throws Exception {
        String page = Files.readString(Report.write(directory, labels == 1 ? smallest() : Examples.full(labels, 2000)));

        assertThat(page.getBytes(java.nio.charset.StandardCharsets.UTF_8).length)
                .isLessThan(1_000_000);
        assertThat(page).doesNotContain("NaN", "Infinity");
        // as XML, but for the elements that HTML leaves open
        String xml = page.replace("<!DOCTYPE html>", "").replaceAll("<(meta|link)([^>]*)>", "<$1$2/>");
        var parser = javax.xml.parsers.DocumentBuilderFactory.newInstance().newDocumentBuilder();
        var root = parser.parse(new org.xml.sax.InputSource(new java.io.StringReader(xml)));
        assertThat(root.getElementsByTagName("section").getLength()).isGreaterThanOrEqualTo(4);
    }

    @Test
    void sections_without_content_are_left_out(@TempDir Path directory) throws IOException {
        String page = Files.readString(Report.write(directory, smallest()));
        String markdown = Files.readString(directory.resolve("report.md"));

        assertThat(page).contains("id=\"labels\"", "id=\"confusion\"", "id=\"errors\"", "id=\"calibration\"");
        assertThat(page)
                .doesNotContain("id=\"training\"", "id=\"data\"", "id=\"suspects\"", "id=\"gates\"", "id=\"models\"");
        assertThat(markdown).contains("## Labels").doesNotContain("## Training", "## Gates");
    }

    @Test
    void maps_say_how_they_were_made_and_of_how_many_texts(@TempDir Path directory) throws IOException {
        String page = Files.readString(Report.write(directory, Examples.full(6, 400)));

        assertThat(page)
                .containsPattern(
                        "<figcaption>Hidden states by label: two principal components, \\d+ % and \\d+ % of the variance; "
                                + "400 of 4\u202F000 texts</figcaption><svg [^>]*aria-label=\"Map of the hidden states by label\"")
                .containsPattern(
                        "<figcaption>Hidden states by label: UMAP of each text&#39;s 15 nearest by cosine, itself included; "
                                + "axes have no unit; 400 of 4\u202F000 texts</figcaption><svg [^>]*aria-label=\"UMAP of the hidden states");
    }

    @Test
    void a_map_of_other_rows_is_refused() {
        var features = new Features(new float[] {1, 2, 3, 4, 5, 7}, 2);
        var pca = Pca.of(features);
        var two = Umap.of(features.select(0, 1), Umap.Options.withSeed(1));

        assertThatThrownBy(() -> new DataPictures.HiddenMap(pca, Optional.of(two), new int[3], 3))
                .hasMessage("principal components of 3 rows, 3 labels, a UMAP of 2, from 3 texts");
        assertThatThrownBy(() -> new DataPictures.HiddenMap(pca, Optional.empty(), new int[3], 2))
                .hasMessage("principal components of 3 rows, 3 labels, from 2 texts");
    }

    @Test
    void predictions_csv_has_every_text_whole_and_is_read_back(@TempDir Path directory) throws IOException {
        var data = Examples.full(6, 400);
        Report.write(directory, data);

        Dataset read = Datasets.read(
                directory.resolve("predictions.csv"),
                ReadOptions.defaults().withLabels(data.evaluation().labels()));

        assertThat(read.texts()).isEqualTo(data.texts());
        assertThat(read.labelId(13)).isEqualTo(data.evaluation().truth(13));
        assertThat(Files.readString(directory.resolve("predictions.csv")))
                .startsWith("row,text,label,predicted,probability,loss,p_sadness,p_joy,");
    }

    @Test
    void markdown_shows_texts_as_texts(@TempDir Path directory) throws IOException {
        Report.write(directory, Examples.full(6, 400));
        String markdown = Files.readString(directory.resolve("report.md"));

        assertThat(markdown)
                .doesNotContain("<script", "**bold**", "| a | table |")
                .contains("- ❌ macro\\_f1");
        var tableRows = markdown.lines().filter(line -> line.startsWith("| ")).toList();
        assertThat(tableRows).hasSizeGreaterThan(20).allMatch(line -> line.endsWith(" |"));
    }

    @Test
    void how_wrong_labels_were_sought_is_told_in_every_form_also_where_none_was_found(@TempDir Path directory)
            throws IOException {
        String note = "Not sought: 3 texts; it takes at least 5.";
        Report.write(directory, smallest().withSuspects(List.of(), note));
        Path found = directory.resolve("found");
        Report.write(found, Examples.full(6, 400));

        for (String file : List.of("report.html", "report.json")) {
            assertThat(directory.resolve(file)).content().contains(note);
            assertThat(found.resolve(file)).content().contains(Examples.SUSPECTS_NOTE);
        }
        assertThat(directory.resolve("report.md"))
                .content()
                .contains("## Labels that are probably wrong\n\n" + note + "\n")
                .doesNotContain("suggested");
        assertThat(found.resolve("report.md"))
                .content()
                .contains("## Labels that are probably wrong: 2\n\n" + Examples.SUSPECTS_NOTE + "\n\n| row | label |");
        assertThat(schemaErrors(Files.readString(directory.resolve("report.json"))))
                .isEmpty();
    }

    @Test
    void junit_xml_has_the_gates(@TempDir Path directory) throws IOException {
        Report.write(directory, Examples.full(6, 400));

        assertThat(Files.readString(directory.resolve("junit.xml")))
                .contains("tests=\"3\" failures=\"1\"", "name=\"macro_f1 ≥ 0.99\"");
    }

    @Test
    void all_files_of_2000_texts_are_written_in_under_two_seconds(@TempDir Path directory) throws IOException {
        var data = Examples.full(6, 2000);
        Report.write(directory, Examples.full(6, 100)); // classes loaded

        // processor time of this thread, which does all the work: other programs on the machine must not fail the test
        var threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        Report.write(directory, data);

        assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - start))
                .as("CPU time")
                .isLessThan(Duration.ofSeconds(2));
        try (var files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "report.html", "report.json", "report.md", "junit.xml", "predictions.csv");
        }
    }

    @Test
    void a_model_evaluated_on_other_rows_is_refused() {
        var labels = Examples.labels(3);
        var data = ReportData.of("t", "m", Examples.evaluation(labels, 30, 2, 1), Examples.texts(30));

        assertThatThrownBy(() -> data.withReference("other", Examples.evaluation(labels, 29, 2, 1)))
                .hasMessage("model 'other' was evaluated on 29 rows, but there are 30 texts");
    }
}
