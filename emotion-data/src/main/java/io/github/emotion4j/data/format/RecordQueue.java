package io.github.emotion4j.data.format;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Records of which the next ones can be looked at before they are taken. What is wrong with one of them is thrown once it is its turn. */
final class RecordQueue implements Closeable {

    private record Slot(List<String> fields, long line, IOException failure) {}

    private final Records records;
    private final Deque<Slot> ahead = new ArrayDeque<>();
    private long line;

    RecordQueue(Records records) {
        this.records = records;
    }

    /** The next records, fewer where the file ends; those that cannot be read are left out. */
    List<List<String>> peek(int count) {
        while (ahead.size() < count && (ahead.isEmpty() || goesOn(ahead.getLast()))) {
            ahead.add(read());
        }
        var found = new ArrayList<List<String>>();
        ahead.stream()
                .limit(count)
                .map(Slot::fields)
                .filter(fields -> !fields.isEmpty())
                .forEach(found::add);
        return found;
    }

    /**
     * The first record, not taken; an empty list at the end of the file.
     *
     * @throws IOException if it cannot be read; it stays in the queue
     */
    List<String> first() throws IOException {
        peek(1);
        Slot slot = ahead.getFirst();
        line = slot.line();
        return fields(slot);
    }

    private static List<String> fields(Slot slot) throws IOException {
        if (slot.failure() != null) {
            throw slot.failure();
        }
        return slot.fields();
    }

    private Slot read() {
        try {
            List<String> fields = records.next();
            return new Slot(fields, records.line(), null);
        } catch (IOException e) {
            return new Slot(List.of(), records.line(), e);
        }
    }

    private static boolean goesOn(Slot slot) {
        return !slot.fields().isEmpty() || slot.failure() instanceof InvalidRowException;
    }

    /** As {@link Records#next()}. */
    List<String> next() throws IOException {
        Slot slot = ahead.isEmpty() ? read() : ahead.remove();
        line = slot.line();
        return fields(slot);
    }

    /** Where the last record begins that was taken, or looked at as the first one. */
    String place() {
        return records.place(line);
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
