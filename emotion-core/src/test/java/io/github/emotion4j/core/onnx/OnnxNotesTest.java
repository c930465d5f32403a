package io.github.emotion4j.core.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a file a checkpoint does not hold is said. */
class OnnxNotesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "distilbert-maskedlm-opset14 | the masked-language-model head was cut off",
                "distilbert-tokenclassifier-opset17 | the classifier of single tokens was cut off",
                "bert-sentence-mean-l2-opset14 | the division of a text's vector by its length was left out",
            })
    void whatIsLeftOutIsNoted(String name, String note) throws Exception {
        assertThat(notes(name)).containsExactly(note);
    }

    @ParameterizedTest
    @ValueSource(strings = {"distilbert-classifier-opset17", "distilbert-2022-opset13"})
    void nothingIsNotedWhereAllIsRead(String name) throws Exception {
        assertThat(notes(name)).isEmpty();
    }

    private static List<String> notes(String name) throws Exception {
        Path file = OnnxReferenceTest.folder().resolve(name + ".onnx");
        return OnnxCheckpointReader.read(file).notes();
    }
}
