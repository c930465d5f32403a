package io.github.emotion4j.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One command line, run in this process: what it wrote and its exit code. */
record Run(int exit, String out, String err) {

    static Run of(Object... args) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        String[] texts = new String[args.length];
        for (int at = 0; at < args.length; at++) {
            texts[at] = args[at].toString();
        }
        var terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                false,
                80);
        int exit = Emotion.run(terminal, texts);
        return new Run(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The whole output as one JSON object. */
    JsonObject json() {
        return JsonParser.parseString(out).getAsJsonObject();
    }

    /** A JSON object a line. */
    List<JsonObject> jsonLines() {
        return out.lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
    }
}
