package io.github.emotion4j.core;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Pooling;
import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.core.model.ModelDirectory;
import io.github.emotion4j.data.tokenize.SubwordTokenizer;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What prediction needs of a model directory. Directories of other tools have no {@code emotion.json}: then pooling is by token 0 and logits are taken
 * as they are.
 *
 * @param checkpoint configuration, weights, head
 * @param tokenizer with the limit that the options ask for; owned by whoever takes this
 * @param pooling from hidden states to one vector
 * @param temperature logits are divided by it, greater than 0
 */
record LoadedModel(Checkpoint checkpoint, SubwordTokenizer tokenizer, Pooling pooling, double temperature) {

    static LoadedModel read(Path directory, ClassifierOptions options) throws IOException {
        if (options.verify()) {
            ModelDirectory.verify(directory);
        }
        Model model = ModelDirectory.read(directory);
        Checkpoint checkpoint = model.checkpoint();
        model.head(); // says what is missing
        int positions = checkpoint.config().maxPositions();
        if (options.maxLength() > positions) {
            throw new IllegalArgumentException("maximum length " + options.maxLength() + " is more than the "
                    + positions + " positions of " + directory);
        }
        var tokenizer = options.maxLength() > 0 ? model.openTokenizer(options.maxLength()) : model.openTokenizer();
        return new LoadedModel(checkpoint, tokenizer, model.pooling(), model.temperature());
    }
}
