package io.github.emotion4j.core.onnx.run;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.emotion4j.core.onnx.tensor.ElementType;
import io.github.emotion4j.core.onnx.tensor.Value;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** onnxruntime as an independent oracle of single values. */
final class Onnxruntime {

    private Onnxruntime() {}

    /** All outputs of a file, which is run as it is written. */
    static Map<String, Value> run(Path file, Map<String, Value> feeds) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (var options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
            options.setIntraOpNumThreads(1);
            try (OrtSession session = environment.createSession(file.toString(), options)) {
                var tensors = new HashMap<String, OnnxTensor>();
                for (var feed : feeds.entrySet()) {
                    tensors.put(feed.getKey(), tensor(environment, feed.getValue()));
                }
                var values = new HashMap<String, Value>();
                try (OrtSession.Result results = session.run(tensors)) {
                    for (var result : results) {
                        values.put(result.getKey(), value((OnnxTensor) result.getValue()));
                    }
                }
                tensors.values().forEach(OnnxTensor::close);
                return values;
            }
        }
    }

    private static OnnxTensor tensor(OrtEnvironment environment, Value value) throws OrtException {
        long[] shape = Arrays.stream(value.shape()).asLongStream().toArray();
        if (value.isFloat()) {
            return OnnxTensor.createTensor(environment, FloatBuffer.wrap(value.floats()), shape);
        }
        if (value.type() == ElementType.BOOL) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(value.size());
            Arrays.stream(value.integers()).forEach(bit -> bytes.put((byte) bit));
            return OnnxTensor.createTensor(environment, bytes.rewind(), shape, ai.onnxruntime.OnnxJavaType.BOOL);
        }
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(value.integers()), shape);
    }

    private static Value value(OnnxTensor tensor) {
        TensorInfo info = tensor.getInfo();
        int[] shape = Arrays.stream(info.getShape()).mapToInt(Math::toIntExact).toArray();
        int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        return switch (info.type) {
            case FLOAT -> {
                float[] floats = new float[size];
                tensor.getFloatBuffer().get(floats);
                yield Value.of(ElementType.F32, shape, floats);
            }
            case INT64 -> {
                long[] longs = new long[size];
                tensor.getLongBuffer().get(longs);
                yield Value.of(ElementType.I64, shape, longs);
            }
            default -> {
                ByteBuffer bytes = tensor.getByteBuffer();
                long[] longs = new long[size];
                for (int i = 0; i < size; i++) {
                    longs[i] = bytes.get(i) & 0xff;
                }
                yield Value.of(
                        info.type == ai.onnxruntime.OnnxJavaType.BOOL ? ElementType.BOOL : ElementType.U8,
                        shape,
                        longs);
            }
        };
    }
}
