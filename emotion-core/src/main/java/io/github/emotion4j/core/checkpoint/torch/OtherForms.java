package io.github.emotion4j.core.checkpoint.torch;

import io.github.emotion4j.core.checkpoint.InvalidModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/** What else is found under the name {@code pytorch_model.bin}, so that a refusal says which it is. */
final class OtherForms {

    private static final int START = 64;

    /** A pickle of protocol 2 that holds torch's magic number 0x1950a86a20f9469cfc6c. */
    private static final byte[] LEGACY = HexFormat.of().parseHex("80028a0a6cfc9c46f9206aa850192e");

    private OtherForms() {}

    /**
     * Passes if the file begins as a zip archive does.
     *
     * @throws InvalidModelException naming what it is instead
     */
    static void refuse(Path file, FileBytes bytes) throws IOException {
        ByteBuffer begin = bytes.slice(0, Math.min(bytes.size(), START));
        byte[] start = new byte[begin.limit()];
        begin.get(start);
        if (startsWith(start, "PK\3\4".getBytes(StandardCharsets.ISO_8859_1))) {
            return;
        }
        throw new InvalidModelException(file + ": " + finding(start));
    }

    private static String finding(byte[] start) {
        String text = new String(start, StandardCharsets.ISO_8859_1);
        if (startsWith(start, LEGACY)) {
            return "in the legacy form that torch.save wrote before PyTorch 1.6 (a series of pickles), which is not"
                    + " supported; expected the zip form or safetensors. Convert it once with Python:"
                    + " torch.save(torch.load(name, weights_only=True), name)";
        }
        if (text.startsWith("version https://git-lfs")) {
            return "a pointer of Git LFS, not the weights themselves; fetch those with 'git lfs pull' or"
                    + " 'emotion models pull'";
        }
        if (text.startsWith("{\"", 8)) {
            return "in the form of safetensors; rename it to model.safetensors";
        }
        if (start.length > 1 && (start[0] & 0xff) == 0x80) {
            return "a bare pickle, not a file of torch.save; it is not opened. Expected the zip form or safetensors";
        }
        return "begins with '" + Printable.of(text.substring(0, Math.min(16, text.length())))
                + "', expected a zip archive as torch.save writes it; fetch the file again";
    }

    private static boolean startsWith(byte[] start, byte[] prefix) {
        return start.length >= prefix.length
                && java.util.Arrays.equals(start, 0, prefix.length, prefix, 0, prefix.length);
    }
}
