package io.github.emotion4j.models.e5;

import io.github.emotion4j.models.catalogue.ClassPathCheckpoint;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The checkpoint intfloat/e5-small-v2 (BERT, 12 layers of 384, uncased; MIT) from the class path: a directory with {@code model.onnx},
 * {@code tokenizer.json} and {@code config.json} that needs no network. A sentence encoder: the mean of the hidden states is the text's vector, and every text
 * begins with {@code query: }.
 *
 * <p>Stateless and thread-safe, also across processes.
 */
public final class E5SmallV2 {

    /** The name of the checkpoint in the catalogue. */
    public static final String NAME = "e5-small-v2";

    /** SHA-256 of {@code model.onnx}, in hexadecimal digits. */
    public static final String SHA256 = "b2a43b66f7f9b6f29643a21340ad7c03d2d91e6bd5d43429a77799a9ee880eb0";

    /** The files of the directory. */
    public static final List<String> FILES = List.of(
            "config.json",
            "1_Pooling/config.json",
            "config_sentence_transformers.json",
            "tokenizer.json",
            "NOTICE.txt",
            "model.onnx");

    private E5SmallV2() {}

    /**
     * The directory of the checkpoint. Where the artefact is a folder, it is that folder; where it is a jar, the files are copied once
     * (134 MB) to {@code $XDG_CACHE_HOME/emotion} or {@code ~/.cache/emotion} and found there afterwards.
     *
     * @throws UncheckedIOException if the files cannot be copied
     */
    public static Path directory() {
        return new ClassPathCheckpoint(E5SmallV2.class, NAME, SHA256, FILES).directory();
    }
}
