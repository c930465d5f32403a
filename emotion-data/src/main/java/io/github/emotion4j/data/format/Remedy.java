package io.github.emotion4j.data.format;

/** What messages advise: the option of the command line, and in Java the method of {@link ReadOptions} that does the same. */
enum Remedy {
    FORMAT("--format-of-data", "withFormat"),
    TEXT_COLUMN("--text-column NAME", "withColumns"),
    LABEL_COLUMN("--label-column NAME", "withColumns"),
    HEADER("--header", "withHeader"),
    NO_HEADER("--no-header", "withHeader"),
    DELIMITER("--delimiter", "withDelimiter"),
    NO_QUOTE("--quote none", "withQuote"),
    ESCAPE("--escape backslash", "withEscape"),
    CHARSET("--charset", "withCharset"),
    SKIP_INVALID("--skip-invalid", "withSkipInvalid");

    private final String option;
    private final String method;

    Remedy(String option, String method) {
        this.option = option;
        this.method = method;
    }

    /** With a value for the option. */
    String with(String value) {
        return option + " " + value + java();
    }

    String method() {
        return method;
    }

    private String java() {
        return " (Java: " + method + ")";
    }

    @Override
    public String toString() {
        return option + java();
    }
}
