package io.github.emotion4j.cli;

import io.github.emotion4j.data.format.ReadListener;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What reading data has to tell: notes, each once, and how many rows were skipped and which were the first. Data that is read twice counts once. Not
 * thread-safe.
 */
public final class ReadingNotes {

    private static final int FIRST = 3;

    private final Output output;
    private final Set<String> told = new HashSet<>();
    private final Map<String, Skipped> skipped = new LinkedHashMap<>();

    ReadingNotes(Output output) {
        this.output = output;
    }

    private static final class Skipped {
        private long rows;
        private final List<String> first = new ArrayList<>();
    }

    /** Says something once. */
    public void note(String line) {
        if (told.add(line)) {
            output.note("note: " + line);
        }
    }

    /**
     * Listens to a reader.
     *
     * @param data that it reads, as it was named; what was skipped of it before is forgotten
     */
    public ReadListener listener(String data) {
        var count = new Skipped();
        skipped.put(data, count);
        return new ReadListener() {
            @Override
            public void note(String line) {
                ReadingNotes.this.note(line);
            }

            @Override
            public void skipped(String place, String problem) {
                count.rows++;
                if (count.first.size() < FIRST) {
                    count.first.add(place + ": " + problem);
                }
            }
        };
    }

    /**
     * Says which labels could be one.
     *
     * @param groups of labels that differ only in case or surrounding space
     */
    public void alike(List<List<String>> groups) {
        groups.forEach(names -> note("the labels '" + String.join("', '", names)
                + "' differ only in case or surrounding space; if they are one, write them alike"));
    }

    /** Says how many rows of some data were skipped, once it has been read. */
    public void done(String data) {
        Skipped count = skipped.get(data);
        if (count != null && count.rows > 0) {
            note(data + ": " + rows(count.rows) + " skipped: " + String.join("; ", count.first)
                    + (count.rows > FIRST ? "; …" : ""));
        }
    }

    private static String rows(long count) {
        return count == 1 ? "1 row" : count + " rows";
    }

    /** Adds {@code skipped} and {@code first_skipped} to a result if rows were. */
    public void addTo(Map<String, Object> json) {
        long rows = skipped.values().stream().mapToLong(count -> count.rows).sum();
        if (rows > 0) {
            json.put("skipped", rows);
            json.put(
                    "first_skipped",
                    skipped.values().stream()
                            .flatMap(count -> count.first.stream())
                            .limit(FIRST)
                            .toList());
        }
    }
}
