package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.Output;
import io.github.emotion4j.cli.Progress;
import io.github.emotion4j.core.train.Epoch;
import io.github.emotion4j.core.train.TrainingListener;
import java.util.Locale;

/** A bar of steps, and a line for every epoch. */
final class TrainingProgress implements TrainingListener, AutoCloseable {

    private final Output output;
    private final Progress progress;

    TrainingProgress(Output output) {
        this.output = output;
        this.progress = output.progress("training", "steps");
    }

    @Override
    public void step(Step step) {
        progress.update(
                step.step(),
                step.totalSteps(),
                String.format(Locale.ROOT, "loss %.3f, %.0f tokens/s", step.loss(), step.tokensPerSecond()));
    }

    @Override
    public void epoch(Epoch epoch) {
        progress.close();
        output.note(String.format(Locale.ROOT, "epoch %d: training loss %.4f", epoch.epoch(), epoch.trainLoss())
                + epoch.validation()
                        .map(found -> String.format(
                                Locale.ROOT,
                                ", validation loss %.4f, accuracy %.4f, macro F1 %.4f",
                                found.loss(),
                                found.accuracy(),
                                found.macroF1()))
                        .orElse("")
                + String.format(Locale.ROOT, ", %.1f s", epoch.seconds()));
    }

    @Override
    public void close() {
        progress.close();
    }
}
