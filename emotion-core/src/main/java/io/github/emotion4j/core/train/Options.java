package io.github.emotion4j.core.train;

import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.graph.Precision;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * How to fine-tune. {@link #defaults()} are those of chapter 2 of <i>Natural Language Processing with Transformers</i> (2 epochs, batches of 64,
 * learning rate 2e-5, weight decay 0.01); the {@code with…} methods change one at a time:
 *
 * <pre>{@code
 * Options.defaults().withEpochs(3).withLearningRate(1e-4).withPooling(Pooling.MEAN)
 * }</pre>
 *
 * <p>A value out of its range is refused with an {@link IllegalArgumentException} that names it. Immutable.
 *
 * @param epochs passes over the training data, at least 1
 * @param batchSize texts a batch, at least 1
 * @param learningRate the highest, greater than 0
 * @param weightDecay AdamW's, at least 0
 * @param warmupRatio share of all steps in which the learning rate rises from 0, in [0, 1]; it then falls linearly to 0
 * @param gradientAccumulation batches whose gradients make one step, at least 1
 * @param maxGradNorm gradients are scaled down to this L2 norm, greater than 0; infinity for no clipping
 * @param labelSmoothing share of the target that is spread over all labels, in [0, 1)
 * @param classWeights how much the labels count
 * @param pooling what the head sees: token 0 or the mean
 * @param freezeLayers 0 trains everything; N keeps the embeddings and the first N layers as they are
 * @param earlyStopping epochs without improvement after which training ends; 0 never ends early
 * @param bestBy the measure that chooses the epoch to keep
 * @param saveEvery steps between two saved states of the run; 0 saves none
 * @param precision of the encoder's matrix products
 * @param seed decides the order of the data, dropout, and the start of a new head
 */
