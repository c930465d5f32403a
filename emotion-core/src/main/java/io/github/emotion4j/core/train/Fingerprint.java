package io.github.emotion4j.core.train;

import io.github.emotion4j.core.graph.TrainableModel;
import io.github.emotion4j.core.graph.kernel.Floats;
import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.tokenize.Encoding;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** SHA-256 over everything that decides a run: options, data, and the weights it begins with. */
final class Fingerprint {

    private static final int BLOCK = 1 << 16;

    private Fingerprint() {}

    static String of(Options options, Tokenized train, Optional<Tokenized> validation, TrainableModel model) {
        MessageDigest digest = sha256();
        // How often states are saved changes nothing about the run.
        add(digest, options.withSaveEvery(0).toString());
        add(digest, model.config().toString());
        add(digest, train);
        add(digest, "validation: " + validation.isPresent());
        validation.ifPresent(data -> add(digest, data));
        add(digest, model.weights());
        return HexFormat.of().formatHex(digest.digest());
    }

    /** A data set and its encodings, in row order: another tokenizer makes another run. */
    record Tokenized(Dataset data, List<Encoding> encodings) {}

    private static void add(MessageDigest digest, Tokenized tokenized) {
        add(digest, tokenized.data().labels().toString());
        for (int row = 0; row < tokenized.data().size(); row++) {
            int[] ids = tokenized.encodings().get(row).ids();
            add(digest, tokenized.data().labelId(row) + ":" + Arrays.toString(ids));
        }
    }

    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
    }

    private static void add(MessageDigest digest, Floats values) {
        float[] block = new float[BLOCK];
        ByteBuffer bytes = ByteBuffer.allocate(4 * BLOCK);
        for (int at = 0; at < values.size(); at += BLOCK) {
            int count = Math.min(BLOCK, values.size() - at);
            values.get(at, block, 0, count);
            bytes.clear();
            bytes.asFloatBuffer().put(block, 0, count);
            digest.update(bytes.array(), 0, 4 * count);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
