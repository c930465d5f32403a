package io.github.emotion4j.data.hub;

import io.github.emotion4j.data.hub.HubException.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Which files of a model repository are needed here: configuration, tokenizer and one set of weights, safetensors before ONNX. The many other weights that
 * repositories carry (PyTorch, TensorFlow, Rust, other precisions) stay where they are.
 */
public final class ModelFiles {
    private static final List<String> WEIGHTS = List.of("model.safetensors", "model.onnx", "onnx/model.onnx");
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

    private ModelFiles() {}

    /**
     * @param listing of a model
     * @return the needed files, the weights last
     * @throws HubException of kind {@code FILE_NOT_FOUND} where something indispensable is missing, naming what is there instead
     */
    public static List<RepoFile> pick(RepoListing listing) throws HubException {
        var weights = weights(listing)
                .orElseThrow(() -> missing(listing, "weights that can be read: none of " + String.join(", ", WEIGHTS)));
        var config = listing.file("config.json").orElseThrow(() -> missing(listing, "config.json"));
        if (TOKENIZERS.stream().allMatch(name -> listing.file(name).isEmpty())) {
            throw missing(listing, "tokenizer: neither " + String.join(" nor ", TOKENIZERS));
        }
        var picked = new LinkedHashSet<RepoFile>();
        picked.add(config);
        SIDE_FILES.forEach(name -> listing.file(name).ifPresent(picked::add));
        picked.addAll(externalData(listing, weights));
        picked.add(weights); // where it is there, everything is there
        return List.copyOf(picked);
    }

    /** {@return the file with the weights that would be used, where there is one} */
    public static Optional<RepoFile> weights(RepoListing listing) {
        return WEIGHTS.stream().flatMap(name -> listing.file(name).stream()).findFirst();
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
