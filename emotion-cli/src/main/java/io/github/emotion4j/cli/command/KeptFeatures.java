package io.github.emotion4j.cli.command;

import io.github.emotion4j.core.features.FeatureCache;
import io.github.emotion4j.core.model.ModelDirectory;
import io.github.emotion4j.core.model.Sha256;
import io.github.emotion4j.eval.experiment.FrozenFeatures;
import java.io.IOException;
import java.nio.file.Path;

/** Where hidden states are kept between commands: {@code emotion/features} in the user's cache folder. */
final class KeptFeatures {

    private static final long BYTES = 2L << 30;

    private KeptFeatures() {}

    /**
     * Those of a model.
     *
     * @throws IOException if its weights cannot be read
     */
    static FrozenFeatures.Cached of(Path model) throws IOException {
        String base = System.getenv("XDG_CACHE_HOME");
        Path folder = (base == null || base.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".cache")
                        : Path.of(base))
                .resolve("emotion")
                .resolve("features");
        return new FrozenFeatures.Cached(new FeatureCache(folder, BYTES), Sha256.of(ModelDirectory.weights(model)));
    }
}
