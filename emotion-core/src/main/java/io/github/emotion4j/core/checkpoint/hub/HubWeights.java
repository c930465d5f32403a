package io.github.emotion4j.core.checkpoint.hub;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.core.checkpoint.Tensor;
import io.github.emotion4j.core.checkpoint.TensorFile;
import io.github.emotion4j.core.checkpoint.hub.Family.HeadNames;
import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.HeadLayout;
import io.github.emotion4j.core.encoder.Normalisation;
import io.github.emotion4j.core.encoder.ParameterShapes;
import io.github.emotion4j.data.Labels;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** A checkpoint to and from the tensors of a Hugging Face directory. Every tensor of the file is accounted for. */
final class HubWeights {

    private final TensorFile file;
    private final HubConfig config;
    private final Family family;
    private final int hidden;
    /** Canonical names of tensors that were not asked for yet, to names in the file. */
    private final Map<String, String> left = new HashMap<>();

    private HubWeights(TensorFile file, HubConfig config) {
        this.file = file;
        this.config = config;
        this.family = Family.of(config.encoder().architecture());
        this.hidden = config.encoder().hiddenSize();
        for (String name : file.names()) {
            String other = left.put(HubNames.canonical(family, name), name);
            if (other != null) {
                throw invalid("'" + other + "' and '" + name + "' are names of the same weight");
            }
        }
    }

    /** Reads all tensors that the configuration asks for, and the head if there is one. */
    static Checkpoint read(TensorFile file, HubConfig config) {
        return new HubWeights(file, config).read();
    }

    private Checkpoint read() {
        EncoderConfig encoder = config.encoder();
        Map<String, int[]> shapes = ParameterShapes.of(encoder, Optional.empty());
        var weights = new HashMap<String, Tensor>();
        HubNames.of(encoder, shapes).forEach((name, own) -> {
            List<int[]> parts = own.stream().map(shapes::get).toList();
            List<Tensor> split = split(take(name, stacked(parts)), parts);
            for (int i = 0; i < own.size(); i++) {
                weights.put(own.get(i), split.get(i));
            }
        });
        Optional<Head> head = head();
        var unknown = new TreeSet<String>();
        left.forEach((canonical, name) -> {
            if (!family.ignored().matcher(canonical).matches()) {
                unknown.add(name);
            }
        });
        if (!unknown.isEmpty()) {
            throw invalid("tensors that a " + encoder.architecture() + " of " + encoder.layers()
                    + " layers does not have: " + unknown.stream().limit(8).toList()
                    + (unknown.size() > 8 ? " and more" : ""));
        }
        return new Checkpoint(encoder, weights, head, head.map(h -> labels(h.labels())));
    }

    /** All tensors of a checkpoint under canonical names with prefix. A head of another layout must have been given the family's before. */
    static Map<String, Tensor> write(Checkpoint checkpoint) {
        EncoderConfig config = checkpoint.config();
        Family family = Family.of(config.architecture());
        Map<String, int[]> shapes = ParameterShapes.of(config, Optional.empty());
        var tensors = new TreeMap<String, Tensor>();
        HubNames.of(config, shapes).forEach((name, own) -> {
            var parts = new ArrayList<Tensor>();
            for (String part : own) {
                Tensor tensor = checkpoint.weight(part);
                if (!Arrays.equals(tensor.shape(), shapes.get(part))) {
                    throw new IllegalArgumentException("weight '" + part + "' has the shape "
                            + Arrays.toString(tensor.shape()) + ", the configuration asks for "
                            + Arrays.toString(shapes.get(part)));
                }
                parts.add(tensor);
            }
            tensors.put(family.prefix() + name, joined(parts));
        });
        checkpoint.head().ifPresent(head -> writeHead(head, config, family.head(), tensors));
        return tensors;
    }

    private static void writeHead(Head head, EncoderConfig config, HeadNames names, Map<String, Tensor> tensors) {
        Optional<HeadLayout.Hidden> layout = head.shape().hidden();
        if (!layout.equals(config.head().hidden())) {
            throw new IllegalArgumentException(
                    "a head with " + layout.map(Object::toString).orElse("no hidden layer")
                            + " cannot be stored: the class of " + config.architecture() + " computes "
                            + config.head().hidden());
        }
        Head.HiddenLayer inner = head.hidden().orElseThrow();
        tensors.put(names.hidden() + ".weight", inner.weight());
        inner.bias().ifPresent(bias -> tensors.put(names.hidden() + ".bias", bias));
        inner.norm().ifPresent(norm -> {
            tensors.put(names.norm().orElseThrow() + ".weight", norm.gain());
            norm.bias().ifPresent(bias -> tensors.put(names.norm().orElseThrow() + ".bias", bias));
        });
        tensors.put(names.output() + ".weight", head.weight());
        tensors.put(names.output() + ".bias", head.bias());
    }

