package io.github.emotion4j.models;

import io.github.emotion4j.models.catalogue.ClassPathCheckpoint;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The checkpoint sentence-transformers/all-MiniLM-L6-v2 (BERT, 6 layers of 384, uncased; Apache-2.0) from the class path: a directory with
 * {@code model.onnx}, {@code tokenizer.json} and {@code config.json} that needs no network.
 *
 * <p>Stateless and thread-safe, also across processes.
 */
public final class AllMiniLmL6V2 {

    /** The name of the checkpoint in the catalogue. */
    public static final String NAME = "all-MiniLM-L6-v2";

    /** SHA-256 of {@code model.onnx}, in hexadecimal digits. */
    public static final String SHA256 = "ca46f1a88a9c6e61b918af1ab38be3e7903b986616551f0a6f10a7ecc5730cd4";

    /** The files of the directory. */
    public static final List<String> FILES =
            List.of("config.json", "1_Pooling/config.json", "tokenizer.json", "NOTICE.txt", "model.onnx");

    private AllMiniLmL6V2() {}

    /**
     * The directory of the checkpoint. Where the artefact is a folder, it is that folder; where it is a jar, the files are copied once
     * (91 MB) to {@code $XDG_CACHE_HOME/emotion} or {@code ~/.cache/emotion} and found there afterwards.
     *
     * @throws UncheckedIOException if the files cannot be copied
     */
    public static Path directory() {
        return checkpoint().directory();
    }

    static ClassPathCheckpoint checkpoint() {
        return new ClassPathCheckpoint(AllMiniLmL6V2.class, NAME, SHA256, FILES);
    }
}