public record Options(
        int epochs,
        int batchSize,
        double learningRate,
        double weightDecay,
        double warmupRatio,
        int gradientAccumulation,
        double maxGradNorm,
        double labelSmoothing,
        ClassWeights classWeights,
        Pooling pooling,
        int freezeLayers,
        int earlyStopping,
        BestBy bestBy,
        int saveEvery,
        Precision precision,
        long seed) {

    /** A measure on the validation data. */
    public enum BestBy {
        /** Mean cross-entropy, the lowest. */
        LOSS,
        /** Share of right answers, the highest. */
        ACCURACY,
        /** Unweighted mean of the labels' F1, the highest. */
        MACRO_F1
    }

    /** Checks the ranges given above. */
    public Options {
        atLeast("epochs", epochs, 1);
        atLeast("batch size", batchSize, 1);
        atLeast("gradient accumulation", gradientAccumulation, 1);
        atLeast("frozen layers", freezeLayers, 0);
        atLeast("early stopping", earlyStopping, 0);
        atLeast("save every", saveEvery, 0);
        require(learningRate > 0 && Double.isFinite(learningRate), "learning rate must be > 0", learningRate);
        require(weightDecay >= 0 && Double.isFinite(weightDecay), "weight decay must be >= 0", weightDecay);
        require(warmupRatio >= 0 && warmupRatio <= 1, "warm-up ratio must be in [0, 1]", warmupRatio);
        require(maxGradNorm > 0, "maximum gradient norm must be > 0", maxGradNorm);
        require(labelSmoothing >= 0 && labelSmoothing < 1, "label smoothing must be in [0, 1)", labelSmoothing);
        Objects.requireNonNull(classWeights, "classWeights");
        Objects.requireNonNull(pooling, "pooling");
        Objects.requireNonNull(bestBy, "bestBy");
        Objects.requireNonNull(precision, "precision");
    }

    /** The book's settings; token 0, everything trained, the epoch with the best macro F1 kept, float32, seed 42. */
    public static Options defaults() {
        return new Options(
                2,
                64,
                2e-5,
                0.01,
                0,
                1,
                1,
                0,
                new ClassWeights.None(),
                Pooling.CLS,
                0,
                0,
                BestBy.MACRO_F1,
                0,
                Precision.FLOAT32,
                42);
    }

    /**
     * The options by name, to be told with a model: texts, and numbers that JSON can write. The seed is not among them, nor what decides nothing about the
     * model.
     */
    public Map<String, Object> account() {
        var told = new LinkedHashMap<String, Object>();
        told.put("epochs", epochs);
        told.put("batch_size", batchSize);
        told.put("learning_rate", learningRate);
        told.put("weight_decay", weightDecay);
        told.put("warmup_ratio", warmupRatio);
        told.put("gradient_accumulation", gradientAccumulation);
        told.put("max_grad_norm", Double.isInfinite(maxGradNorm) ? "none" : maxGradNorm);
        told.put("label_smoothing", labelSmoothing);
        told.put("class_weights", classWeights.toText());
        told.put("pooling", pooling.name().toLowerCase(Locale.ROOT));
        told.put("freeze_layers", freezeLayers);
        told.put("early_stopping", earlyStopping);
        told.put("best_by", bestBy.name().toLowerCase(Locale.ROOT));
        told.put("precision", precision.name().toLowerCase(Locale.ROOT));
        return told;
    }

    private static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be >= " + least + ", found " + value);
        }
    }

    private static void require(boolean holds, String rule, double found) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ", found " + found);
        }
    }

    /** These options with another {@code epochs}. */
    public Options withEpochs(int epochs) {
        return with(draft -> draft.epochs = epochs);
    }

    /** These options with another {@code batchSize}. */
    public Options withBatchSize(int batchSize) {
        return with(draft -> draft.batchSize = batchSize);
    }

    /** These options with another {@code learningRate}. */
    public Options withLearningRate(double learningRate) {
        return with(draft -> draft.learningRate = learningRate);
    }

    /** These options with another {@code weightDecay}. */
    public Options withWeightDecay(double weightDecay) {
        return with(draft -> draft.weightDecay = weightDecay);
    }

    /** These options with another {@code warmupRatio}. */
    public Options withWarmupRatio(double warmupRatio) {
        return with(draft -> draft.warmupRatio = warmupRatio);
    }

    /** These options with another {@code gradientAccumulation}. */
    public Options withGradientAccumulation(int gradientAccumulation) {
        return with(draft -> draft.gradientAccumulation = gradientAccumulation);
    }

    /** These options with another {@code maxGradNorm}. */
    public Options withMaxGradNorm(double maxGradNorm) {
        return with(draft -> draft.maxGradNorm = maxGradNorm);
    }

    /** These options with another {@code labelSmoothing}. */
    public Options withLabelSmoothing(double labelSmoothing) {
        return with(draft -> draft.labelSmoothing = labelSmoothing);
    }

    /** These options with another {@code classWeights}. */
    public Options withClassWeights(ClassWeights classWeights) {
        return with(draft -> draft.classWeights = classWeights);
    }

    /** These options with another {@code pooling}. */
    public Options withPooling(Pooling pooling) {
        return with(draft -> draft.pooling = pooling);
    }

    /** These options with another {@code freezeLayers}. */
    public Options withFreezeLayers(int freezeLayers) {
        return with(draft -> draft.freezeLayers = freezeLayers);
    }

    /** These options with another {@code earlyStopping}. */
    public Options withEarlyStopping(int earlyStopping) {
        return with(draft -> draft.earlyStopping = earlyStopping);
    }

    /** These options with another {@code bestBy}. */
    public Options withBestBy(BestBy bestBy) {
        return with(draft -> draft.bestBy = bestBy);
    }

    /** These options with another {@code saveEvery}. */
    public Options withSaveEvery(int saveEvery) {
        return with(draft -> draft.saveEvery = saveEvery);
    }

    /** These options with another {@code precision}. */
    public Options withPrecision(Precision precision) {
        return with(draft -> draft.precision = precision);
    }

    /** These options with another {@code seed}. */
    public Options withSeed(long seed) {
        return with(draft -> draft.seed = seed);
    }

    private Options with(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return draft.options();
    }

    /** A record cannot be changed in one place: this can, between two of them. */
    private static final class Draft {
        private int epochs;
        private int batchSize;
        private double learningRate;
        private double weightDecay;
        private double warmupRatio;
        private int gradientAccumulation;
        private double maxGradNorm;
        private double labelSmoothing;
        private ClassWeights classWeights;
        private Pooling pooling;
        private int freezeLayers;
        private int earlyStopping;
        private BestBy bestBy;
        private int saveEvery;
        private Precision precision;
        private long seed;

        Draft(Options start) {
            epochs = start.epochs;
            batchSize = start.batchSize;
            learningRate = start.learningRate;
            weightDecay = start.weightDecay;
            warmupRatio = start.warmupRatio;
            gradientAccumulation = start.gradientAccumulation;
            maxGradNorm = start.maxGradNorm;
            labelSmoothing = start.labelSmoothing;
            classWeights = start.classWeights;
            pooling = start.pooling;
            freezeLayers = start.freezeLayers;
            earlyStopping = start.earlyStopping;
            bestBy = start.bestBy;
            saveEvery = start.saveEvery;
            precision = start.precision;
            seed = start.seed;
        }

        Options options() {
            return new Options(
                    epochs,
                    batchSize,
                    learningRate,
                    weightDecay,
                    warmupRatio,
                    gradientAccumulation,
                    maxGradNorm,
                    labelSmoothing,
                    classWeights,
                    pooling,
                    freezeLayers,
                    earlyStopping,
                    bestBy,
                    saveEvery,
                    precision,
                    seed);
        }
    }
}
