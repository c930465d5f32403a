package io.github.emotion4j.eval.classifier;

import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.data.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.baseline.DummyClassifierTrainer;
import org.tribuo.impl.ArrayExample;

/**
 * Answers the most frequent label of training whatever the text: what every other classifier must beat. Tribuo's dummy classifier.
 *
 * <p>The probabilities are the labels' shares in training, so that its log loss is the entropy of the labels and not infinite; a label that never
 * occurred gets the logit {@value LogisticRegression#NEVER_SEEN}. Of equally frequent labels the one with the lowest id is answered.
 *
 * <p>Immutable and thread-safe.
 */
public final class MostFrequentBaseline implements FeatureClassifier {

    private final Labels labels;
    private final Model<Label> model;
    private final LinearHead head;

    private MostFrequentBaseline(Labels labels, int columns, Model<Label> model) {
        this.labels = labels;
        this.model = model;
        var bias = new float[labels.size()];
        for (int id = 0; id < bias.length; id++) {
            long count =
                    model.getOutputIDInfo().getID(new Label(labels.name(id))) < 0 ? 0 : countOf(model, labels.name(id));
            bias[id] = count == 0
                    ? LogisticRegression.NEVER_SEEN
                    : (float) Math.log((double) count / model.getOutputIDInfo().getTotalObservations());
        }
        this.head = new LinearHead(new float[bias.length * columns], bias);
    }

    private static long countOf(Model<Label> model, String name) {
        for (var count : model.getOutputIDInfo().outputCountsIterable()) {
            if (count.getA().equals(name)) {
                return count.getB();
            }
        }
        return 0;
    }

    /**
     * Counts the labels.
     *
     * @param labelIds at least one, each in {@code [0, labels.size())}
     * @param labels all labels, also those that do not occur
     * @param columns width of the features that it will be asked with, and of its head; at least 1
     */
    public static MostFrequentBaseline train(int[] labelIds, Labels labels, int columns) {
        var features = new Features(new float[labelIds.length], 1);
        features.requireTrainable(labelIds, labels.size());
        var dataset = TribuoData.dataset(features, labelIds, labels, "label counts");
        return new MostFrequentBaseline(
                labels,
                columns,
                DummyClassifierTrainer.createMostFrequentTrainer().train(dataset));
    }

    /** Id of the label it always answers. */
    public int labelId() {
        float[] bias = head.bias();
        int best = 0;
        for (int id = 1; id < bias.length; id++) {
            best = bias[id] > bias[best] ? id : best;
        }
        return best;
    }

    /** What Tribuo's own model answers; the same as {@link #labelId()} unless labels are equally frequent. */
    String tribuoAnswer() {
        return model.predict(new ArrayExample<>(LabelFactory.UNKNOWN_LABEL, new String[] {"h000000"}, new double[] {1}))
                .getOutput()
                .getLabel();
    }

    @Override
    public ClassifierKind kind() {
        return ClassifierKind.BASELINE;
    }

    @Override
    public Labels labels() {
        return labels;
    }

    @Override
    public int columns() {
        return head.columns();
    }

    @Override
    public float[][] probabilities(Features features) {
        requireColumns(features);
        return head.probabilities(features);
    }

    /** The probabilities without features, for a given number of rows: {@code [rows][labels]}. */
    public float[][] probabilities(int rows) {
        return head.probabilities(new Features(new float[rows * columns()], columns()));
    }

    @Override
    public Optional<Head> linearHead() {
        return Optional.of(head.toHead());
    }

    @Override
    public void save(Path directory) throws IOException {
        SavedClassifier.write(directory, this, model::serializeToFile);
    }

    static MostFrequentBaseline load(Labels labels, int columns, Path file) throws IOException {
        return new MostFrequentBaseline(labels, columns, TribuoData.load(file));
    }
}
