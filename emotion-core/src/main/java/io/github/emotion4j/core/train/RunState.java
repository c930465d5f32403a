package io.github.emotion4j.core.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Where a run is. Together with weights and moments it decides everything that follows: the order of the batches and the dropout masks are functions
 * of seed and position.
 *
 * @param fingerprint of options, data and start; a run goes on only with the same
 * @param step steps taken
 * @param epoch the current epoch, from 0
 * @param batch batches of the current epoch that are done
 * @param startLoss loss of the run's first step; 0 before it
 * @param lossSum sum of the losses of the current epoch's steps
 * @param lossSteps steps of the current epoch
 * @param epochs what came of the epochs that are done
 * @param bestEpoch the best of them, from 1; 0 if there is none yet
 */
record RunState(
        String fingerprint,
        long step,
        int epoch,
        int batch,
        double startLoss,
        double lossSum,
        int lossSteps,
        List<Epoch> epochs,
        int bestEpoch) {

    RunState {
        Objects.requireNonNull(fingerprint, "fingerprint");
        epochs = List.copyOf(epochs);
    }

    static RunState start(String fingerprint) {
        return new RunState(fingerprint, 0, 0, 0, 0, 0, 0, List.of(), 0);
    }

    /** After one more step of the current epoch. */
    RunState afterStep(double loss, int batchesDone) {
        return new RunState(
                fingerprint,
                step + 1,
                epoch,
                batchesDone,
                step == 0 ? loss : startLoss,
                lossSum + loss,
                lossSteps + 1,
                epochs,
                bestEpoch);
    }

    /** At the beginning of the next epoch. */
    RunState afterEpoch(Epoch done, boolean best) {
        List<Epoch> all = new ArrayList<>(epochs);
        all.add(done);
        return new RunState(fingerprint, step, done.epoch(), 0, startLoss, 0, 0, all, best ? done.epoch() : bestEpoch);
    }

    /** Mean loss of the current epoch's steps so far. */
    double meanLoss() {
        return lossSum / Math.max(1, lossSteps);
    }
}
