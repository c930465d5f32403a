package io.github.emotion4j.core.checkpoint;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Writes a safetensors file. */
final class SafetensorsWriter {

    private SafetensorsWriter() {}

    /** See {@link Safetensors#write}. */
    static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) throws IOException {
        var sorted = new TreeMap<>(tensors);
        byte[] header = header(sorted, metadata).getBytes(StandardCharsets.UTF_8);
        int padded = (header.length + 7) / 8 * 8;
        AtomicFile.write(file, channel -> {
            ByteBuffer buffer = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
            ByteBuffer head = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
            head.putLong(padded).put(header);
            while (head.hasRemaining()) {
                head.put((byte) ' ');
            }
            AtomicFile.writeFully(channel, head.flip());
            for (Tensor tensor : sorted.values()) {
                var values = tensor.values().duplicate().rewind();
                while (values.hasRemaining()) {
                    int count = Math.min(values.remaining(), buffer.capacity() / 4);
                    buffer.clear().asFloatBuffer().put(values.slice(values.position(), count));
                    values.position(values.position() + count);
                    AtomicFile.writeFully(channel, buffer.limit(4 * count));
                }
            }
        });
    }

    private static String header(Map<String, Tensor> sorted, Map<String, String> metadata) throws IOException {
        var text = new StringWriter();
        var json = new JsonWriter(text);
        json.setHtmlSafe(false);
        json.beginObject();
        if (!metadata.isEmpty()) {
            json.name("__metadata__").beginObject();
            for (var item : new TreeMap<>(metadata).entrySet()) {
                json.name(item.getKey()).value(item.getValue());
            }
            json.endObject();
        }
        long offset = 0;
        for (var item : sorted.entrySet()) {
            long end = offset + 4L * item.getValue().size();
            json.name(item.getKey()).beginObject().name("dtype").value("F32");
            json.name("shape").beginArray();
            for (int axis : item.getValue().shape()) {
                json.value(axis);
            }
            json.endArray().name("data_offsets").beginArray().value(offset).value(end);
            json.endArray().endObject();
            offset = end;
        }
        json.endObject().flush();
        return text.toString();
    }
}
