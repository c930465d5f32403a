package io.github.emotion4j.models;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.emotion4j.data.batch.TokenBatch;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;

/** The published file as onnxruntime computes it. */
final class OnnxRuntime implements AutoCloseable {

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    OnnxRuntime(Path model) throws OrtException {
        try (var options = new OrtSession.SessionOptions()) {
            session = environment.createSession(model.toString(), options);
        }
    }

    /** The first output, {@code [rows, length, hidden]} row-major. */
    float[] hiddenStates(TokenBatch batch) throws OrtException {
        var inputs = new HashMap<String, OnnxTensor>();
        try {
            inputs.put("input_ids", tensor(batch.ids(), batch));
            inputs.put("attention_mask", tensor(batch.mask(), batch));
            inputs.put("token_type_ids", tensor(batch.typeIds(), batch));
            try (OrtSession.Result result = session.run(inputs)) {
                FloatBuffer buffer = ((OnnxTensor) result.get(0)).getFloatBuffer();
                float[] values = new float[buffer.remaining()];
                buffer.get(values);
                return values;
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private OnnxTensor tensor(int[] values, TokenBatch batch) throws OrtException {
        long[] wide = Arrays.stream(values).asLongStream().toArray();
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(wide), new long[] {batch.rows(), batch.length()});
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
