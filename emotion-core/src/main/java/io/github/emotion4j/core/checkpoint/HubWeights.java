package io.github.emotion4j.core.checkpoint;

import io.github.emotion4j.data.Labels;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** A checkpoint to and from the tensors of a Hugging Face directory. Every tensor of the file is accounted for. */
final class HubWeights {

    /** Canonical names of the head's hidden layer: DistilBERT's and BERT's. */
    private static final Map<Architecture, String> HIDDEN =
            Map.of(Architecture.DISTILBERT, "pre_classifier", Architecture.BERT, "pooler.dense");

    /** What the hidden layer's class computes. */
    private static final Map<Architecture, Activation> HIDDEN_ACTIVATION =
            Map.of(Architecture.DISTILBERT, Activation.RELU, Architecture.BERT, Activation.TANH);

    private HubWeights() {}

    /** Reads all tensors that the configuration asks for, and the head if there is one. */
    static Checkpoint read(TensorFile file, HubConfig config) {
        EncoderConfig encoder = config.encoder();
        Architecture architecture = encoder.architecture();
        var found = new HashMap<String, String>();
        for (String name : file.names()) {
            String canonical = HubNames.canonical(architecture, name);
            String other = found.put(canonical, name);
            if (other != null) {
                throw invalid(file, "'" + other + "' and '" + name + "' are names of the same weight");
            }
        }
        var weights = new HashMap<String, Tensor>();
        HubNames.of(encoder)
                .forEach((name, target) -> weights.put(target.name(), take(file, found, name, target.shape())));
        Optional<Head> head = head(file, config, found);
        var unknown = new TreeSet<String>();
        found.forEach((canonical, name) -> {
            if (!HubNames.ignored(canonical)) {
                unknown.add(name);
            }
        });
        if (!unknown.isEmpty()) {
            throw invalid(
                    file,
                    "tensors that a " + architecture + " of " + encoder.layers() + " layers does not have: "
                            + unknown.stream().limit(8).toList() + (unknown.size() > 8 ? " and more" : ""));
        }
        return new Checkpoint(encoder, weights, head, head.map(h -> labels(file, config, h.labels())));
    }

    /** All tensors of a checkpoint under canonical names with prefix. A plain linear head must have been given its canonical form before. */
    static Map<String, Tensor> write(Checkpoint checkpoint) {
        Architecture architecture = checkpoint.config().architecture();
        String prefix = HubNames.prefix(architecture);
        var tensors = new TreeMap<String, Tensor>();
        HubNames.of(checkpoint.config()).forEach((name, target) -> {
            Tensor tensor = checkpoint.weight(target.name());
            if (!Arrays.equals(tensor.shape(), target.shape())) {
                throw new IllegalArgumentException("weight '" + target.name() + "' has the shape "
                        + Arrays.toString(tensor.shape()) + ", the configuration asks for "
                        + Arrays.toString(target.shape()));
            }
            tensors.put(prefix + name, tensor);
        });
        checkpoint.head().ifPresent(head -> {
            Head.HiddenLayer hidden = head.hidden()
                    .orElseThrow(() -> new IllegalArgumentException("the head has no hidden layer to store"));
            if (hidden.activation() != HIDDEN_ACTIVATION.get(architecture)) {
                throw new IllegalArgumentException("a " + architecture + " head with " + hidden.activation()
                        + " cannot be stored: its class computes " + HIDDEN_ACTIVATION.get(architecture));
            }
            String name = (architecture == Architecture.BERT ? prefix : "") + HIDDEN.get(architecture);
            tensors.put(name + ".weight", hidden.weight());
            tensors.put(name + ".bias", hidden.bias());
            tensors.put("classifier.weight", head.weight());
            tensors.put("classifier.bias", head.bias());
        });
        return tensors;
    }

    private static Optional<Head> head(TensorFile file, HubConfig config, Map<String, String> found) {
        Architecture architecture = config.encoder().architecture();
        int h = config.encoder().hiddenSize();
        String hiddenName = HIDDEN.get(architecture);
        if (config.architectures().stream().anyMatch(name -> name.endsWith("ForTokenClassification"))) {
            // a classifier of single tokens; the encoder below it is read alone
            found.remove("classifier.weight");
            found.remove("classifier.bias");
        }
        boolean classifier = found.containsKey("classifier.weight");
        if (!classifier) {
            // a pooler without a classifier belongs to the bare BertModel: nothing here uses it
            if (architecture == Architecture.BERT) {
                found.remove(hiddenName + ".weight");
                found.remove(hiddenName + ".bias");
            }
            return Optional.empty();
        }
        for (String name : config.architectures()) {
            if (name.contains("For") && !name.endsWith("ForSequenceClassification")) {
                throw invalid(file, "its classifier is that of a " + name + ", expected one ForSequenceClassification");
            }
        }
        if (!found.containsKey(hiddenName + ".weight")) {
            throw invalid(
                    file,
                    "there is 'classifier.weight' but no '" + hiddenName + ".weight': not a head of "
                            + (architecture == Architecture.BERT ? "Bert" : "DistilBert")
                            + "ForSequenceClassification");
        }
        int[] shape = file.shape(found.get("classifier.weight"));
        int labels = shape.length == 2 ? shape[0] : 0;
        var hidden = new Head.HiddenLayer(
                take(file, found, hiddenName + ".weight", h, h),
                take(file, found, hiddenName + ".bias", h),
                HIDDEN_ACTIVATION.get(architecture));
        return Optional.of(new Head(
                Optional.of(hidden),
                take(file, found, "classifier.weight", labels, h),
                take(file, found, "classifier.bias", labels)));
    }

    private static Labels labels(TensorFile file, HubConfig config, int size) {
        if (config.labels().isEmpty()) {
            // transformers leaves id2label out where it holds only its own default names
            return Labels.of(
                    IntStream.range(0, size).mapToObj(id -> "LABEL_" + id).toList());
        }
        Labels labels = config.labels().get();
        if (labels.size() != size) {
            throw invalid(
                    file,
                    "the head has " + size + " logits, but config.json names " + labels.size() + " labels " + labels);
        }
        return labels;
    }

    private static Tensor take(TensorFile file, Map<String, String> found, String name, int... shape) {
        String stored = found.remove(name);
        if (stored == null) {
            throw invalid(file, "there is no tensor '" + name + "', expected one of shape " + Arrays.toString(shape));
        }
        if (!Arrays.equals(file.shape(stored), shape)) {
            throw invalid(
                    file,
                    "tensor '" + stored + "' has the shape " + Arrays.toString(file.shape(stored))
                            + ", config.json asks for " + Arrays.toString(shape));
        }
        return file.tensor(stored);
    }

    private static InvalidModelException invalid(TensorFile file, String problem) {
        return new InvalidModelException(file.file() + ": " + problem);
    }
}
