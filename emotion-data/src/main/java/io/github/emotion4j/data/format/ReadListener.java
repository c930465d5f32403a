package io.github.emotion4j.data.format;

import org.slf4j.LoggerFactory;

/** Hears what a reader took for granted or left out, line by line for people. */
public interface ReadListener {

    /** Writes to the log: notes as information, skipped rows as warnings. */
    ReadListener LOG = new ReadListener() {
        @Override
        public void note(String line) {
            LoggerFactory.getLogger(ReadListener.class).info("{}", line);
        }

        @Override
        public void skipped(String place, String problem) {
            LoggerFactory.getLogger(ReadListener.class).warn("skipped {}: {}", place, problem);
        }
    };

    /**
     * Something was decided that the file does not say clearly, for instance that its first line is a header.
     *
     * @param line begins with the file's name
     */
    void note(String line);

    /**
     * A row was left out because {@link ReadOptions#skipInvalid()} asks for it.
     *
     * @param place {@code train.csv:17}
     * @param problem what is wrong with the row
     */
    void skipped(String place, String problem);
}
