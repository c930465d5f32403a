package io.github.emotion4j.eval.experiment;

import io.github.emotion4j.core.features.FeatureCache;
import io.github.emotion4j.core.features.FeatureExtractor;
import io.github.emotion4j.core.features.NpyFile;
import io.github.emotion4j.core.graph.Encoder;
import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.data.tokenize.Tokenizer;
import io.github.emotion4j.eval.classifier.Features;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The frozen hidden states of a model's texts, from a cache where they are there. Not thread-safe; the encoder is loaded when the first text has to be
 * computed and lives until {@link #close()}.
 */
public final class FrozenFeatures implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FrozenFeatures.class);

    private static final int BATCH_SIZE = 64;

    private final Model model;
    private final Optional<Cached> cache;
    private Tokenizer tokenizer;
    private Encoder encoder;

    /**
     * Where features are kept.
     *
     * @param cache the folder
     * @param sha256 identifies the model's weights and tokenizer
     */
    public record Cached(FeatureCache cache, String sha256) {}

    /** Hears how many of the texts are done. */
    @FunctionalInterface
    public interface Progress {
        /** Hears nothing. */
        Progress NONE = (done, total) -> {};

        /** So many texts of all are done. */
        void done(int done, int total);
    }

    /** Features of a model's encoder with its pooling. */
    public FrozenFeatures(Model model, Optional<Cached> cache) {
        this.model = Objects.requireNonNull(model, "model");
        this.cache = Objects.requireNonNull(cache, "cache");
    }

    /**
     * One vector a text.
     *
     * @throws IOException if the tokenizer cannot be read
     */
    public Features of(List<String> texts, Progress progress) throws IOException {
        Optional<String> key = cache.map(where -> FeatureCache.key(
                where.sha256(), model.pooling(), model.checkpoint().config().maxPositions(), texts));
        if (key.isPresent()) {
            Optional<NpyFile.Matrix> kept = kept(key.get());
            if (kept.isPresent()) {
                progress.done(texts.size(), texts.size());
                return new Features(kept.get().values(), kept.get().columns());
            }
        }
        load();
        var extractor = new FeatureExtractor(tokenizer, encoder, model.pooling(), BATCH_SIZE);
        float[] values = extractor.extract(texts, done -> progress.done(done, texts.size()));
        var features = new Features(values, extractor.columns());
        if (key.isPresent()) {
            keep(key.get(), new NpyFile.Matrix(values, texts.size(), extractor.columns()));
        }
        return features;
    }

    private Optional<NpyFile.Matrix> kept(String key) {
        try {
            return cache.orElseThrow().cache().get(key);
        } catch (IOException e) {
            LOG.debug("the cache of features cannot be read: {}", e.toString());
            return Optional.empty();
        }
    }

    /** What was computed is not lost because it cannot be kept, for instance where the home of a service is read-only. */
    private void keep(String key, NpyFile.Matrix matrix) {
        try {
            cache.orElseThrow().cache().put(key, matrix);
        } catch (IOException e) {
            LOG.warn("the features are not kept for the next time: {}", e.toString());
        }
    }

    /** Width of a vector. */
    public int columns() {
        return model.checkpoint().config().hiddenSize();
    }

    /** Whether some had to be computed; false as long as the cache had all. */
    public boolean computed() {
        return encoder != null;
    }

    private void load() throws IOException {
        if (tokenizer == null) {
            tokenizer = model.openTokenizer();
        }
        if (encoder == null) {
            encoder = Encoder.of(model.checkpoint());
        }
    }

    @Override
    public void close() {
        if (tokenizer != null) {
            tokenizer.close();
        }
        if (encoder != null) {
            encoder.close();
        }
    }
}
