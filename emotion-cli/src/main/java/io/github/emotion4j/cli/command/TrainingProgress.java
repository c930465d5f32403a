package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.Output;
import io.github.emotion4j.cli.Progress;
import io.github.emotion4j.core.train.Epoch;
import io.github.emotion4j.core.train.TrainingListener;
import java.util.Locale;

/** A bar of steps, and a line for every epoch. */
final class TrainingProgress implements TrainingListener, AutoCloseable {

    private final Output output;
    private final boolean resume;
    private final Progress progress;

    /** @param resume whether the run is to go on from a saved state, so that it is worth a line whether it does */
    TrainingProgress(Output output, boolean resume) {
        this.output = output;
        this.resume = resume;
        this.progress = output.progress("training", "steps");
    }

    @Override
    public void begins(long stepsDone) {
        if (resume) {
            output.note(
                    stepsDone == 0
                            ? "there is no saved state to go on from: training begins anew"
                            : "training goes on after step " + stepsDone);
        }
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
