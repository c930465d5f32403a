package io.github.emotion4j.core.onnx.file;

import io.github.emotion4j.core.onnx.tensor.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;

/**
 * Weights that lie in files beside the model. Only files inside the model's own folder are opened: an absolute path, one that leads upwards, or a
 * link that leads out is refused, since the file that names it may come from anywhere.
 */
final class ExternalData {

    private final Path folder;
    private final Map<Path, ByteBuffer> mapped = new HashMap<>();

    ExternalData(Path folder) {
        this.folder = folder;
    }

    ByteBuffer open(String tensor, TensorProto proto) {
        var entries = new HashMap<String, String>();
        for (StringStringEntryProto entry : proto.getExternalDataList()) {
            entries.put(entry.getKey(), entry.getValue());
        }
        String location = entries.getOrDefault("location", "");
        String place = "tensor '" + tensor + "': external data '" + location + "'";
        ByteBuffer file = mapped.computeIfAbsent(inside(place, location), path -> map(place, path));
        long offset = number(place, entries.getOrDefault("offset", "0"));
        long length = number(place, entries.getOrDefault("length", Long.toString(Math.max(0, file.limit() - offset))));
        if (offset > file.limit() || length > file.limit() - offset) {
            throw new Refusal(
                    place + " has " + file.limit() + " bytes, expected " + length + " from byte " + offset + " on");
        }
        return file.slice((int) offset, (int) length);
    }

    private Path inside(String place, String location) {
        try {
            Path relative = Path.of(location);
            if (location.isEmpty() || relative.isAbsolute() || location.startsWith("/") || location.contains("\\")) {
                throw new Refusal(place + " is not a relative path");
            }
            for (Path part : relative) {
                if (part.toString().equals("..")) {
                    throw new Refusal(place + " leads out of the model's folder");
                }
            }
            Path file = folder.resolve(relative);
            if (!Files.isRegularFile(file)) {
                throw new Refusal(place + " is missing; put it beside the model");
            }
            Path real = file.toRealPath();
            if (!real.startsWith(folder.toRealPath())) {
                throw new Refusal(place + " is a link that leads out of the model's folder");
            }
            return real;
        } catch (InvalidPathException | IOException e) {
            throw new Refusal(place + " cannot be opened: " + e.getMessage());
        }
    }

    private static ByteBuffer map(String place, Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new Refusal(
                        place + " has " + channel.size() + " bytes; more than 2 GiB in one file are not supported");
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        } catch (IOException e) {
            throw new Refusal(place + " cannot be read: " + e.getMessage());
        }
    }

    private static long number(String place, String text) {
        if (!text.matches("\\d{1,18}")) {
            throw new Refusal(place + " has the offset or length '" + text + "', expected a number >= 0");
        }
        return Long.parseLong(text);
    }
}
