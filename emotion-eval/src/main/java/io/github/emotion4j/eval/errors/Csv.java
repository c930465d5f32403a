package io.github.emotion4j.eval.errors;

/** Comma-separated records as RFC 4180 has them, lines ending in a line feed. */
public final class Csv {

    private final StringBuilder text = new StringBuilder();

    /** Adds a record. */
    public Csv record(String... fields) {
        for (int at = 0; at < fields.length; at++) {
            text.append(at == 0 ? "" : ",").append(quoted(fields[at]));
        }
        text.append('\n');
        return this;
    }

    private static String quoted(String field) {
        boolean plain = !field.isEmpty()
                && field.indexOf(',') < 0
                && field.indexOf('"') < 0
                && field.indexOf('\n') < 0
                && field.indexOf('\r') < 0
                && field.equals(field.strip());
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }

    /** All records. */
    public String text() {
        return text.toString();
    }
}
