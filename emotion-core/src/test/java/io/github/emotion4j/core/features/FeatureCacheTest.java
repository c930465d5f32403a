package io.github.emotion4j.core.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.core.encoder.Pooling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureCacheTest {

    @TempDir
    private Path folder;

    @Test
    void whatWasPutIsFound() throws Exception {
        var cache = new FeatureCache(folder.resolve("new"), 1 << 20);

        cache.put("a", new NpyFile.Matrix(new float[] {1, 2, 3, 4}, 2, 2));

        assertThat(cache.get("a")).get().extracting(NpyFile.Matrix::values).isEqualTo(new float[] {1, 2, 3, 4});
        assertThat(cache.get("b")).isEmpty();
    }

    @Test
    void aDamagedFileCountsAsMissing() throws Exception {
        var cache = new FeatureCache(folder, 1 << 20);
        cache.put("a", new NpyFile.Matrix(new float[4], 2, 2));

        Files.write(folder.resolve("a.npy"), new byte[] {1, 2, 3});

        assertThat(cache.get("a")).isEmpty();
    }

    @Test
    void whatWasNotAskedForLongestGoesFirst() throws Exception {
        var cache = new FeatureCache(folder, 1500);
        cache.put("old", new NpyFile.Matrix(new float[100], 10, 10));
        cache.put("older", new NpyFile.Matrix(new float[100], 10, 10));
        Files.setLastModifiedTime(folder.resolve("older.npy"), FileTime.fromMillis(1000));
        Files.setLastModifiedTime(folder.resolve("old.npy"), FileTime.fromMillis(2000));

        cache.put("new", new NpyFile.Matrix(new float[100], 10, 10));

        assertThat(cache.get("older")).isEmpty();
        assertThat(cache.get("old")).isPresent();
        assertThat(cache.get("new")).isPresent();
    }

    @Test
    void theNameDependsOnEverythingThatDecidesTheFeatures() {
        var keys = Set.of(
                FeatureCache.key("sha", Pooling.CLS, 512, List.of("a", "bc")),
                FeatureCache.key("other", Pooling.CLS, 512, List.of("a", "bc")),
                FeatureCache.key("sha", Pooling.MEAN, 512, List.of("a", "bc")),
                FeatureCache.key("sha", Pooling.CLS, 128, List.of("a", "bc")),
                FeatureCache.key("sha", Pooling.CLS, 512, List.of("ab", "c")),
                FeatureCache.key("sha", Pooling.CLS, 512, List.of("bc", "a")));

        assertThat(keys).hasSize(6);
        assertThat(keys).contains(FeatureCache.key("sha", Pooling.CLS, 512, List.of("a", "bc")));
    }
}
