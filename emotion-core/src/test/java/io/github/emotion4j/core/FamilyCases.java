package io.github.emotion4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Safetensors;
import io.github.emotion4j.core.checkpoint.hub.HubDirectory;
import io.github.emotion4j.data.batch.TokenBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Directories of tiny classifiers of every family, as transformers saves them, with the numbers that transformers computes in {@code cases.json}.
 * {@code -Demotion.families=DIR} takes another folder of the same form.
 */
public final class FamilyCases {

    /** Whether a text may have several labels. */
    public boolean multi_label;
    /** What the numbers below belong to. */
    public List<String> texts;
    /** Token ids of each text, without padding. */
    public List<int[]> input_ids;
    /** Logits of each text. */
    public List<float[]> logits;
    /** Hidden states of each text's first token. */
    public List<float[]> hidden_first;
    /** Means of each text's hidden states. */
    public List<float[]> hidden_mean;
    /** A run of fine-tuning. */
    public Run finetune;

    /** A run of fine-tuning and the logits behind it. */
    public static final class Run {
        public double weight_decay;
        public double max_grad_norm;
        public List<Batch> batches;
        public List<Step> steps;
        public List<float[]> logits_after;
    }

    /** Texts with label ids, or with a row of zeros and ones each. */
    public static final class Batch {
        public List<String> texts;
        public List<Object> labels;
    }

    /** What PyTorch computed in a step. */
    public static final class Step {
        public double loss;
        public double gradient_norm;
        public double learning_rate;
    }

    /** All directories; where there are none, a path of something that is not there. */
    public static Stream<Path> directories() throws IOException {
        Path root = Path.of(
                System.getProperty("emotion.families", System.getProperty("emotion.reference", "none") + "/families"));
        if (!Files.isDirectory(root)) {
            return Stream.of(root);
        }
        try (Stream<Path> folders = Files.list(root)) {
            List<Path> found = folders.filter(folder -> Files.exists(folder.resolve("cases.json")))
                    .sorted()
                    .toList();
            assertThat(found).as("folders with cases.json in " + root).isNotEmpty();
            return found.stream();
        }
    }

    /** The numbers of a directory; the test is skipped where it is missing. */
    public static FamilyCases of(Path directory) throws IOException {
        assumeTrue(Files.isDirectory(directory), () -> "there is no " + directory);
        return new Gson().fromJson(Files.readString(directory.resolve("cases.json")), FamilyCases.class);
    }

    /** Configuration, weights and head of a directory. */
    public static Checkpoint checkpoint(Path directory) throws IOException {
        return HubDirectory.read(directory, Safetensors.open(directory.resolve("model.safetensors")));
    }

    /** Texts padded to the longest of them. */
    public static TokenBatch batch(Checkpoint checkpoint, List<int[]> texts) {
        int length = texts.stream().mapToInt(ids -> ids.length).max().orElseThrow();
        int[] ids = new int[texts.size() * length];
        Arrays.fill(ids, checkpoint.config().embeddings().paddingId());
        int[] mask = new int[ids.length];
        for (int row = 0; row < texts.size(); row++) {
            int[] text = texts.get(row);
            System.arraycopy(text, 0, ids, row * length, text.length);
            Arrays.fill(mask, row * length, row * length + text.length, 1);
        }
        return new TokenBatch(texts.size(), length, ids, mask, new int[ids.length]);
    }

    /** Rows one after the other. */
    public static float[] flat(List<float[]> rows) {
        float[] all = new float[rows.size() * rows.get(0).length];
        for (int row = 0; row < rows.size(); row++) {
            System.arraycopy(rows.get(row), 0, all, row * rows.get(0).length, rows.get(0).length);
        }
        return all;
    }
}