    private Optional<Head> head() {
        HeadNames names = family.head();
        String inner = HubNames.canonical(family, names.hidden());
        if (config.architectures().stream().anyMatch(name -> name.endsWith("ForTokenClassification"))) {
            // a classifier of single tokens; the encoder below it is read alone
            left.remove("classifier.weight");
            left.remove("classifier.bias");
        }
        if (!left.containsKey(names.output() + ".weight")) {
            if (config.encoder().head().pooler()) {
                left.remove(inner + ".weight");
                left.remove(inner + ".bias");
            }
            return Optional.empty();
        }
        for (String name : config.architectures()) {
            if (name.contains("For") && !name.endsWith("ForSequenceClassification")) {
                throw invalid("its classifier is that of a " + name + ", expected one ForSequenceClassification");
            }
        }
        if (!left.containsKey(inner + ".weight")) {
            throw invalid("there is '" + names.output() + ".weight' but no '" + inner + ".weight': not a head of "
                    + family.className() + "ForSequenceClassification");
        }
        int[] shape = file.shape(left.get(names.output() + ".weight"));
        int labels = shape.length == 2 ? shape[0] : 0;
        HeadLayout.Hidden layout = config.encoder().head().hidden().orElseThrow();
        var layer = new Head.HiddenLayer(
                take(inner + ".weight", hidden, hidden),
                layout.bias() ? Optional.of(take(inner + ".bias", hidden)) : Optional.empty(),
                layout.activation(),
                layout.norm() ? Optional.of(norm(names.norm().orElseThrow())) : Optional.empty());
        return Optional.of(new Head(
                Optional.of(layer),
                take(names.output() + ".weight", labels, hidden),
                take(names.output() + ".bias", labels)));
    }

    private Head.Norm norm(String name) {
        Normalisation norm = config.encoder().norm();
        return new Head.Norm(
                take(name + ".weight", hidden),
                norm.bias() ? Optional.of(take(name + ".bias", hidden)) : Optional.empty(),
                norm.epsilon());
    }

    private Labels labels(int size) {
        if (config.labels().isEmpty()) {
            // transformers leaves id2label out where it holds only its own default names
            return Labels.of(
                    IntStream.range(0, size).mapToObj(id -> "LABEL_" + id).toList());
        }
        Labels labels = config.labels().get();
        if (labels.size() != size) {
            throw invalid(
                    "the head has " + size + " logits, but config.json names " + labels.size() + " labels " + labels);
        }
        return labels;
    }

    private Tensor take(String name, int... shape) {
        String stored = left.remove(name);
        if (stored == null) {
            throw invalid("there is no tensor '" + name + "', expected one of shape " + Arrays.toString(shape));
        }
        if (!Arrays.equals(file.shape(stored), shape)) {
            throw invalid("tensor '" + stored + "' has the shape " + Arrays.toString(file.shape(stored))
                    + ", config.json asks for " + Arrays.toString(shape));
        }
        return file.tensor(stored);
    }

    /** The shape of matrices or vectors one above the other. */
    private static int[] stacked(List<int[]> parts) {
        int[] shape = parts.get(0).clone();
        shape[0] = parts.stream().mapToInt(part -> part[0]).sum();
        return shape;
    }

    /** Views of the parts. */
    private static List<Tensor> split(Tensor whole, List<int[]> parts) {
        if (parts.size() == 1) {
            return List.of(whole);
        }
        var views = new ArrayList<Tensor>();
        int from = 0;
        for (int[] shape : parts) {
            int size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
            views.add(new Tensor(shape, whole.values().slice(from, size)));
            from += size;
        }
        return views;
    }

    private static Tensor joined(List<Tensor> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        FloatBuffer values =
                FloatBuffer.allocate(parts.stream().mapToInt(Tensor::size).sum());
        parts.forEach(part -> values.put(part.values().slice(0, part.size())));
        return new Tensor(stacked(parts.stream().map(Tensor::shape).toList()), values.flip());
    }

    private InvalidModelException invalid(String problem) {
        return new InvalidModelException(file.file() + ": " + problem);
    }
}
