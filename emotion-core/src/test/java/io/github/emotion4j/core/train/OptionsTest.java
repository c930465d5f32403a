package io.github.emotion4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    @Test
    void whatIsToldOfThemCanBeWrittenAsJson() {
        var account = Options.defaults()
                .withLearningRate(1e-4)
                .withMaxGradNorm(Double.POSITIVE_INFINITY)
                .withClassWeights(ClassWeights.parse("joy=2,fear=0.5"))
                .account();
        assertThat(account)
                .containsEntry("learning_rate", 1e-4)
                .containsEntry("max_grad_norm", "none")
                .containsEntry("class_weights", "fear=0.5,joy=2.0")
                .containsEntry("pooling", "cls")
                .containsEntry("best_by", "macro_f1");
        assertThat(new Gson().toJson(account)).isNotBlank();
        assertThat(account).doesNotContainKeys("seed", "save_every");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "balanced", "joy=2,fear=0.5", "a=b=3"})
    void classWeightsAreReadFromTheirText(String text) {
        ClassWeights weights = ClassWeights.parse(text);
        assertThat(ClassWeights.parse(weights.toText())).isEqualTo(weights);
    }
}
