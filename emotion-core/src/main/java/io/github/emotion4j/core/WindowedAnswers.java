package io.github.emotion4j.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** Answers in the order of the texts, of which one window at a time is read and predicted. Not thread-safe. */
final class WindowedAnswers implements Iterator<Prediction> {

    private final Iterator<String> texts;
    private final int size;
    private final Function<List<String>, List<Prediction>> predict;
    private Iterator<Prediction> window = Collections.emptyIterator();

    WindowedAnswers(Iterator<String> texts, int size, Function<List<String>, List<Prediction>> predict) {
        this.texts = texts;
        this.size = size;
        this.predict = predict;
    }

    @Override
    public boolean hasNext() {
        return window.hasNext() || texts.hasNext();
    }

    @Override
    public Prediction next() {
        if (!window.hasNext()) {
            window = predict.apply(read()).iterator();
        }
        return window.next();
    }

    private List<String> read() {
        if (!texts.hasNext()) {
            throw new NoSuchElementException();
        }
        var next = new ArrayList<String>();
        while (next.size() < size && texts.hasNext()) {
            next.add(texts.next());
        }
        return next;
    }
}
