package io.github.emotion4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a training says of itself: that it blew up, that nothing was learnt, where it went on. */
class TrainingAccountTest {

    @TempDir
    private Path folder;

    private Path onnx;
    private Path train;
    private Path test;
    private Path out;

    @BeforeEach
    void aTinyModelAndSomeData() throws Exception {
        onnx = TinyCheckpoint.write(folder.resolve("source"));
        var lines = new ArrayList<String>();
        for (int row = 0; row < 24; row++) {
            lines.add((row % 2 == 0 ? "good day " : "bad day ") + TinyCheckpoint.LETTERS.charAt(row) + ";"
                    + (row % 2 == 0 ? "joy" : "anger"));
        }
        train = Files.write(folder.resolve("train.txt"), lines);
        test = Files.write(folder.resolve("test.txt"), lines.subList(0, 7));
        out = folder.resolve("model");
    }

    private Run train(Object... options) {
        var all = new ArrayList<Object>(
                List.of("train", "--model", onnx, "--train", train, "--out", out, "--batch-size", 8));
        all.addAll(List.of(options));
        return Run.of(all.toArray());
    }

    private static List<String> warnings(JsonObject json) {
        return json.getAsJsonArray("warnings").asList().stream()
                .map(warning -> warning.getAsString())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e30", "1e20", "1e38"})
    void aRunOfNoNumbersEndsWithFourAndWhatToLower(String rate) {
        Run run = train("--epochs", 3, "--learning-rate", rate);
        assertThat(run.exit()).as(run.err()).isEqualTo(4);
        assertThat(run.err())
                .contains("training diverged", "lower the learning rate")
                .doesNotContain("internal error", "Exception");
        assertThat(run.out()).isEmpty();
        assertThat(out).doesNotExist();
    }

    @Test
    void aLossThatRoseByOrdersOfMagnitudeStandsInJsonCardAndReport() throws Exception {
        Run run = train("--epochs", 3, "--learning-rate", "1000", "--max-grad-norm", "Infinity");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(warnings(run.json())).hasSize(1);
        String told = warnings(run.json()).get(0);
        assertThat(told).contains("training diverged; lower the learning rate (now 1000.0), clip the gradients");
        standsEverywhere(told);
        assertThat(train("--epochs", 1, "--learning-rate", "1000", "--format", "human")
                        .out())
                .contains("warning: The training loss rose");
    }

    @Test
    void aModelNoBetterThanTheMostFrequentLabelStandsInJsonCardAndReport() throws Exception {
        Path wrong = Files.write(
                folder.resolve("wrong.txt"),
                Files.readAllLines(test).stream()
                        .map(line -> line.contains("joy") ? line.replace("joy", "anger") : line.replace("anger", "joy"))
                        .toList());
        Run run = train("--method", "features", "--pooling", "mean", "--validation", wrong);
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(warnings(run.json())).hasSize(1);
        String told = warnings(run.json()).get(0);
        assertThat(told).contains("On the validation split", "no more than the 57.1 % of answering 'anger' always");
        standsEverywhere(told);
    }

    private void standsEverywhere(String told) throws Exception {
        // The first words, before anything that Markdown or HTML would escape.
        String beginning = told.substring(0, 40);
        assertThat(Files.readString(out.resolve("README.md"))).contains("## Warning", beginning);
        JsonObject manifest = JsonParser.parseString(Files.readString(out.resolve("emotion.json")))
                .getAsJsonObject();
        assertThat(warnings(manifest.getAsJsonObject("training"))).containsExactly(told);
        Path report = folder.resolve("report");
        Run evaluated = Run.of("evaluate", "--model", out, "--data", test, "--report", report);
        assertThat(evaluated.exit()).as(evaluated.err()).isZero();
        assertThat(warnings(evaluated.json())).containsExactly(told);
        assertThat(evaluated.err()).contains("warning: " + told);
        assertThat(warnings(JsonParser.parseString(Files.readString(report.resolve("report.json")))
                        .getAsJsonObject()))
                .containsExactly(told);
        assertThat(Files.readString(report.resolve("report.html"))).contains("id=\"warning\"", beginning);
        assertThat(Files.readString(report.resolve("report.md"))).contains("## Warning", beginning);
    }

    @ParameterizedTest
    @ValueSource(strings = {"baseline", "features", "finetune"})
    void aTrainingThatWentWellWarnsOfNothing(String method) throws Exception {
        Run run = train(
                "--method",
                method,
                "--pooling",
                "mean",
                "--validation",
                test,
                "--learning-rate",
                "3e-3",
                "--epochs",
                8);
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.json().getAsJsonArray("warnings")).isEqualTo(new JsonArray());
        assertThat(Files.readString(out.resolve("README.md"))).doesNotContain("## Warning");
        assertThat(Run.of("evaluate", "--model", out, "--data", test).json().has("warnings"))
                .isFalse();
    }

    @Test
    void aResumptionWithoutASavedStateSaysThatItBeginsAnew() {
        Run run = train("--resume", "--epochs", 1);
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.err()).contains("there is no saved state to go on from: training begins anew");
        assertThat(train("--epochs", 1).err()).doesNotContain("anew");
        assertThat(train("--resume", "--method", "baseline").err())
                .contains("--method baseline keeps no states of a run: it begins anew");
    }

    @Test
    void aResumptionSaysAfterWhichStepItGoesOn() throws Exception {
        var training = new Thread(() -> train("--epochs", 40));
        training.start();
        Path states = folder.resolve("model.run");
        while (training.isAlive() && !hasState(states)) {
            Thread.sleep(10);
        }
        training.interrupt();
        training.join();
        assertThat(out).doesNotExist();
        var run = CompletableFuture.supplyAsync(() -> train("--epochs", 40, "--resume"));
        assertThat(run.get().exit()).as(run.get().err()).isZero();
        assertThat(run.get().err())
                .containsPattern("training goes on after step [1-9]\\d*\\b")
                .doesNotContain("anew");
    }

    private static boolean hasState(Path states) throws Exception {
        if (!Files.isDirectory(states)) {
            return false;
        }
        try (Stream<Path> found = Files.list(states)) {
            return found.anyMatch(path -> path.getFileName().toString().startsWith("state-"));
        }
    }
}
