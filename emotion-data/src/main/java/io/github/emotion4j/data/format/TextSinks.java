package io.github.emotion4j.data.format;

import com.google.gson.stream.JsonWriter;
import io.github.emotion4j.data.Example;
import io.github.emotion4j.data.format.ExampleWriter.RowSink;
import io.github.emotion4j.data.format.ExampleWriter.UnfitRowException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** How rows are written in the text formats: UTF-8 without a byte order mark, lines ended by {@code \n}. */
final class TextSinks {

    private TextSinks() {}

    private static Writer utf8(OutputStream out) {
        return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
    }

    /** {@code text;label}: has no way to write a line break, nor a label with a semicolon. */
    static final class TextLabel implements RowSink {

        private final Writer out;

        TextLabel(OutputStream out) {
            this.out = utf8(out);
        }

        @Override
        public void write(Example row) throws IOException {
            if (row.text().indexOf('\n') >= 0 || row.label().indexOf('\n') >= 0) {
                throw new UnfitRowException("a line break, which text;label cannot hold; write .csv or .jsonl");
            }
            if (row.label().indexOf(';') >= 0) {
                throw new UnfitRowException("the label '" + Shortened.of(row.label())
                        + "' has a semicolon, which text;label cannot hold; write .csv or .jsonl");
            }
            out.write(row.text());
            out.write(';');
            out.write(row.label());
            out.write('\n');
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    /** RFC 4180 with a header; fields are quoted where they must be. */
    static final class Csv implements RowSink {

        private final Writer out;
        private final char delimiter;

        Csv(OutputStream out, char delimiter) throws IOException {
            this.out = utf8(out);
            this.delimiter = delimiter;
            write(new Example("text", "label"));
        }

        @Override
        public void write(Example row) throws IOException {
            field(row.text());
            out.write(delimiter);
            field(row.label());
            out.write('\n');
        }

        private void field(String value) throws IOException {
            if (value.chars().anyMatch(c -> c == delimiter || c == '"' || c == '\n' || c == '\r')) {
                out.write('"');
                out.write(value.replace("\"", "\"\""));
                out.write('"');
            } else {
                out.write(value);
            }
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    /** {@code {"text": …, "label": …}} per line, by itself or as an item of one array. */
    static final class JsonLines implements RowSink {

        private final Writer out;
        private final boolean array;
        private final StringWriter line = new StringWriter();
        private boolean begun;

        JsonLines(OutputStream out, boolean array) throws IOException {
            this.out = utf8(out);
            this.array = array;
            if (array) {
                this.out.write('[');
            }
        }

        @Override
        public void write(Example row) throws IOException {
            line.getBuffer().setLength(0);
            var json = new JsonWriter(line); // one per row: a JsonWriter holds exactly one document
            json.beginObject().name("text").value(row.text()).name("label").value(row.label());
            json.endObject();
            if (array) {
                out.write(begun ? ",\n" : "\n");
            }
            out.append(line.getBuffer());
            if (!array) {
                out.write('\n');
            }
            begun = true;
        }

        @Override
        public void close() throws IOException {
            if (array) {
                out.write("\n]\n");
            }
            out.close();
        }
    }
}
