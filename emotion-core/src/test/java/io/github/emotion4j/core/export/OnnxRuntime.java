package io.github.emotion4j.core.export;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.emotion4j.data.batch.TokenBatch;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Runs an ONNX file in onnxruntime: the independent oracle. */
final class OnnxRuntime implements AutoCloseable {

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    OnnxRuntime(Path file) throws OrtException {
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            session = environment.createSession(file.toString(), options);
        }
    }

    /** All values of the named output, row-major. */
    float[] run(TokenBatch batch, String output) throws OrtException {
        var inputs = new HashMap<String, OnnxTensor>();
        for (String name : session.getInputNames()) {
            int[] source = switch (name) {
                case "input_ids" -> batch.ids();
                case "attention_mask" -> batch.mask();
                case "token_type_ids" -> batch.typeIds();
                default -> throw new AssertionError("unexpected input " + name);
            };
            inputs.put(
                    name,
                    OnnxTensor.createTensor(environment, longs(source), new long[] {batch.rows(), batch.length()}));
        }
        try (var result = session.run(inputs)) {
            FloatBuffer values = ((OnnxTensor) result.get(output).orElseThrow()).getFloatBuffer();
            float[] copy = new float[values.remaining()];
            values.get(copy);
            return copy;
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    Map<String, String> metadata() throws OrtException {
        return session.getMetadata().getCustomMetadata();
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }

    private static LongBuffer longs(int[] values) {
        return LongBuffer.wrap(IntStream.of(values).asLongStream().toArray());
    }
}
