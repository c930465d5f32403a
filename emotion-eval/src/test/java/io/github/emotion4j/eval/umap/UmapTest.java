package io.github.emotion4j.eval.umap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.eval.chart.Pca;
import io.github.emotion4j.eval.classifier.Features;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UmapTest {

    private static final Umap.Options OPTIONS = Umap.Options.withSeed(1);

    private static Features random(int rows, int columns, double centre, long seed) {
        var random = new SplittableRandom(seed);
        var values = new float[rows * columns];
        for (int at = 0; at < values.length; at++) {
            values[at] = (float) (centre + random.nextDouble() - 0.5);
        }
        return new Features(values, columns);
    }

    private static void assertFinite(Umap umap, int rows) {
        assertThat(umap.points()).hasNumberOfRows(rows);
        for (float[] point : umap.points()) {
            assertThat(point).hasSize(2);
            assertThat(Float.isFinite(point[0]) && Float.isFinite(point[1])).isTrue();
        }
    }

    /** 300 rows are more than a block and no whole number of them. */
    @ParameterizedTest
    @CsvSource({"EUCLIDEAN, 0", "EUCLIDEAN, 1000", "COSINE, 0", "COSINE, 20"})
    void neighbours_are_those_that_sorting_all_distances_gives(Distance distance, double centre) {
        var features = random(300, 9, centre, 3);

        var found = NearestNeighbours.of(features, distance, 12);

        for (int row = 0; row < 300; row++) {
            int own = row;
            int[] expected = IntStream.range(0, 300)
                    .filter(other -> other != own)
                    .boxed()
                    .sorted(java.util.Comparator.comparingDouble(
                            (Integer other) -> distance.between(features, own, other)))
                    .limit(11)
                    .mapToInt(Integer::intValue)
                    .toArray();
            assertThat(found.rows()[row][0]).isEqualTo(row);
            assertThat(Arrays.copyOfRange(found.rows()[row], 1, 12))
                    .as("row " + row)
                    .containsExactly(expected);
            assertThat(found.distances()[row]).isSorted();
        }
    }

    @Test
    void distances_are_the_textbooks() {
        var features = new Features(new float[] {3, 4, 6, 8, -4, 3, 0, 0, 0, 0}, 2);

        assertThat(Distance.EUCLIDEAN.between(features, 0, 2)).isCloseTo(Math.sqrt(50), within(1e-12));
        assertThat(Distance.COSINE.between(features, 0, 1)).as("parallel").isZero();
        assertThat(Distance.COSINE.between(features, 0, 2))
                .as("at right angles")
                .isEqualTo(1);
        assertThat(Distance.COSINE.between(features, 0, 3)).as("one zero").isEqualTo(1);
        assertThat(Distance.COSINE.between(features, 3, 4)).as("two zeros").isZero();
    }

    @Test
    void a_looked_up_force_is_the_computed_one() {
        var curve = Curve.fit(0.1, 1);
        var attraction = new ForceTable(curve::attraction);
        var repulsion = new ForceTable(curve::repulsion);

        for (double squared = 1e-9; squared < 1e9; squared *= 1.0137) {
            double attracted = curve.attraction(squared);
            assertThat(attraction.at(squared)).isCloseTo(attracted, within(-attracted * 1e-4));
            assertThat(repulsion.at(squared))
                    .isCloseTo(curve.repulsion(squared), within(curve.repulsion(squared) * 1e-4));
        }
        assertThat(attraction.at(0)).isFinite();
        assertThat(repulsion.at(0)).isCloseTo(2 * curve.b() / 0.001, within(1.0));
        assertThat(repulsion.at(1e300)).isBetween(0.0, 1e-12);
    }

    /** The forces are the derivatives of the log-likelihoods of an edge and of no edge by a position, along the line between both. */
    @ParameterizedTest
    @ValueSource(doubles = {0.2, 1, 3})
    void forces_are_the_slopes_of_the_cross_entropy(double distance) {
        var curve = Curve.fit(0.1, 1);
        double h = 1e-6;
        double edge = (Math.log(curve.at(distance + h)) - Math.log(curve.at(distance - h))) / (2 * h);
        double none = (Math.log(1 - curve.at(distance + h)) - Math.log(1 - curve.at(distance - h))) / (2 * h);

        assertThat(curve.attraction(distance * distance) * distance).isCloseTo(edge, within(1e-6));
        // with the 0.001 in the denominator that keeps it finite
        double expected = none * distance * distance / (0.001 + distance * distance);
        assertThat(curve.repulsion(distance * distance) * distance).isCloseTo(expected, within(1e-6));
    }

    @Test
    void the_same_seed_gives_the_same_map_on_any_number_of_threads() throws Exception {
        var features = random(400, 8, 0, 5);
        var alone = new ForkJoinPool(1);
        var many = new ForkJoinPool(5);
        try {
            float[][] first =
                    alone.submit(() -> Umap.of(features, OPTIONS).points()).get();
            float[][] second =
                    many.submit(() -> Umap.of(features, OPTIONS).points()).get();
            assertThat(second).isDeepEqualTo(first);
            float[][] other = Umap.of(features, Umap.Options.withSeed(2)).points();
            assertThat(Arrays.deepEquals(other, first)).isFalse();
        } finally {
            alone.shutdown();
            many.shutdown();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 14, 15, 16})
    void fewer_rows_than_neighbours_make_a_map(int rows) {
        assertFinite(Umap.of(random(rows, 4, 0, 7), OPTIONS), rows);
    }

    @ParameterizedTest
    @EnumSource
    void equal_rows_constant_columns_and_zeros_make_a_map(Distance distance) {
        var options = OPTIONS.withDistance(distance);
        var equal = new float[40 * 3];
        Arrays.fill(equal, 2.5f);
        var twins = random(40, 5, 0, 9).values();
        System.arraycopy(twins, 0, twins, 100, 100);
        var oneColumn = random(40, 4, 0, 11).values();
        for (int at = 0; at < oneColumn.length; at++) {
            oneColumn[at] = at % 4 == 1 ? oneColumn[at] : 3;
        }

        assertFinite(Umap.of(new Features(equal, 3), options), 40);
        assertFinite(Umap.of(new Features(new float[60], 2), options), 30);
        assertFinite(Umap.of(new Features(oneColumn, 4), options), 40);
        var map = Umap.of(new Features(twins, 5), options.withNeighbours(5));
        assertFinite(map, 40);
        for (int row = 0; row < 20; row++) {
            double apart = Math.hypot(
                    map.points()[row][0] - map.points()[row + 20][0], map.points()[row][1] - map.points()[row + 20][1]);
            assertThat(apart).as("twins of row " + row).isLessThan(1.5);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-30, 1e30})
    void the_scale_of_the_vectors_does_not_matter(double scale) {
        var features = Sheets.features();
        var scaled = new float[features.values().length];
        for (int at = 0; at < scaled.length; at++) {
            scaled[at] = (float) (features.values()[at] * scale);
        }
        var options = OPTIONS.withDistance(Distance.EUCLIDEAN);

        var map = Umap.of(new Features(scaled, Sheets.COLUMNS), options);

        assertFinite(map, Sheets.ROWS);
        assertThat(Sheets.trustworthiness(features, Distance.EUCLIDEAN, map.points(), 15))
                .isGreaterThan(0.9);
    }

    @Test
    void a_value_that_is_not_finite_is_named() {
        var values = random(20, 4, 0, 1).values();
        values[4 * 6 + 2] = Float.NaN;

        assertThatThrownBy(() -> Umap.of(new Features(values, 4), OPTIONS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("row 7, column 3: feature is NaN");
    }

    @Test
    void no_rows_too_many_rows_and_others_principal_components_are_refused() {
        var two = random(2, 2, 0, 1);

        assertThatThrownBy(() -> Umap.of(new Features(new float[0], 4), OPTIONS))
                .hasMessageStartingWith("0 rows to map; give 1 to 5000");
        assertThatThrownBy(() -> Umap.of(new Features(new float[5001], 1), OPTIONS))
                .hasMessageStartingWith("5001 rows to map; give 1 to 5000")
                .hasMessageContaining("Splits.sample");
        assertThatThrownBy(() -> Umap.of(two, Pca.of(random(3, 2, 0, 1)), OPTIONS))
                .hasMessage("principal components of 3 rows for 2 vectors");
    }

    @Test
    void options_out_of_range_are_named() {
        assertThatThrownBy(() -> OPTIONS.withNeighbours(1)).hasMessage("neighbours must be >= 2, found 1");
        assertThatThrownBy(() -> new Umap.Options(15, 1.5, 1, Distance.COSINE, 500, 1))
                .hasMessage("minimum distance must be between 0 and the spread of 1.0, found 1.5");
        assertThatThrownBy(() -> new Umap.Options(15, Double.NaN, 1, Distance.COSINE, 500, 1))
                .hasMessageContaining("found NaN");
        assertThatThrownBy(() -> new Umap.Options(15, 0.1, 0, Distance.COSINE, 500, 1))
                .hasMessage("spread must be > 0, found 0.0");
        assertThatThrownBy(() -> new Umap.Options(15, 0.1, 1, Distance.COSINE, 0, 1))
                .hasMessage("epochs must be >= 1, found 0");
    }
}
