package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.PrecisionOption;
import io.github.emotion4j.cli.Problem;
import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.train.ClassWeights;
import io.github.emotion4j.core.train.Options;
import io.github.emotion4j.data.Dataset;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of fine-tuning. */
final class TrainingOptions {

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "2",
            description = "Passes over the data (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "64",
            description = "Texts a batch (default: ${DEFAULT-VALUE}).")
    private int batchSize;

    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            defaultValue = "2e-5",
            description = "The highest; it falls linearly (default: ${DEFAULT-VALUE}).")
    private double learningRate;

    @Option(
            names = "--weight-decay",
            paramLabel = "X",
            defaultValue = "0.01",
            description = "AdamW's (default: ${DEFAULT-VALUE}).")
    private double weightDecay;

    @Option(
            names = "--warmup-ratio",
            paramLabel = "X",
            defaultValue = "0",
            description = "Share of steps with a rising rate (default: ${DEFAULT-VALUE}).")
    private double warmupRatio;

    @Option(
            names = "--gradient-accumulation",
            paramLabel = "N",
            defaultValue = "1",
            description = "Batches a step (default: ${DEFAULT-VALUE}).")
    private int gradientAccumulation;

    @Option(
            names = "--max-grad-norm",
            paramLabel = "X",
            defaultValue = "1",
            description = "Clip gradients to this norm (default: ${DEFAULT-VALUE}).")
    private double maxGradNorm;

    @Option(
            names = "--label-smoothing",
            paramLabel = "X",
            defaultValue = "0",
            description = "Share spread over all labels (default: ${DEFAULT-VALUE}).")
    private double labelSmoothing;

    @Option(
            names = "--class-weights",
            paramLabel = "none|balanced|name=2,…",
            defaultValue = "none",
            description = "How much labels count (default: ${DEFAULT-VALUE}).")
    private String classWeights;

    @Option(
            names = "--freeze-layers",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Keep the embeddings and the first N layers as they are (default: ${DEFAULT-VALUE}: train all).")
    private int freezeLayers;

    @Option(
            names = "--early-stopping",
            paramLabel = "N",
            defaultValue = "0",
            description = "End after N epochs without improvement (default: ${DEFAULT-VALUE}: never).")
    private int earlyStopping;

    @Option(
            names = "--best-by",
            paramLabel = "loss|accuracy|macro_f1",
            defaultValue = "macro_f1",
            description = "What chooses the epoch to keep (default: ${DEFAULT-VALUE}).")
    private Options.BestBy bestBy;

    @Option(
            names = "--save-every",
            paramLabel = "STEPS",
            defaultValue = "0",
            description = "Save the run's state so often, beside after each epoch (default: ${DEFAULT-VALUE}).")
    private int saveEvery;

    @Mixin
    private PrecisionOption precision;

    Options options(Pooling pooling, long seed) {
        try {
            return new Options(
                    epochs,
                    batchSize,
                    learningRate,
                    weightDecay,
                    warmupRatio,
                    gradientAccumulation,
                    maxGradNorm,
                    labelSmoothing,
                    ClassWeights.parse(classWeights),
                    pooling,
                    freezeLayers,
                    earlyStopping,
                    bestBy,
                    saveEvery,
                    precision.value(),
                    seed);
        } catch (IllegalArgumentException e) {
            throw Problem.usage(e.getMessage());
        }
    }

    /** What only the model can tell, before data is read and anything is computed. */
    void requireFit(EncoderConfig config) {
        if (freezeLayers > config.layers()) {
            throw Problem.usage("--freeze-layers: the model has " + config.layers() + " layers, found " + freezeLayers
                    + "; give a number from 0 (train all) to " + config.layers());
        }
    }

    /** What only the data can tell, before anything is computed. */
    void requireFit(Dataset train) {
        try {
            ClassWeights.parse(classWeights).of(train);
        } catch (IllegalArgumentException e) {
            throw Problem.usage("--class-weights: " + e.getMessage());
        }
    }
}
