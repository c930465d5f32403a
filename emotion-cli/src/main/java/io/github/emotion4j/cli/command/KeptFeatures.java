package io.github.emotion4j.cli.command;

import io.github.emotion4j.core.features.FeatureCache;
import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.core.model.ModelDirectory;
import io.github.emotion4j.core.model.Sha256;
import io.github.emotion4j.eval.experiment.FrozenFeatures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where hidden states are kept between commands: {@code emotion/features} in the user's cache folder. */
final class KeptFeatures {

    private static final long BYTES = 2L << 30;

    private static final List<String> TOKENIZER_FILES =
            List.of("tokenizer.json", "vocab.txt", "tokenizer_config.json", "special_tokens_map.json");

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

    /** Of the weights and of all that decides the tokens, which need not lie beside them. */
    private static String identity(Model model) throws IOException {
        var files = new ArrayList<Path>();
        files.add(ModelDirectory.weights(model.source().orElseThrow()));
        model.tokenizer().ifPresent(place -> {
            if (Files.isDirectory(place)) {
                TOKENIZER_FILES.stream().map(place::resolve).forEach(files::add);
            } else {
                files.add(place);
                files.add(place.resolveSibling("tokenizer_config.json"));
            }
        });
        var sums = new StringBuilder();
        for (Path file : files) {
            if (Files.isRegularFile(file)) {
                sums.append(file.getFileName())
                        .append(' ')
                        .append(Sha256.of(file))
                        .append(' ');
            }
        }
        return Sha256.of(sums.toString().getBytes(StandardCharsets.UTF_8));
    }
}
