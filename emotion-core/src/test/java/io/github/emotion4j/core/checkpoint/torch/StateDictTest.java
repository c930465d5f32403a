package io.github.emotion4j.core.checkpoint.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.core.checkpoint.InvalidModelException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of the dicts in a file the weights are. */
class StateDictTest {

    @ParameterizedTest
    @ValueSource(strings = {"state_dict", "model_state_dict", "model"})
    void theWeightsOfATrainingRunAreFoundUnderTheUsualNames(String key) throws IOException {
        PickleBytes run = new PickleBytes().op("}").text("epoch").number(3).op("s");
        weights(run.text(key), "w").op("s");
        run.text("optimizer").op("}").text("param_groups").op("]ss.");

        assertThat(read(run).names()).containsExactly("w");
    }

    @Test
    void whereItIsNotClearWhichAreTheWeightsNoneAreTaken() {
        PickleBytes two =
                weights(new PickleBytes().op("}").text("state_dict"), "w").op("s");
        refused(weights(two.text("ema"), "w").op("s."), "holds a dict of [state_dict, ema], in which it is not clear");
        refused(weights(new PickleBytes().op("}").text("net"), "w").op("s."), "holds a dict of [net]");
        refused(new PickleBytes().op("}."), "holds an empty dict");
        refused(new PickleBytes().op("]."), "holds a list");
        refused(new PickleBytes().op("N."), "holds None");
        refused(new PickleBytes().op("}").number(1).op("}s."), "holds a dict of [1]");
    }

    @Test
    void whatIsNoTensorAmongTensorsIsRefusedByName() {
        PickleBytes mixed = new PickleBytes().op("}");
        tensor(mixed.text("w")).op("s");
        refused(mixed.text("epoch").number(3).op("s."), "holds a number as 'epoch', expected a tensor");

        PickleBytes numbered = new PickleBytes().op("}");
        refused(tensor(numbered.number(7)).op("s."), "names an entry '7', which is no tensor's name");
        PickleBytes odd = new PickleBytes().op("}");
        refused(tensor(odd.text("a\nb")).op("s."), "names an entry 'a?b', which is no tensor's name");
        PickleBytes longName = new PickleBytes().op("}");
        refused(tensor(longName.text("x".repeat(2000))).op("s."), "xxx…', which is no tensor's name");
    }

    private static PickleBytes weights(PickleBytes pickle, String name) {
        return tensor(pickle.op("}").text(name)).op("s");
    }

    private static PickleBytes tensor(PickleBytes pickle) {
        return pickle.global("torch._utils", "_rebuild_tensor_v2")
                .op("(")
                .storage("FloatStorage", "0", 1)
                .number(0)
                .op(")")
                .op(")")
                .raw(0x89)
                .op("}tR");
    }

    private static void refused(PickleBytes pickle, String reason) {
        assertThatThrownBy(() -> read(pickle))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageStartingWith("x.bin: ")
                .hasMessageContaining(reason)
                .hasMessageContaining("expected named tensors as torch.save(model.state_dict(), …) writes them");
    }

    private static TorchFile read(PickleBytes pickle) throws IOException {
        byte[] file = ArchiveBytes.of(pickle.bytes(), new byte[4]).bytes();
        return TorchFile.read(Path.of("x.bin"), FileBytes.of(file));
    }
}
