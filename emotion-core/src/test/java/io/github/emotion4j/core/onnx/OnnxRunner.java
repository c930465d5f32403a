package io.github.emotion4j.core.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.emotion4j.data.batch.TokenBatch;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;

/** onnxruntime as an independent oracle. */
final class OnnxRunner implements AutoCloseable {

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    OnnxRunner(byte[] model) throws OrtException {
        try (var options = new OrtSession.SessionOptions()) {
            // as written: no rewriting, one thread
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
            options.setIntraOpNumThreads(1);
            options.setSessionLogLevel(ai.onnxruntime.OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            session = environment.createSession(model, options);
        }
    }

    /** The first output, row-major. */
    float[] run(TokenBatch batch) throws OrtException {
        long[] shape = {batch.rows(), batch.length()};
        var inputs = new HashMap<String, OnnxTensor>();
        try {
            for (String name : session.getInputNames()) {
                int[] values =
                        name.contains("mask") ? batch.mask() : name.contains("type") ? batch.typeIds() : batch.ids();
                long[] wide = Arrays.stream(values).asLongStream().toArray();
                inputs.put(name, OnnxTensor.createTensor(environment, LongBuffer.wrap(wide), shape));
            }
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

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
