package io.github.emotion4j.eval.umap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import com.google.gson.annotations.SerializedName;
import io.github.emotion4j.eval.chart.Pca;
import io.github.emotion4j.eval.classifier.Features;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The parts against numpy, scipy and scikit-learn, computed from the paper's formulas in double precision, on {@link Sheets}:
 *
 * <pre>
 * x = np.linspace(0, 3 * spread, 300); y = np.where(x &lt; min_dist, 1, np.exp(-(x - min_dist) / spread))
 * (a, b), _ = scipy.optimize.curve_fit(lambda x, a, b: 1 / (1 + a * x ** (2 * b)), x, y)
 * d = scipy.spatial.distance.cdist(data, data, metric); order = the 15 nearest, itself first; near = their distances
 * rho = near[:, 1]; sigma = brentq(lambda s: np.exp(-np.maximum(0, near[i, 1:] - rho[i]) / s).sum() - np.log2(15), 1e-9, 1e3)
 * w[i, order[i, 1:]] = np.exp(-np.maximum(0, near[i, 1:] - rho[i]) / sigma[i]); g = w + w.T - w * w.T
 * trustworthiness = sklearn.manifold.trustworthiness(data, map, n_neighbors=15, metric=metric)
 * </pre>
 *
 * "columns" is the trustworthiness of the first two columns taken as a map, "pca" that of scikit-learn's PCA, "umap" that of a
 * layout in plain Python (500 epochs, five negative samples, steps cut at 4, powers computed and not looked up, started from that PCA).
 */
class ReferenceUmapTest {

    private static Reference reference;

    private record Reference(
            @SerializedName("data_head") double[] dataHead,
            List<ReferenceCurve> curves,
            Map<String, ReferenceGraph> graphs,
            int[] iris) {}

    private record ReferenceCurve(
            @SerializedName("min_dist") double minDist, double spread, double a, double b) {}

    private record ReferenceGraph(
            int edges,
            @SerializedName("weight_sum") double weightSum,
            @SerializedName("sigma_sum") double sigmaSum,
            List<Row> rows,
            Map<String, Double> trustworthiness) {}

    private record Row(int row, double rho, double sigma, int[] neighbours, int[] tails, double[] weights) {}

    @BeforeAll
    static void read() throws IOException {
        try (var stream = ReferenceUmapTest.class.getResourceAsStream("reference.json");
                var reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
            reference = new Gson().fromJson(reader, Reference.class);
        }
        for (int column = 0; column < 4; column++) {
            assertThat((double) Sheets.features().row(7)[column]).isEqualTo(reference.dataHead[column]);
        }
    }

    private static ReferenceGraph graph(Distance distance) {
        return reference.graphs.get(distance.name().toLowerCase(java.util.Locale.ROOT));
    }

    @Test
    void curves_are_those_of_scipys_least_squares() {
        assertThat(reference.curves).hasSize(5);
        for (var expected : reference.curves) {
            var curve = Curve.fit(expected.minDist, expected.spread);

            assertThat(curve.a()).as("a of %s", expected).isCloseTo(expected.a, within(1e-4 * expected.a));
            assertThat(curve.b()).as("b of %s", expected).isCloseTo(expected.b, within(1e-4 * expected.b));
        }
    }

    @ParameterizedTest
    @EnumSource
    void neighbours_and_scales_are_those_of_scipy(Distance distance) {
        var neighbours = NearestNeighbours.of(Sheets.features(), distance, 15);
        var scale = LocalScale.of(neighbours);

        for (var expected : graph(distance).rows) {
            int[] found = neighbours.rows()[expected.row];
            assertThat(found[0]).isEqualTo(expected.row);
            assertThat(java.util.Arrays.copyOfRange(found, 1, 15)).containsExactly(expected.neighbours);
            assertThat(scale.nearest()[expected.row]).isCloseTo(expected.rho, within(1e-9));
            assertThat(scale.width()[expected.row]).isCloseTo(expected.sigma, within(1e-4 * expected.sigma));
        }
        double sum = java.util.Arrays.stream(scale.width()).sum();
        assertThat(sum).isCloseTo(graph(distance).sigmaSum, within(1e-4 * sum));
    }

    @ParameterizedTest
    @EnumSource
    void the_graph_has_scipys_edges_and_weights(Distance distance) {
        var graph = FuzzyGraph.of(NearestNeighbours.of(Sheets.features(), distance, 15));

        assertThat(graph.weights()).hasSize(graph(distance).edges);
        assertThat(java.util.Arrays.stream(graph.weights()).sum()).isCloseTo(graph(distance).weightSum, within(0.02));
        for (var expected : graph(distance).rows) {
            int[] edges = java.util.stream.IntStream.range(0, graph.heads().length)
                    .filter(edge -> graph.heads()[edge] == expected.row)
                    .toArray();
            assertThat(java.util.Arrays.stream(edges).map(edge -> graph.tails()[edge]))
                    .containsExactly(
                            java.util.Arrays.stream(expected.tails).boxed().toArray(Integer[]::new));
            for (int at = 0; at < edges.length; at++) {
                assertThat(graph.weights()[edges[at]]).isCloseTo(expected.weights[at], within(1e-4));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_map_is_as_trustworthy_as_the_reference_and_more_than_principal_components(Distance distance) {
        var features = Sheets.features();
        var expected = graph(distance).trustworthiness;
        var columns = new float[Sheets.ROWS][];
        java.util.Arrays.setAll(columns, row -> java.util.Arrays.copyOf(features.row(row), 2));
        assertThat(Sheets.trustworthiness(features, distance, columns, 15))
                .as("the measure itself")
                .isCloseTo(expected.get("columns"), within(1e-6));
        double pca = Sheets.trustworthiness(features, distance, Pca.of(features).points(), 15);
        assertThat(pca).isCloseTo(expected.get("pca"), within(1e-4));

        var umap = Umap.of(features, Umap.Options.withSeed(42).withDistance(distance));

        double found = Sheets.trustworthiness(features, distance, umap.points(), 15);
        assertThat(found).isCloseTo(expected.get("umap"), within(0.01)).isGreaterThan(pca + 0.05);
    }

    /** The bar is the one of umap-learn's own test of Fisher's irises (ten neighbours, minimum distance 0.01, 200 epochs). */
    @Test
    void the_map_of_the_irises_passes_the_bar_of_umap_learns_own_test() {
        var values = new float[reference.iris.length];
        for (int at = 0; at < values.length; at++) {
            values[at] = reference.iris[at] / 10f;
        }
        var irises = new Features(values, 4);
        assertThat(irises.rows()).isEqualTo(150);

        var umap = Umap.of(irises, new Umap.Options(10, 0.01, 1, Distance.EUCLIDEAN, 200, 42));

        assertThat(Sheets.trustworthiness(irises, Distance.EUCLIDEAN, umap.points(), 10))
                .isGreaterThanOrEqualTo(0.97);
    }
}
