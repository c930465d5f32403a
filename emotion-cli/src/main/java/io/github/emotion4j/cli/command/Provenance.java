package io.github.emotion4j.cli.command;

import io.github.emotion4j.core.train.ClassWeights;
import io.github.emotion4j.core.train.Options;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How a model was made, for model directories, cards and reports. */
final class Provenance {

    private Provenance() {}

    /** The options of fine-tuning by name, in the order of the command line; the seed aside, which every method has. */
    static Map<String, Object> of(Options options) {
        var told = new LinkedHashMap<String, Object>();
        told.put("epochs", options.epochs());
        told.put("batch_size", options.batchSize());
        told.put("learning_rate", options.learningRate());
        told.put("weight_decay", options.weightDecay());
        told.put("warmup_ratio", options.warmupRatio());
        told.put("gradient_accumulation", options.gradientAccumulation());
        // JSON has no infinity.
        told.put("max_grad_norm", Double.isInfinite(options.maxGradNorm()) ? "none" : options.maxGradNorm());
        told.put("label_smoothing", options.labelSmoothing());
        told.put("class_weights", words(options.classWeights()));
        told.put("pooling", options.pooling().name().toLowerCase(Locale.ROOT));
        told.put("freeze_layers", options.freezeLayers());
        told.put("early_stopping", options.earlyStopping());
        told.put("best_by", options.bestBy().name().toLowerCase(Locale.ROOT));
        told.put("precision", options.precision().name().toLowerCase(Locale.ROOT));
        return told;
    }

    private static String words(ClassWeights weights) {
        if (weights instanceof ClassWeights.Given given) {
            return given.byName().toString();
        }
        return weights instanceof ClassWeights.Balanced ? "balanced" : "none";
    }

    /** A value for people; whole numbers without a point, also where JSON gave it one. */
    static String words(Object value) {
        if (value instanceof Number number
                && number.doubleValue() == Math.rint(number.doubleValue())
                && Math.abs(number.doubleValue()) < 1e15) {
            return Long.toString(number.longValue());
        }
        return String.valueOf(value);
    }
}
