package io.github.emotion4j.core.export;

import io.github.emotion4j.core.checkpoint.AtomicFile;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.List;
import onnx.Onnx;
import org.nd4j.shade.protobuf.CodedOutputStream;

/**
 * Writes a ModelProto whose large tensors never exist as protobuf objects: the sizes of all parts are known beforehand, so the graph's length is
 * written first and the tensors follow one by one.
 */
final class OnnxFile {

    private static final int LENGTH_DELIMITED = 2;

    private OnnxFile() {}

    static void write(Onnx.ModelProto model, Onnx.GraphProto graph, List<OnnxWeight> weights, Path file)
            throws IOException {
        long graphSize = graph.getSerializedSize();
        for (var weight : weights) {
            long size = weight.size();
            graphSize += CodedOutputStream.computeTagSize(Onnx.GraphProto.INITIALIZER_FIELD_NUMBER)
                    + CodedOutputStream.computeUInt64SizeNoTag(size)
                    + size;
        }
        if (graphSize + model.getSerializedSize() + 16 > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("the ONNX file would have " + graphSize
                    + " bytes, but the format ends at 2 GiB; use the model directory instead");
        }
        int size = (int) graphSize;
        AtomicFile.write(file, channel -> {
            var out = CodedOutputStream.newInstance(Channels.newOutputStream(channel), 1 << 16);
            model.writeTo(out);
            out.writeTag(Onnx.ModelProto.GRAPH_FIELD_NUMBER, LENGTH_DELIMITED);
            out.writeUInt32NoTag(size);
            graph.writeTo(out);
            for (var weight : weights) {
                out.writeTag(Onnx.GraphProto.INITIALIZER_FIELD_NUMBER, LENGTH_DELIMITED);
                out.writeUInt32NoTag((int) weight.size());
                weight.write(out);
            }
            out.flush();
        });
    }
}
