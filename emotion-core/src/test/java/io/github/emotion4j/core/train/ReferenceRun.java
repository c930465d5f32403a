package io.github.emotion4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.checkpoint.Safetensors;
import io.github.emotion4j.core.checkpoint.Tensor;
import io.github.emotion4j.core.encoder.Activation;
import io.github.emotion4j.core.encoder.Architecture;
import io.github.emotion4j.core.encoder.Dropouts;
import io.github.emotion4j.core.encoder.Embeddings;
import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.Normalisation;
import io.github.emotion4j.core.encoder.Positions;
import io.github.emotion4j.core.graph.TinyEncoders;
import io.github.emotion4j.data.batch.TokenBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A training run that PyTorch did: configuration, batches, and the numbers of every step. Names follow the JSON. */
record ReferenceRun(
        Config config,
        Model model,
        List<Batch> batches,
        List<Step> steps,
        float[][] final_logits_of_batch_0,
        Noise float32_vs_float64) {

    ReferenceRun {
        float32_vs_float64 = float32_vs_float64 == null ? new Noise(0, 0) : float32_vs_float64;
    }

    /** How far PyTorch's own run in double precision is from these numbers; 0 where the file does not say. */
    record Noise(double loss, double grad_norm) {}

    /** @param clip_norm null where nothing is clipped */
    record Config(
            double[] class_weight,
            double label_smoothing,
            int accumulate,
            int warmup_steps,
            double weight_decay,
            double lr,
            int steps,
            Double clip_norm,
            double[] betas,
            double eps) {}

    record Model(
            String architecture,
            int dim,
            int layers,
            int heads,
            int ffn,
            int vocab,
            int positions,
            int types,
            String activation,
            double layer_norm_eps) {

        Architecture family() {
            return "bert".equals(architecture) ? Architecture.BERT : Architecture.DISTILBERT;
        }
    }

    /** @param token_type_ids null for single texts */
    record Batch(int[][] input_ids, int[][] attention_mask, int[][] token_type_ids, int[] labels) {
        TokenBatch tokens() {
            int[] ids = flat(input_ids);
            int[] types = token_type_ids == null ? new int[ids.length] : flat(token_type_ids);
            return new TokenBatch(input_ids.length, input_ids[0].length, ids, flat(attention_mask), types);
        }

        private static int[] flat(int[][] rows) {
            return Stream.of(rows).flatMapToInt(IntStream::of).toArray();
        }
    }

    record Step(int step, double loss, double grad_norm, double lr) {}

    /** Whether a JSON file is a training run at all, whole or not. */
    static boolean isRun(Path file) throws IOException {
        JsonElement json = JsonParser.parseString(Files.readString(file));
        return json.isJsonObject() && json.getAsJsonObject().has("config");
    }

    /** Reads a run; one without anything to compare is a mistake, not a success. */
    static ReferenceRun read(Path file) throws IOException {
        ReferenceRun run = new Gson().fromJson(Files.readString(file), ReferenceRun.class);
        assertThat(run.config).as("config of %s", file).isNotNull();
        assertThat(run.model).as("model of %s", file).isNotNull();
        assertThat(run.batches).as("batches of %s", file).isNotEmpty();
        assertThat(run.steps).as("steps of %s", file).isNotEmpty();
        assertThat(run.final_logits_of_batch_0.length)
                .as("final logits of %s", file)
                .isEqualTo(run.batches.get(0).labels().length);
        return run;
    }

    /** The starting point of the run, from its safetensors file. */
    Checkpoint start(Path file) throws IOException {
        Safetensors tensors = Safetensors.open(file);
        boolean bert = model.family() == Architecture.BERT;
        int types = bert ? tensors.shape("bert.embeddings.token_type_embeddings.weight")[0] : 0;
        EncoderConfig tiny = TinyEncoders.config(
                model.family(),
                activation(),
                model.vocab,
                model.positions,
                model.dim,
                model.layers,
                model.heads,
                model.ffn);
        var config = new EncoderConfig(
                tiny.architecture(),
                tiny.hiddenSize(),
                tiny.layers(),
                new Embeddings(model.vocab, model.dim, 0, new Positions.Learned(model.positions), types, false),
                tiny.attention(),
                tiny.feedForward(),
                new Normalisation(Normalisation.Placement.AFTER, model.layer_norm_eps, true),
                false,
                Dropouts.NONE,
                tiny.head());
        Map<String, Tensor> weights = new HashMap<>();
        names(model.layers, model.family()).forEach((ours, theirs) -> weights.put(ours, tensors.tensor(theirs)));
        return new Checkpoint(config, weights, Optional.of(head(tensors)), Optional.empty());
    }

    Head head(Safetensors tensors) {
        String hidden = model.family() == Architecture.BERT ? "bert.pooler.dense" : "pre_classifier";
        return new Head(
                Optional.of(new Head.HiddenLayer(
                        tensors.tensor(hidden + ".weight"),
                        tensors.tensor(hidden + ".bias"),
                        model.family() == Architecture.BERT ? Activation.TANH : Activation.RELU)),
                tensors.tensor("classifier.weight"),
                tensors.tensor("classifier.bias"));
    }

    private Activation activation() {
        String name = model.activation;
        return name.contains("relu")
                ? Activation.RELU
                : name.contains("tanh") || name.contains("new") ? Activation.GELU_TANH : Activation.GELU_ERF;
    }

    /** Our names of all parameters, head included, to those of the safetensors files. */
    static Map<String, String> names(int layers, Architecture family) {
        boolean bert = family == Architecture.BERT;
        String root = bert ? "bert." : "distilbert.";
        Map<String, String> names = new HashMap<>();
        names.put("embeddings.word", root + "embeddings.word_embeddings.weight");
        names.put("embeddings.position", root + "embeddings.position_embeddings.weight");
        if (bert) {
            names.put("embeddings.type", root + "embeddings.token_type_embeddings.weight");
        }
        norm(names, "embeddings.norm", root + "embeddings.LayerNorm");
        for (int i = 0; i < layers; i++) {
            String ours = "layer." + i + ".";
            String theirs = root + (bert ? "encoder.layer." : "transformer.layer.") + i + ".";
            linear(names, ours + "attention.query", theirs + (bert ? "attention.self.query" : "attention.q_lin"));
            linear(names, ours + "attention.key", theirs + (bert ? "attention.self.key" : "attention.k_lin"));
            linear(names, ours + "attention.value", theirs + (bert ? "attention.self.value" : "attention.v_lin"));
            linear(names, ours + "attention.output", theirs + (bert ? "attention.output.dense" : "attention.out_lin"));
            norm(names, ours + "attention.norm", theirs + (bert ? "attention.output.LayerNorm" : "sa_layer_norm"));
            linear(names, ours + "ffn.inner", theirs + (bert ? "intermediate.dense" : "ffn.lin1"));
            linear(names, ours + "ffn.outer", theirs + (bert ? "output.dense" : "ffn.lin2"));
            norm(names, ours + "ffn.norm", theirs + (bert ? "output.LayerNorm" : "output_layer_norm"));
        }
        return names;
    }

    /** The same for the head. */
    static Map<String, String> headNames(Architecture family) {
        Map<String, String> names = new HashMap<>();
        linear(names, "head.hidden", family == Architecture.BERT ? "bert.pooler.dense" : "pre_classifier");
        linear(names, "head", "classifier");
        return names;
    }

    private static void linear(Map<String, String> names, String ours, String theirs) {
        names.put(ours + ".weight", theirs + ".weight");
        names.put(ours + ".bias", theirs + ".bias");
    }

    private static void norm(Map<String, String> names, String ours, String theirs) {
        names.put(ours + ".gain", theirs + ".weight");
        names.put(ours + ".bias", theirs + ".bias");
    }
}
