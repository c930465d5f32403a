package io.github.emotion4j.core.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a folder without weights that can be read holds instead, and the way on from there. */
final class FoundInstead {

    private static final int SHOWN = 6;
    private static final String POINTER = "version https://git-lfs.github.com/spec/";

    /**
     * Something that other tools write.
     *
     * @param pattern of the file's path below the folder
     * @param what it is
     * @param wayOn what to do
     */
    private record Kind(String pattern, String what, String wayOn) {}

    /** The first that fits is told. */
    private static final List<Kind> KINDS = List.of(
            new Kind(
                    "adapter_config\\.json|adapter_model\\..*",
                    "an adapter, which holds changes to another model's weights",
                    "merge it into its base model first (peft: merge_and_unload, then save_pretrained)"),
            new Kind(
                    "(onnx/)?model_(quantized|int8|uint8|q4|q4f16|bnb4)[^/]*\\.onnx",
                    "weights of 8 bits or fewer, which are not supported",
                    "take the float32 file of the same model (model.onnx or model.safetensors)"),
            new Kind(
                    "(onnx/)?[^/]+\\.onnx",
                    "an ONNX file of another name",
                    "name the file itself instead of its folder, or rename it to model.onnx"),
            new Kind(
                    "model-\\d+-of-\\d+\\.safetensors|pytorch_model-\\d+-of-\\d+\\.bin",
                    "a part of the weights without the index that says which parts there are",
                    "fetch the .index.json beside it"),
            new Kind(
                    "[^/]+\\.safetensors|[^/]+\\.bin",
                    "weights of another name",
                    "rename the file to model.safetensors or pytorch_model.bin if it is the whole model"),
            new Kind(
                    "tf_model\\.h5|saved_model\\.pb|.*\\.ckpt(\\..*)?|model\\.ckpt.*",
                    "a TensorFlow checkpoint",
                    "save it as safetensors with transformers (from_pretrained(..., from_tf=True), then save_pretrained)"),
            new Kind(
                    "flax_model\\.msgpack",
                    "a Flax checkpoint",
                    "save it as safetensors with transformers (from_pretrained(..., from_flax=True), then save_pretrained)"),
            new Kind("[^/]+\\.gguf", "a GGUF file, of a decoder", "take the encoder's safetensors or ONNX"),
            new Kind(
                    "[^/]+/(model\\.safetensors|model\\.onnx|pytorch_model\\.bin)",
                    "weights in a folder below",
                    "name that folder"));

    private FoundInstead() {}

    /** A sentence about a folder, for people. */
    static String in(Path folder) {
        List<String> files;
        try (Stream<Path> below = Files.walk(folder, 2)) {
            files = below.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        } catch (IOException | java.io.UncheckedIOException unreadable) {
            return "the folder cannot be listed";
        }
        for (Kind kind : KINDS) {
            for (String file : files) {
                if (file.matches(kind.pattern)) {
                    return "there is '" + file + "', " + kind.what + "; " + kind.wayOn;
                }
            }
        }
        return files.isEmpty()
                ? "the folder is empty"
                : "found " + String.join(", ", files.subList(0, Math.min(SHOWN, files.size())))
                        + (files.size() > SHOWN ? " and " + (files.size() - SHOWN) + " more" : "");
    }

    /** Whether a file is what Git LFS leaves in the place of a large one that was not fetched. */
    static boolean isPointer(Path file) throws IOException {
        if (Files.size(file) > 1024) {
            return false;
        }
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).startsWith(POINTER);
    }
}
