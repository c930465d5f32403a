package io.github.emotion4j.eval.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.Example;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.data.format.Datasets;
import io.github.emotion4j.data.format.ReadOptions;
import io.github.emotion4j.data.statistics.RepeatedText;
import io.github.emotion4j.eval.Evaluation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorrectionsTest {

    private static final String AWKWARD = " she said \"no\", and left;\nشكرا 😀\r\nagain ";

    private static final Dataset DATA = Dataset.of(List.of(
            new Example("i am so glad", "joy"),
            new Example(AWKWARD, "joy"),
            new Example("i am so glad", "anger"),
            new Example("leave me alone", "anger"),
            new Example("who is there", "fear")));

    @Test
    void what_goes_out_for_review_comes_back_as_corrections(@TempDir Path directory) throws IOException {
        var file = directory.resolve("doubts.csv");
        var doubts = List.of(
                new Corrections.Doubt(1, AWKWARD, "joy", "anger", "probability 0.910 against 0.020"),
                new Corrections.Doubt(3, "leave me alone", "anger", "", "dull, \"very\""));
        Corrections.export(doubts, file);

        var untouched = Corrections.of(Datasets.read(file, ReadOptions.defaults()));
        assertThat(untouched.labelOf()).containsEntry(AWKWARD, "joy").containsEntry("leave me alone", "anger");
        assertThat(untouched.apply(DATA)).containsExactlyElementsOf(DATA);

        Files.writeString(
                file,
                Files.readString(file).replace(",joy,anger,", ",anger,anger,").replace(",anger,\"\",", ",-,\"\","));
        var reviewed =
                Corrections.of(Datasets.read(file, ReadOptions.defaults())).apply(DATA);

        assertThat(reviewed.texts()).doesNotContain("leave me alone").hasSize(4);
        assertThat(reviewed).contains(new Example(AWKWARD, "anger"));
        assertThat(reviewed.labels()).isEqualTo(DATA.labels());
    }

    @Test
    void correcting_one_of_two_contradicting_rows_settles_both_and_an_unsettled_text_stays() {
        var settled = Corrections.of(List.of(new Example("i am so glad", "joy"), new Example("i am so glad", "joy")));
        var unsettled =
                Corrections.of(List.of(new Example("i am so glad", "joy"), new Example("i am so glad", "anger")));

        assertThat(settled.apply(DATA).labelCounts()).containsExactly(1, 1, 3);
        assertThat(unsettled.labelOf()).isEmpty();
        assertThat(unsettled.apply(DATA)).containsExactlyElementsOf(DATA);
    }

    @Test
    void a_correction_to_an_unknown_label_is_refused() {
        var wrong = Corrections.of(List.of(new Example("who is there", "scared")));

        assertThatThrownBy(() -> wrong.apply(DATA))
                .hasMessageContaining("correction of 'who is there': label 'scared' is not one of [anger, fear, joy]");
    }

    @Test
    void rows_that_contradict_each_other_are_in_doubt_but_not_those_that_agree() {
        var splits = new LinkedHashMap<String, Dataset>();
        splits.put("train", DATA);
        splits.put("test", Dataset.of(List.of(new Example("who is there", "fear"), new Example("new", "joy"))));

        var doubts = Corrections.doubts(RepeatedText.of(splits), "train");

        assertThat(doubts).extracting(Corrections.Doubt::row).containsExactly(0, 2);
        assertThat(doubts.get(1))
                .isEqualTo(new Corrections.Doubt(2, "i am so glad", "anger", "", "same text, other label"));
    }

    @Test
    void texts_come_by_loss_highest_or_lowest_first() {
        var labels = Labels.of(List.of("joy", "fear"));
        var evaluation =
                Evaluation.of(labels, new int[] {0, 1, 0}, new double[][] {{0.9, 0.1}, {0.8, 0.2}, {0.6, 0.4}});
        var texts = List.of("first", "second", "third");

        var highest = TextLoss.of(evaluation, texts, TextLoss.Order.HIGHEST, 2);
        var lowest = TextLoss.of(evaluation, texts, TextLoss.Order.LOWEST, 10);

        assertThat(highest).extracting(TextLoss::text).containsExactly("second", "third");
        assertThat(highest.get(0)).isEqualTo(new TextLoss(1, "second", "fear", "joy", 0.8, -Math.log(0.2)));
        assertThat(lowest).extracting(TextLoss::text).containsExactly("first", "third", "second");
        assertThatThrownBy(() -> TextLoss.of(evaluation, List.of("one"), TextLoss.Order.HIGHEST, 1))
                .hasMessage("1 texts for 3 evaluated rows");
    }
}
