package io.github.emotion4j.data.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.Example;
import io.github.emotion4j.data.SharedFolder;
import io.github.emotion4j.data.format.Datasets;
import io.github.emotion4j.data.format.ReadOptions;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RepeatedTextTest {

    @Test
    void repeated_texts_are_found_within_and_across_splits() {
        Map<String, Dataset> splits = new LinkedHashMap<>();
        splits.put(
                "train",
                Dataset.of(List.of(
                        new Example("i am so glad", "joy"),
                        new Example("once", "joy"),
                        new Example("i am so glad", "anger"),
                        new Example("who is there", "fear"))));
        splits.put("test", Dataset.of(List.of(new Example("who is there", "fear"), new Example("new", "joy"))));

        var repeated = RepeatedText.of(splits);

        assertThat(repeated).extracting(RepeatedText::text).containsExactly("i am so glad", "who is there");
        assertThat(repeated).extracting(RepeatedText::conflicting).containsExactly(true, false);
        assertThat(repeated).extracting(RepeatedText::shared).containsExactly(false, true);
        assertThat(repeated.get(1).occurrences())
                .containsExactly(
                        new RepeatedText.Occurrence("train", 3, "fear"),
                        new RepeatedText.Occurrence("test", 0, "fear"));
    }

    @Test
    void the_real_splits_share_nineteen_texts_each_with_another_label_and_thirty_of_train_contradict_each_other()
            throws IOException {
        Map<String, Dataset> splits = new LinkedHashMap<>();
        for (String split : List.of("train", "val", "test")) {
            splits.put(
                    split,
                    Datasets.read(SharedFolder.require("data/emotion/" + split + ".txt"), ReadOptions.defaults()));
        }

        var shared =
                RepeatedText.of(splits).stream().filter(RepeatedText::shared).toList();
        var inTrain = RepeatedText.of(Map.of("train", splits.get("train")));

        assertThat(shared).hasSize(19).allMatch(RepeatedText::conflicting);
        assertThat(inTrain).hasSize(31).filteredOn(RepeatedText::conflicting).hasSize(30);
    }
}
