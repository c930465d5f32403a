package io.github.emotion4j.data.split;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What splits are called in the names of files, as the hub finds them. */
public final class SplitNames {

    private static final Map<String, List<String>> KEYWORDS = Map.of(
            "train", List.of("train", "training"),
            "validation", List.of("validation", "valid", "val", "dev"),
            "test", List.of("test", "testing", "eval", "evaluation"));

    private SplitNames() {}

    /** The split whose keyword stands for itself in a path, the last one where there are several: {@code test_data/train.csv} is train. */
    public static Optional<String> in(String path) {
        String[] words = path.toLowerCase(Locale.ROOT).split("[^a-z]+");
        for (int at = words.length - 1; at >= 0; at--) {
            Optional<String> split = of(words[at]);
            if (split.isPresent()) {
                return split;
            }
        }
        return Optional.empty();
    }

    /** {@code train}, {@code validation} or {@code test} for a word that means one of them; any other name as it is. */
    public static String canonical(String split) {
        return of(split.toLowerCase(Locale.ROOT)).orElse(split);
    }

    private static Optional<String> of(String word) {
        return KEYWORDS.keySet().stream()
                .filter(name -> KEYWORDS.get(name).contains(word))
                .findFirst();
    }
}
