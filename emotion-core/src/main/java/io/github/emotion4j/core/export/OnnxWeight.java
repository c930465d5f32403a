package io.github.emotion4j.core.export;

import io.github.emotion4j.core.checkpoint.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import onnx.Onnx;
import org.nd4j.shade.protobuf.CodedOutputStream;

/**
 * A float tensor of the file, written straight from the checkpoint.
 *
 * @param name in the graph
 * @param tensor as the checkpoint holds it
 * @param transposed whether a matrix is written with its axes exchanged
 */
record OnnxWeight(String name, Tensor tensor, boolean transposed) {

    private static final int CHUNK = 1 << 14; // floats

    /** Size of the serialised TensorProto in bytes. */
    long size() {
        return header().getSerializedSize()
                + (long) CodedOutputStream.computeTagSize(Onnx.TensorProto.RAW_DATA_FIELD_NUMBER)
                + CodedOutputStream.computeUInt32SizeNoTag(bytes())
                + bytes();
    }

    /** Writes the TensorProto without tag and length. */
    void write(CodedOutputStream out) throws IOException {
        header().writeTo(out);
        out.writeTag(Onnx.TensorProto.RAW_DATA_FIELD_NUMBER, 2);
        out.writeUInt32NoTag(bytes());
        var chunk = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int columns = transposed ? tensor.shape()[1] : 1;
        int rows = tensor.size() / columns;
        FloatBuffer values = tensor.values();
        for (int column = 0; column < columns; column++) {
            for (int row = 0; row < rows; row++) {
                chunk.putFloat(values.get(row * columns + column));
                if (!chunk.hasRemaining()) {
                    out.writeRawBytes(chunk.array(), 0, chunk.position());
                    chunk.clear();
                }
            }
        }
        out.writeRawBytes(chunk.array(), 0, chunk.position());
    }

    private int bytes() {
        return Math.multiplyExact(tensor.size(), Float.BYTES);
    }

    private Onnx.TensorProto header() {
        var header =
                Onnx.TensorProto.newBuilder().setName(name).setDataType(Onnx.TensorProto.DataType.FLOAT.getNumber());
        int[] shape = tensor.shape();
        for (int axis = 0; axis < shape.length; axis++) {
            header.addDims(shape[transposed ? shape.length - 1 - axis : axis]);
        }
        return header.build();
    }
}
