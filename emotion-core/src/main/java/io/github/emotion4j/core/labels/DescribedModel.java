package io.github.emotion4j.core.labels;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.features.FeatureExtractor;
import io.github.emotion4j.core.graph.Encoder;
import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.data.Labels;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A classifier without a labelled text, from a sentence encoder and descriptions of the labels:
 *
 * <pre>{@code
 * Model encoder = ModelDirectory.read(Path.of("bge-small-en-v1.5"));
 * Model model = DescribedModel.of(encoder, LabelDescriptions.parse("joy=happy joyful,anger=angry furious"));
 * ModelDirectory.write(model, Path.of("model")); // or EmotionClassifier.of(…)
 * }</pre>
 *
 * <p>It is a model like any other: its head takes the pooled vector scaled to length 1, and is linear. Stateless and thread-safe.
 */
public final class DescribedModel {

    private static final int BATCH = 64;

    private DescribedModel() {}

    /**
     * By cosines alone.
     *
     * @param encoder its pooling makes the vectors; a head is replaced
     * @throws IOException if the tokenizer cannot be read
     */
    public static Model of(Model encoder, LabelDescriptions descriptions) throws IOException {
        return of(encoder, descriptions, List.of(), PrototypeOptions.defaults());
    }

    /**
     * With unlabelled texts.
     *
     * @param encoder its pooling makes the vectors; a head is replaced
     * @param unlabelled texts of the kind that will be asked, some hundred or more; all of them are encoded
     * @throws IOException if the tokenizer cannot be read
     */
    public static Model of(
            Model encoder, LabelDescriptions descriptions, List<String> unlabelled, PrototypeOptions options)
            throws IOException {
        try (var tokenizer = encoder.openTokenizer();
                var forward = Encoder.of(encoder.checkpoint())) {
            var extractor = new FeatureExtractor(tokenizer, forward, encoder.pooling(), BATCH);
            UnitVectors described = vectors(extractor, descriptions.texts());
            Optional<UnitVectors> texts =
                    unlabelled.isEmpty() ? Optional.empty() : Optional.of(vectors(extractor, unlabelled));
            PrototypeScores scores = PrototypeScores.of(
                    described, descriptions.labelIds(), descriptions.labels().size(), texts, options);
            var account = new LinkedHashMap<>(scores.account());
            account.put("descriptions", descriptions.byName());
            return with(encoder, scores.scores(), descriptions.labels(), account);
        }
    }

    /** A model of an encoder and such scores, which answers with these labels. */
    public static Model with(Model encoder, LinearScores scores, Labels labels, Map<String, Object> account) {
        Checkpoint body = encoder.checkpoint();
        return encoder.withCheckpoint(
                        new Checkpoint(body.config(), body.weights(), Optional.of(scores.head()), Optional.of(labels)))
                .withTemperature(1)
                .withTraining(account);
    }

    private static UnitVectors vectors(FeatureExtractor extractor, List<String> texts) {
        return UnitVectors.of(extractor.extract(texts, done -> {}), extractor.columns());
    }
}
