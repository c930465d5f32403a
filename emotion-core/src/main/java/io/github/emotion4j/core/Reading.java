package io.github.emotion4j.core;

import io.github.emotion4j.core.ClassifierOptions.OverLong;
import io.github.emotion4j.data.Surrogates;
import io.github.emotion4j.data.tokenize.Encoding;
import io.github.emotion4j.data.tokenize.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A text as tokens, or the reason why it is rejected.
 *
 * @param encoding null exactly where there is a reason
 * @param rejection for people
 */
record Reading(Encoding encoding, Optional<String> rejection) {

    /** One reading a text, in order; null, over-long (by option) and unreadable texts are rejected without harm to the others. */
    static List<Reading> of(List<String> texts, Tokenizer tokenizer, ClassifierOptions options) {
        var present = texts.stream().filter(text -> problem(text).isEmpty()).toList();
        List<Encoding> encodings;
        try {
            encodings = present.isEmpty() ? List.of() : tokenizer.encode(present);
        } catch (IllegalArgumentException e) {
            // One of them cannot be read, which is rare: find it by reading them one by one.
            return texts.stream().map(text -> of(text, tokenizer, options)).toList();
        }
        var readings = new ArrayList<Reading>(texts.size());
        var next = encodings.iterator();
        for (String text : texts) {
            readings.add(problem(text).map(Reading::rejected).orElseGet(() -> of(next.next(), options)));
        }
        return readings;
    }

    /** Why no tokenizer can be asked; what reads data refuses such texts, too. */
    private static Optional<String> problem(String text) {
        return text == null
                ? Optional.of("the text is null")
                : Surrogates.problem(text).map(found -> "the text is no text: " + found);
    }

    private static Reading of(String text, Tokenizer tokenizer, ClassifierOptions options) {
        Optional<String> problem = problem(text);
        if (problem.isPresent()) {
            return rejected(problem.get());
        }
        try {
            return of(tokenizer.encode(text), options);
        } catch (IllegalArgumentException e) {
            return rejected(e.getMessage());
        }
    }

    private static Reading of(Encoding encoding, ClassifierOptions options) {
        if (encoding.truncated() && options.overLong() == OverLong.REJECT) {
            return rejected("the text has " + (encoding.length() + encoding.dropped()) + " tokens, at most "
                    + encoding.length() + " are allowed");
        }
        return new Reading(encoding, Optional.empty());
    }

    private static Reading rejected(String reason) {
        return new Reading(null, Optional.of(reason));
    }
}
