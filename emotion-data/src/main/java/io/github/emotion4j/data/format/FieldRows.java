package io.github.emotion4j.data.format;

import io.github.emotion4j.data.InvalidDataException;
import io.github.emotion4j.data.format.ReadOptions.Header;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Chosen fields of records: of CSV, TSV, {@code text;label}, or lines that are texts. */
final class FieldRows implements Rows {

    /** So many records are looked at before the first one is taken for a header or a row. */
    private static final int SAMPLE = 100;

    private final RecordQueue queue;
    private final List<String> first;
    private final Columns columns;
    private String text;
    private String label;

    private FieldRows(RecordQueue queue, List<String> first, Columns columns) throws IOException {
        this.queue = queue;
        this.first = first;
        this.columns = columns;
        if (columns.header() && !first.isEmpty()) {
            queue.next();
        }
    }

    /**
     * Rows of records with any number of fields.
     *
     * @param labelled whether the label is wanted too
     * @param earlier rows of another part of the same data, whose header this one's must equal
     * @param note is told what was taken as what
     */
    static FieldRows ofColumns(
            Records records, ReadOptions options, boolean labelled, Optional<Rows> earlier, Consumer<String> note)
            throws IOException {
        var queue = new RecordQueue(records);
        List<String> first;
        try {
            first = queue.first();
        } catch (InvalidRowException e) {
            throw e.refusal(); // it may be the header
        }
        if (first.isEmpty()) { // an empty file has no rows, whatever its columns
            return new FieldRows(queue, first, new Columns(false, 0, labelled ? 1 : -1, Optional.empty()));
        }
        Columns columns = choose(queue, first, options, labelled, earlier);
        columns.note().ifPresent(note);
        return new FieldRows(queue, first, columns);
    }

    /** Rows of {@code text;label}, whatever columns are wanted; a header is unusual but recognised. */
    static FieldRows ofPairs(Records records, ReadOptions options, Optional<Rows> earlier, Consumer<String> note)
            throws IOException {
        var queue = new RecordQueue(records);
        var none = new Columns(false, 0, 1, Optional.empty());
        List<String> first;
        try {
            first = queue.first();
        } catch (InvalidRowException e) { // thrown again when it is its turn
            return new FieldRows(queue, List.of(), none);
        }
        if (first.isEmpty()) {
            return new FieldRows(queue, first, none);
        }
        ReadOptions usual = options.withColumns(ReadOptions.TEXT, ReadOptions.LABEL);
        Columns columns = choose(queue, first, usual, true, earlier);
        if (columns.text() != 0) {
            throw new InvalidDataException(
                    queue.place(),
                    "the header " + first + " has the label first; expected the text first, or read the file as "
                            + Remedy.FORMAT.with("csv") + " with " + Remedy.DELIMITER.with("semicolon"));
        }
        if (columns.header()) {
            columns.note().ifPresent(note);
        }
        return new FieldRows(queue, first, columns);
    }

    /** Rows of a text each; a header only where it is asked for. */
    static FieldRows ofTexts(Records records, ReadOptions options, Consumer<String> note) throws IOException {
        var queue = new RecordQueue(records);
        List<String> first = queue.first();
        boolean header = options.header() == Header.PRESENT;
        if (options.header() == Header.AUTO && !first.isEmpty() && ColumnNames.isOfTexts(first.get(0))) {
            note.accept(queue.place() + ": \"" + first.get(0).strip() + "\" is taken as a text; " + Remedy.HEADER
                    + " says otherwise");
        }
        return new FieldRows(queue, first, new Columns(header, 0, -1, Optional.empty()));
    }

    private static Columns choose(
            RecordQueue queue, List<String> first, ReadOptions options, boolean labelled, Optional<Rows> earlier)
            throws IOException {
        List<List<String>> sample = queue.peek(SAMPLE);
        var choice = new ColumnChoice(queue.place(), first, sample.subList(1, sample.size()), options, labelled);
        if (!(earlier.orElse(null) instanceof FieldRows other)) {
            return choice.choose();
        }
        if (other.columns.header() && first.equals(other.first)) {
            return other.columns.withoutNote();
        }
        Columns columns = choice.choose();
        if (columns.header() != other.columns.header()) {
            throw new InvalidDataException(
                    queue.place(),
                    (columns.header() ? "begins with a header " : "does not begin with a header but with ") + first
                            + ", other than the parts before it, which begin with " + other.first
                            + "; make them alike, or say for all: " + Remedy.HEADER + " or " + Remedy.NO_HEADER);
        }
        return columns.withoutNote();
    }

    @Override
    public boolean next() throws IOException {
        List<String> fields = queue.next();
        if (fields.isEmpty()) {
            return false;
        }
        if (!first.isEmpty() && fields.size() != first.size()) {
            throw new InvalidRowException(
                    place(),
                    "found " + fields.size() + " fields where the first line has " + first.size()
                            + "; put fields that hold the delimiter or a line break in quotation marks");
        }
        text = fields.get(columns.text());
        label = columns.label() < 0 ? "" : fields.get(columns.label());
        return true;
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public boolean tells() {
        return !first.isEmpty();
    }

    @Override
    public String place() {
        return queue.place();
    }

    @Override
    public void close() throws IOException {
        queue.close();
    }
}
