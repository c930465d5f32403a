package io.github.emotion4j.core.checkpoint;

import java.nio.FloatBuffer;

/** The check that weights are numbers. */
public final class Finite {

    private Finite() {}

    /**
     * Passes if all elements are finite.
     *
     * @param place the file, for the message
     * @param name the tensor's name there
     * @throws InvalidModelException naming the tensor and its first NaN or infinity
     */
    public static void require(String place, String name, Tensor tensor) {
        FloatBuffer values = tensor.values();
        int size = values.limit();
        float[] chunk = new float[Math.min(size, 8192)];
        for (int start = 0; start < size; start += chunk.length) {
            int count = Math.min(chunk.length, size - start);
            values.get(start, chunk, 0, count);
            for (int i = 0; i < count; i++) {
                if (!Float.isFinite(chunk[i])) {
                    throw new InvalidModelException(place + ": tensor '" + name + "' holds " + chunk[i] + " at index "
                            + (start + i) + "; weights must be finite numbers");
                }
            }
        }
    }
}
