package io.github.emotion4j.eval.report;

import static io.github.emotion4j.eval.chart.Markup.count;

import io.github.emotion4j.eval.chart.BarChart;
import io.github.emotion4j.eval.chart.BoxPlot;
import io.github.emotion4j.eval.chart.DensityMap;
import io.github.emotion4j.eval.umap.Umap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the data are like before any training. */
final class DataSection {

    private final ReportData data;
    private final HtmlPage page;

    DataSection(ReportData data, HtmlPage page) {
        this.data = data;
        this.page = page;
    }

    void write() {
        data.data().ifPresent(pictures -> {
            page.section("data", "Data", "Before any training.");
            var series = new ArrayList<BarChart.Series>();
            pictures.counts().forEach((split, counts) -> series.add(BarChart.Series.of(split, counts)));
            page.figure(
                    "Texts per label",
                    BarChart.of("Texts per label", pictures.labels().names(), series, BarChart.Unit.COUNT));
            page.figure("Words per text", BoxPlot.of("Words per text by label", "words", pictures.words()));
            if (!pictures.tokens().isEmpty()) {
                tokens(pictures);
            }
            pictures.map().ifPresent(map -> maps(pictures.labels().names(), map));
            page.endFigures();
            page.end();
        });
    }

    private void tokens(DataPictures pictures) {
        page.figure("Tokens per text", BoxPlot.of("Tokens per text by label", "tokens", pictures.tokens()));
        page.figure(
                "Cut: more than " + pictures.limit() + " tokens",
                BarChart.of(
                        "Share of texts that are cut",
                        pictures.labels().names(),
                        List.of(new BarChart.Series("cut", pictures.overLimit())),
                        BarChart.Unit.SHARE));
    }

    private void maps(List<String> names, DataPictures.HiddenMap map) {
        int rows = map.labelIds().length;
        String sample = rows == map.texts() ? "" : "; " + count(rows) + " of " + count(map.texts()) + " texts";
        double[] explained = map.pca().explained();
        page.figure(
                String.format(
                        Locale.ROOT,
                        "Hidden states by label: two principal components, %.0f %% and %.0f %% of the variance%s",
                        explained[0] * 100,
                        explained[1] * 100,
                        sample),
                DensityMap.of(
                        "Map of the hidden states by label", names, map.pca().points(), map.labelIds()));
        map.umap()
                .ifPresent(umap -> page.figure(
                        caption(umap.options(), rows) + sample,
                        DensityMap.of("UMAP of the hidden states by label", names, umap.points(), map.labelIds())));
    }

    private static String caption(Umap.Options options, int rows) {
        return "Hidden states by label: UMAP of each text's " + Math.min(options.neighbours(), rows) + " nearest by "
                + switch (options.distance()) {
                    case COSINE -> "cosine";
                    case EUCLIDEAN -> "Euclidean distance";
                }
                + ", itself included; axes have no unit";
    }
}
