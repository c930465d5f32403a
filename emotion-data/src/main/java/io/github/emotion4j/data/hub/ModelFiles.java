package io.github.emotion4j.data.hub;

import io.github.emotion4j.data.hub.HubException.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which files of a model repository are needed here: configuration, tokenizer and one set of weights: safetensors before ONNX before PyTorch's, each of
 * the two others in one file or in parts. The many other weights that repositories carry (TensorFlow, Rust, other precisions) stay where they are.
 */
public final class ModelFiles {
    private static final List<String> SAFETENSORS = List.of("model.safetensors", "model.safetensors.index.json");
    private static final List<String> TORCH = List.of("pytorch_model.bin", "pytorch_model.bin.index.json");
    private static final List<String> WEIGHTS = List.of(
            SAFETENSORS.get(0), SAFETENSORS.get(1), "model.onnx", "onnx/model.onnx", TORCH.get(0), TORCH.get(1));
    private static final List<String> TOKENIZERS = List.of("tokenizer.json", "vocab.txt", "vocab.json");
    private static final List<String> SIDE_FILES = List.of(
            "tokenizer.json",
            "vocab.txt",
            "vocab.json",
            "merges.txt",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "added_tokens.json",
            "emotion.json",
            "modules.json", // how sentence-transformers pool
            "sentence_bert_config.json",
            "1_Pooling/config.json");

    /** As save_pretrained names the parts: {@code model-00001-of-00002.safetensors}, {@code pytorch_model-00001-of-00002.bin}. */
    private static final Pattern PART =
            Pattern.compile("(model|pytorch_model)-(\\d{5})-of-(\\d{5})\\.(safetensors|bin)");

    private ModelFiles() {}

    /**
     * @param listing of a model
     * @return the needed files, the weights last
     * @throws HubException of kind {@code FILE_NOT_FOUND} where something indispensable is missing, naming what is there instead
     */
    public static List<RepoFile> pick(RepoListing listing) throws HubException {
        var weights = weights(listing)
                .orElseThrow(() -> missing(listing, "weights that can be read: none of " + String.join(", ", WEIGHTS)));
        var picked = new LinkedHashSet<>(besideWeights(listing));
        picked.addAll(externalData(listing, weights));
        picked.addAll(parts(listing, weights));
        picked.add(weights); // where it is there, everything is there
        return List.copyOf(picked);
    }

    /** {@return the file with the weights that would be used, or the index of several, where there is one} */
    public static Optional<RepoFile> weights(RepoListing listing) {
        return WEIGHTS.stream().flatMap(name -> listing.file(name).stream()).findFirst();
    }

    /** {@return whether there are weights in safetensors} */
    static boolean hasSafetensors(RepoListing listing) {
        return SAFETENSORS.stream().anyMatch(name -> listing.file(name).isPresent());
    }

    /** {@return PyTorch's weights, all parts of them with their index; empty where there are none} */
    static List<RepoFile> torchWeights(RepoListing listing) {
        return listing.files().stream()
                .filter(file -> TORCH.contains(file.path())
                        || PART.matcher(file.path()).matches() && file.path().endsWith(".bin"))
                .toList();
    }

    /** {@return what is needed beside the weights: configuration and tokenizer} */
    static List<RepoFile> besideWeights(RepoListing listing) throws HubException {
        var picked = new ArrayList<RepoFile>();
        picked.add(listing.file("config.json").orElseThrow(() -> missing(listing, "config.json")));
        if (TOKENIZERS.stream().allMatch(name -> listing.file(name).isEmpty())) {
            throw missing(listing, "tokenizer: neither " + String.join(" nor ", TOKENIZERS));
        }
        SIDE_FILES.forEach(name -> listing.file(name).ifPresent(picked::add));
        return picked;
    }

    /** ONNX files above 2 GB, and some below, keep their tensors beside them: {@code model.onnx_data}, {@code model.onnx.data}. */
    private static List<RepoFile> externalData(RepoListing listing, RepoFile weights) {
        if (!weights.path().endsWith(".onnx")) {
            return List.of();
        }
        return listing.files().stream()
                .filter(file -> file.path().startsWith(weights.path() + "_data")
                        || file.path().startsWith(weights.path() + ".data"))
                .toList();
    }

    /** The files that an index names, by the names that its writer always gives them. */
    private static List<RepoFile> parts(RepoListing listing, RepoFile index) throws HubException {
        if (!index.path().endsWith(".index.json")) {
            return List.of();
        }
        var name = index.path().substring(0, index.path().indexOf('.'));
        var found = new ArrayList<RepoFile>();
        int count = 0;
        for (var file : listing.files()) {
            var part = PART.matcher(file.path());
            if (part.matches() && part.group(1).equals(name) && index.path().contains("." + part.group(4) + ".")) {
                found.add(file);
                count = Integer.parseInt(part.group(3));
            }
        }
        if (found.isEmpty() || found.size() != count) {
            throw missing(
                    listing,
                    "complete weights: " + index.path() + " stands for several files, of which " + found.size()
                            + (count > 0 ? " of " + count : "") + " are there");
        }
        return found;
    }

    private static HubException missing(RepoListing listing, String what) {
        var instead = new ArrayList<String>();
        for (var file : listing.files()) {
            if (file.path().matches(".*\\.(safetensors|safetensors\\.index\\.json|bin|onnx|h5|msgpack|gguf|ot)")) {
                instead.add(file.path());
            }
        }
        var found = instead.isEmpty()
                ? ""
                : " (found " + String.join(", ", instead.subList(0, Math.min(5, instead.size()))) + ")";
        return new HubException(
                Kind.FILE_NOT_FOUND,
                listing.id() + " has no " + what + found
                        + ". Choose another model or revision, or convert it with Python's transformers (save_pretrained writes what is needed)");
    }
}
