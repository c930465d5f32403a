package io.github.emotion4j.cli.command;

import io.github.emotion4j.core.features.FeatureCache;
import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.core.model.Sha256;
import io.github.emotion4j.core.model.WeightFile;
import io.github.emotion4j.eval.experiment.FrozenFeatures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Where hidden states are kept between commands: {@code emotion/features} in the user's cache folder. */
final class KeptFeatures {

    private static final long BYTES = 2L << 30;

    private KeptFeatures() {}

    /**
     * Those of a model.
     *
     * @param model read from disk
     * @throws IOException if its weights or its tokenizer cannot be read
     */
    static FrozenFeatures.Cached of(Model model) throws IOException {
        String base = System.getenv("XDG_CACHE_HOME");
        Path folder = (base == null || base.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".cache")
                        : Path.of(base))
                .resolve("emotion")
                .resolve("features");
        return new FrozenFeatures.Cached(new FeatureCache(folder, BYTES), identity(model));
    }

    /** Of the weights and of all that decides the tokens: the tokenizer as it is loaded, from whatever files, and its limit. */
    private static String identity(Model model) throws IOException {
        String weights = WeightFile.of(model.source().orElseThrow()).sha256();
        try (var tokenizer = model.openTokenizer()) {
            String all = weights + " " + Sha256.of(tokenizer.json()) + " " + tokenizer.maxLength();
            return Sha256.of(all.getBytes(StandardCharsets.UTF_8));
        }
    }
}
