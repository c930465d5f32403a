package io.github.emotion4j.core.train;

import io.github.emotion4j.core.graph.TrainableModel;
import io.github.emotion4j.data.batch.Batches;
import io.github.emotion4j.data.tokenize.Encoding;
import java.util.List;

/**
 * Runs a model over texts whose labels are known, without dropout.
 *
 * @param truth label ids of the texts
 * @param encodings of the texts
 */
record Evaluator(TrainableModel model, int[] truth, List<Encoding> encodings) {

    private static final int BATCH_SIZE = 64;

    /** How good the model is as it is now. */
    Scores scores() {
        float[] logits = Batches.run(encodings, BATCH_SIZE, model.labels(), model::logits, done -> {});
        return Scores.of(truth, logits, model.labels());
    }
}
