package io.github.emotion4j.eval.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The report as a browser shows it. Screenshots lie in target/screenshots. */
@Tag("browser")
class ReportInBrowserTest {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    // the browser may still write into its profile while it ends
    @TempDir(cleanup = CleanupMode.NEVER)
    private static Path directory;

    private static Chromium chromium;
    private static Path page;
    private static Path manyLabels;

    @BeforeAll
    static void start() throws Exception {
        var program = Chromium.program();
        assumeTrue(program.isPresent(), "skipped: no chromium on the PATH; apt-get install chromium");
        page = Report.write(directory.resolve("report"), Examples.full(6, 1200));
        manyLabels = Report.write(directory.resolve("many"), Examples.full(28, 1200));
        Files.createDirectories(SCREENSHOTS);
        chromium = Chromium.start(program.get(), Files.createDirectory(directory.resolve("profile")));
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"360, light", "360, dark", "1280, light", "1280, dark"})
    void the_page_loads_without_errors_or_requests_and_fits_the_screen(int width, String scheme) throws Exception {
        for (var file : List.of(page, manyLabels)) {
            chromium.open(file.toUri(), width, 800, scheme);

            assertThat(chromium.named("Runtime.consoleAPICalled")).isEmpty();
            assertThat(chromium.named("Runtime.exceptionThrown")).isEmpty();
            assertThat(chromium.named("Log.entryAdded")).isEmpty();
            assertThat(chromium.named("Page.javascriptDialogOpening")).isEmpty();
            assertThat(chromium.named("Network.requestWillBeSent"))
                    .extracting(
                            event -> event.getAsJsonObject("request").get("url").getAsString())
                    .allMatch(url -> url.equals(file.toUri().toString()) || url.startsWith("data:"));
            assertThat(chromium.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
                    .as("pixels that the page is wider than the screen")
                    .matches(pixels -> Integer.parseInt(pixels) <= 0);
            String name = (file == page ? "report" : "many-labels") + "-" + width + "-" + scheme + ".png";
            chromium.screenshot(SCREENSHOTS.resolve(name));
        }
    }

    @Test
    void every_chart_is_drawn_with_a_size_and_its_name() throws Exception {
        chromium.open(page.toUri(), 1280, 800, "light");

        String charts = chromium.evaluate("[...document.querySelectorAll('svg.chart')].filter(chart => "
                + "chart.getBoundingClientRect().width > 200 && chart.getBoundingClientRect().height > 80)"
                + ".map(chart => chart.getAttribute('aria-label')).join('\\n')");

        assertThat(charts.lines())
                .containsExactlyInAnyOrder(
                        "Accuracy of the models with 95 % intervals",
                        "Loss by epoch",
                        "Accuracy and macro F1 of the validation split by epoch",
                        "Reliability diagrams before and after temperature scaling",
                        "Accuracy by share of texts answered",
                        "Distribution of the losses",
                        "Texts per label",
                        "Words per text by label",
                        "Tokens per text by label",
                        "Share of texts that are cut",
                        "Map of the hidden states by label",
                        "UMAP of the hidden states by label");
        assertThat(chromium.evaluate("[...document.querySelectorAll('svg.chart text')].filter(text => { "
                        + "const t = text.getBoundingClientRect(), c = text.ownerSVGElement.getBoundingClientRect(); "
                        + "return t.left < c.left - 1 || t.right > c.right + 1 || t.bottom > c.bottom + 1 || t.top < c.top - 1; "
                        + "}).map(text => text.textContent).join('|')"))
                .as("texts that are cut off at the edge of their chart")
                .isEmpty();
    }

    @Test
    void a_confusion_cell_says_what_it_counts() throws Exception {
        chromium.open(page.toUri(), 360, 800, "light");
        var evaluation = Examples.full(6, 1200).evaluation();
        int[][] counts = evaluation.confusion();

        assertThat(chromium.evaluate("document.querySelector('.heat tbody tr:nth-child(3) td:nth-child(3)').title"))
                .startsWith("love → joy: " + counts[2][1] + " of 200, ");
        assertThat(chromium.evaluate("document.querySelector('.heat tbody tr:nth-child(3) td:nth-child(4)').innerText"))
                .isEqualTo(Long.toString(Math.round(counts[2][2] / 2.0)));
    }

    @Test
    void a_script_in_a_text_stays_text() throws Exception {
        chromium.open(page.toUri(), 1280, 800, "light");

        assertThat(chromium.evaluate("document.querySelectorAll('script').length"))
                .isEqualTo("0");
        assertThat(chromium.evaluate("document.querySelector('#suspects').innerText"))
                .contains(Examples.SCRIPT);
        assertThat(chromium.named("Page.javascriptDialogOpening")).isEmpty();
    }
}
