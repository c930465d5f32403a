package io.github.emotion4j.core.model;

import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.core.checkpoint.Safetensors;
import io.github.emotion4j.core.checkpoint.Shards;
import io.github.emotion4j.core.checkpoint.TensorFile;
import io.github.emotion4j.core.checkpoint.torch.TorchFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The file that holds the weights of a model, or the index of several. Immutable and thread-safe.
 *
 * @param path of the file or index
 * @param form how it is read
 */
public record WeightFile(Path path, Form form) {

    /** The forms of weights. Where a directory has several, the first of these is taken. */
    public enum Form {
        SAFETENSORS("model.safetensors"),
        SAFETENSORS_PARTS("model.safetensors.index.json"),
        ONNX("model.onnx"),
        ONNX_BELOW("onnx/model.onnx"),
        TORCH("pytorch_model.bin"),
        TORCH_PARTS("pytorch_model.bin.index.json");

        private final String file;

        Form(String file) {
            this.file = file;
        }
    }

    /**
     * The weights of a model.
     *
     * @param model a directory, or an ONNX file
     * @throws InvalidModelException if the directory has none
     */
    public static WeightFile of(Path model) {
        if (!Files.isDirectory(model)) {
            return new WeightFile(model, Form.ONNX);
        }
        for (Form form : Form.values()) {
            Path file = model.resolve(form.file);
            if (Files.isRegularFile(file)) {
                return new WeightFile(fetched(file), form);
            }
        }
        throw new InvalidModelException(model + ": no model here: " + FoundInstead.in(model)
                + ". A model directory holds config.json, tokenizer.json and one of "
                + Arrays.stream(Form.values()).map(form -> form.file).collect(Collectors.joining(", ")));
    }

    private static Path fetched(Path file) {
        try {
            if (FoundInstead.isPointer(file)) {
                throw new InvalidModelException(file
                        + ": a Git LFS pointer, not the weights; run 'git lfs pull' there, or 'emotion models pull'");
            }
        } catch (IOException unreadable) {
            throw new InvalidModelException(file + ": cannot be read: " + unreadable.getMessage(), unreadable);
        }
        return file;
    }

    /** Whether they lie in a graph, whose weights have no names of their own. */
    public boolean isOnnx() {
        return form == Form.ONNX || form == Form.ONNX_BELOW;
    }

    /**
     * Opens what is not ONNX.
     *
     * @throws InvalidModelException if it is damaged, or breaks a rule of its form
     * @throws IOException if it cannot be read
     */
    public TensorFile open() throws IOException {
        return switch (form) {
            case SAFETENSORS -> Safetensors.open(path);
            case TORCH -> TorchFile.open(path);
            case SAFETENSORS_PARTS, TORCH_PARTS -> parts();
            case ONNX, ONNX_BELOW -> throw new IllegalStateException(path + " is ONNX, not a file of named tensors");
        };
    }

    /**
     * SHA-256 of the file in hexadecimal digits; of an index and its parts together where there are several.
     *
     * @throws InvalidModelException if the parts are damaged
     * @throws IOException if one cannot be read
     */
    public String sha256() throws IOException {
        if (form != Form.SAFETENSORS_PARTS && form != Form.TORCH_PARTS) {
            return Sha256.of(path);
        }
        var all = new StringBuilder(Sha256.of(path)); // equal for all models of one architecture
        for (Path part : parts().parts()) {
            all.append('\n').append(part.getFileName()).append(' ').append(Sha256.of(part));
        }
        return Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8));
    }

    private Shards parts() throws IOException {
        return form == Form.SAFETENSORS_PARTS
                ? Shards.open(path, ".safetensors", Safetensors::open)
                : Shards.open(path, ".bin", TorchFile::open);
    }
}
