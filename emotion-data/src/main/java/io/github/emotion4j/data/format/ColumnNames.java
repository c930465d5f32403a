package io.github.emotion4j.data.format;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What columns of texts and of labels are usually called, in any case, with or without spaces around. */
final class ColumnNames {

    private static final Set<String> OF_TEXTS = names("""
            text texts tweet tweets sentence sentences content contents message messages comment comments review reviews
            utterance utterances document documents post posts body phrase phrases input inputs statement statements headline
            headlines dialogue dialog question query situation transcript answer tweetText textClean cleanText cleanedText rawText
            fullText commentText reviewText inputText messageText postText sentimentText selfText sms email""");
    private static final Set<String> OF_LABELS = names("""
            label labels emotion emotions sentiment sentiments class classes category categories target targets mood moods
            feeling feelings tag tags polarity topic topics intent output outputs annotation labelText labelName labelId
            emotionLabel sentimentLabel classLabel className goldLabel emotionId classId rating score""");
    private static final Pattern AROUND = Pattern.compile("^[\\s\\p{Z}\"'\uFEFF]+|[\\s\\p{Z}\"']+$");
    private static final Pattern BETWEEN = Pattern.compile("[\\s\\p{Z}_.-]+");
    private static final Pattern NAME = Pattern.compile("[\\p{L}_#][\\p{L}\\p{M}\\p{N}_.\\-/()]*");
    private static final int LONGEST_NAME = 40;

    private ColumnNames() {}

    private static Set<String> names(String words) {
        return Arrays.stream(words.toLowerCase(Locale.ROOT).split("\\s+")).collect(Collectors.toUnmodifiableSet());
    }

    static boolean isOfTexts(String field) {
        return OF_TEXTS.contains(bare(field));
    }

    static boolean isOfLabels(String field) {
        return OF_LABELS.contains(bare(field));
    }

    static boolean isOfAny(String field) {
        return isOfTexts(field) || isOfLabels(field);
    }

    /** Whether two names are one but for case, spaces around, and what parts their words. */
    static boolean alike(String a, String b) {
        return bare(a).equals(bare(b));
    }

    /** The columns of a name: those that have it to the letter, or else those that have it but for case and spaces. */
    static List<Integer> find(List<String> header, String name) {
        List<Integer> exact = IntStream.range(0, header.size())
                .filter(at -> header.get(at).equals(name))
                .boxed()
                .toList();
        return exact.isEmpty()
                ? IntStream.range(0, header.size())
                        .filter(at -> alike(header.get(at), name))
                        .boxed()
                        .toList()
                : exact;
    }

    /** Whether a field could be the name of a column: one word. */
    static boolean couldBe(String field) {
        String name = AROUND.matcher(field).replaceAll("");
        return name.length() <= LONGEST_NAME && NAME.matcher(name).matches();
    }

    private static String bare(String field) {
        if (field.length() > 2 * LONGEST_NAME) {
            return field; // a text
        }
        String name = AROUND.matcher(field).replaceAll("");
        return BETWEEN.matcher(Normalizer.normalize(name, Normalizer.Form.NFKC))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
    }
}
