package io.github.emotion4j.core.train;

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
        double lossSum,
        int lossSteps,
        List<Epoch> epochs,
        int bestEpoch) {

    RunState {
        Objects.requireNonNull(fingerprint, "fingerprint");
        epochs = List.copyOf(epochs);
    }

    static RunState start(String fingerprint) {
        return new RunState(fingerprint, 0, 0, 0, 0, 0, List.of(), 0);
    }
}
