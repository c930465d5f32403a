package io.github.emotion4j.eval;

import com.oracle.labs.mlrg.olcut.util.Pair;
import io.github.emotion4j.data.Labels;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tribuo.Example;
import org.tribuo.Excuse;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.Model;
import org.tribuo.MutableFeatureMap;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.evaluation.LabelEvaluation;
import org.tribuo.classification.evaluation.LabelEvaluator;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.provenance.impl.EmptyDatasetProvenance;
import org.tribuo.provenance.impl.EmptyTrainerProvenance;

/** Feeds the predictions of any model to Tribuo's {@link LabelEvaluator}. */
final class TribuoEvaluation {

    private TribuoEvaluation() {}

    static LabelEvaluation of(Labels labels, Sample sample) {
        var predictions = new ArrayList<Prediction<Label>>(sample.rows());
        for (int row = 0; row < sample.rows(); row++) {
            var example = new ArrayExample<>(new Label(labels.name(sample.truth(row))));
            var scores = new LinkedHashMap<String, Label>();
            for (int label = 0; label < labels.size(); label++) {
                scores.put(labels.name(label), new Label(labels.name(label), sample.probability(row, label)));
            }
            var answer = scores.get(labels.name(sample.predicted(row)));
            predictions.add(new Prediction<>(answer, scores, 0, example, true));
        }
        var provenance = new SimpleDataSourceProvenance("predictions", new LabelFactory());
        return new LabelEvaluator().evaluate(new KnownLabels(labels), predictions, provenance);
    }

    /** Carries the labels to the evaluator, which asks a model for them; it predicts nothing. */
    private static final class KnownLabels extends Model<Label> {

        private static final long serialVersionUID = 1L;

        KnownLabels(Labels labels) {
            super(
                    "predictions",
                    new ModelProvenance(
                            KnownLabels.class.getName(),
                            OffsetDateTime.now(),
                            new EmptyDatasetProvenance(),
                            new EmptyTrainerProvenance()),
                    new ImmutableFeatureMap(new MutableFeatureMap()),
                    new LabelFactory().constructInfoForExternalModel(ids(labels)),
                    true);
        }

        private static Map<Label, Integer> ids(Labels labels) {
            var ids = new LinkedHashMap<Label, Integer>();
            labels.names().forEach(name -> ids.put(new Label(name), ids.size()));
            return ids;
        }

        @Override
        public Prediction<Label> predict(Example<Label> example) {
            throw new UnsupportedOperationException("the predictions came from elsewhere");
        }

        @Override
        public Map<String, List<Pair<String, Double>>> getTopFeatures(int n) {
            return Map.of();
        }

        @Override
        public Optional<Excuse<Label>> getExcuse(Example<Label> example) {
            return Optional.empty();
        }

        @Override
        protected Model<Label> copy(String newName, ModelProvenance newProvenance) {
            return this;
        }
    }
}
