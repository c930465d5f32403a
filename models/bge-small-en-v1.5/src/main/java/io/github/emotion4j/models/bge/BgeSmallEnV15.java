package io.github.emotion4j.models.bge;

import io.github.emotion4j.models.catalogue.ClassPathCheckpoint;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The checkpoint BAAI/bge-small-en-v1.5 (BERT, 12 layers of 384, uncased; MIT) from the class path: a directory with {@code model.onnx},
 * {@code tokenizer.json} and {@code config.json} that needs no network. A sentence encoder: the hidden state of token 0 is the text's vector.
 *
 * <p>Stateless and thread-safe, also across processes.
 */
public final class BgeSmallEnV15 {

    /** The name of the checkpoint in the catalogue. */
    public static final String NAME = "bge-small-en-v1.5";

    /** SHA-256 of {@code model.onnx}, in hexadecimal digits. */
    public static final String SHA256 = "828e1496d7fabb79cfa4dcd84fa38625c0d3d21da474a00f08db0f559940cf35";

    /** The files of the directory. */
    public static final List<String> FILES =
            List.of("config.json", "1_Pooling/config.json", "tokenizer.json", "NOTICE.txt", "model.onnx");

    private BgeSmallEnV15() {}

    /**
     * The directory of the checkpoint. Where the artefact is a folder, it is that folder; where it is a jar, the files are copied once
     * (134 MB) to {@code $XDG_CACHE_HOME/emotion} or {@code ~/.cache/emotion} and found there afterwards.
     *
     * @throws UncheckedIOException if the files cannot be copied
     */
    public static Path directory() {
        return new ClassPathCheckpoint(BgeSmallEnV15.class, NAME, SHA256, FILES).directory();
    }
}
