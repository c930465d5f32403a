package io.github.emotion4j.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** "Did you mean …?" for a mistyped name. */
public final class Suggestion {

    private Suggestion() {}

    /**
     * The nearest of the names as the end of a sentence, or nothing if none is near.
     *
     * @param typed what was typed
     * @param names what there is
     */
    public static String of(String typed, List<String> names) {
        return names.stream()
                .filter(name -> isBeginning(typed, name)
                        || distance(typed, name) <= Math.max(1, Math.min(typed.length(), name.length()) / 3))
                .min(Comparator.comparingInt(name -> distance(typed, name)))
                .map(name -> "; did you mean '" + name + "'?")
                .orElse("");
    }

    private static boolean isBeginning(String typed, String name) {
        return typed.length() >= 3 && name.toLowerCase(Locale.ROOT).startsWith(typed.toLowerCase(Locale.ROOT));
    }

    /** Levenshtein's distance, a swap of two neighbours counted as one. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
