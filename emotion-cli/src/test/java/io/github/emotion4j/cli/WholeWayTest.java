package io.github.emotion4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.emotion4j.core.features.FeatureCache;
import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.core.model.ModelDirectory;
import io.github.emotion4j.eval.experiment.FrozenFeatures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import onnx.Onnx.ModelProto;
import onnx.Onnx.ValueInfoProto;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All commands on a tiny encoder of random weights and a few words: what is checked is the way, not the quality. */
class WholeWayTest {

    @TempDir
    private Path folder;

    private Path onnx;
    private Path train;
    private Path test;

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
    }

    @ParameterizedTest
    @ValueSource(strings = {"baseline", "features", "finetune"})
    void aModelIsTrainedEvaluatedAndUsed(String method) throws Exception {
        Path out = folder.resolve("model");

        Run trained = Run.of(
                "train",
                "--model",
                onnx,
                "--method",
                method,
                "--train",
                train,
                "--validation",
                test,
                "--test",
                test,
                "--out",
                out,
                "--epochs",
                2,
                "--batch-size",
                8);

        assertThat(trained.exit()).as(trained.err()).isZero();
        JsonObject last =
                trained.json().getAsJsonArray("epochs").asList().get(0).getAsJsonObject();
        assertThat(last.keySet()).containsExactly("epoch", "train_loss", "validation", "seconds");
        assertThat(last.getAsJsonObject("validation").keySet())
                .containsExactly("loss", "accuracy", "macro_f1", "weighted_f1");
        assertThat(trained.json().keySet()).contains("best_epoch", "test", "seconds", "model");
        double accuracy = trained.json().getAsJsonObject("test").get("accuracy").getAsDouble();

        Run evaluated = Run.of("evaluate", "--model", out, "--data", test, "--report", folder.resolve("report"));
        assertThat(evaluated.exit()).as(evaluated.err()).isZero();
        assertThat(evaluated.json().get("accuracy").getAsDouble()).isEqualTo(accuracy, within(1e-9));
        assertThat(evaluated.json().get("rows").getAsInt()).isEqualTo(7);
        assertThat(folder.resolve("report").resolve("report.html")).isNotEmptyFile();

        Run predicted = Run.of("predict", "--model", out, "good day", "bad day");
        assertThat(predicted.jsonLines()).hasSize(2).allSatisfy(answer -> {
            assertThat(answer.keySet()).containsExactly("label", "score", "scores");
            assertThat(answer.getAsJsonObject("scores").keySet()).containsExactly("anger", "joy");
        });
        assertThat(Run.of("errors", "--model", out, "--data", test, "--top", 3).jsonLines())
                .hasSize(3);
        assertThat(Run.of("models", "info", out, "--format", "human").out())
                .containsPattern("(?m)^labels +\\[anger, joy\\]$")
                .containsPattern("(?m)^  method +" + method + "$")
                .containsPattern("(?m)^  seed +42$");
        JsonObject told = Run.of("models", "info", out).json().getAsJsonObject("training");
        assertThat(told.get("seed")).hasToString("42");
        assertThat(children()).doesNotContain("model.run").noneMatch(name -> name.startsWith("."));
    }

    @Test
    void bfloat16TrainsAndPredictsAndIsNotFloat32() throws Exception {
        Path out = folder.resolve("model");

        Run trained = Run.of("train", "--model", onnx, "--train", train, "--out", out, "--precision", "bf16");
        Run usual = Run.of("predict", "--model", out, "good day");
        Run rounded = Run.of("predict", "--model", out, "--precision", "bf16", "good day");

        assertThat(trained.exit()).as(trained.err()).isZero();
        double score = usual.jsonLines().get(0).get("score").getAsDouble();
        assertThat(rounded.jsonLines().get(0).get("score").getAsDouble())
                .isNotEqualTo(score)
                .isEqualTo(score, within(0.02));
    }

    @Test
    void theTemperatureIsFittedOnValidationStoredAndTold() throws Exception {
        Path out = folder.resolve("model");
        Path noisy = noisy();

        Run trained = Run.of(
                "train",
                "--model",
                onnx,
                "--method",
                "features",
                "--train",
                train,
                "--validation",
                noisy,
                "--out",
                out);
        Run evaluated =
                Run.of("evaluate", "--model", out, "--data", noisy, "--suspects", "--report", folder.resolve("report"));

        JsonObject fitted = trained.json().getAsJsonObject("calibration");
        double temperature = fitted.get("temperature").getAsDouble();
        assertThat(temperature).isPositive().isNotEqualTo(1);
        assertThat(fitted.get("loss_after").getAsDouble())
                .isLessThan(fitted.get("loss_before").getAsDouble());
        JsonObject raw = trained.json().getAsJsonObject("validation");
        assertThat(fitted.get("loss_before").getAsDouble())
                .isEqualTo(raw.get("loss").getAsDouble(), within(1e-12));
        JsonObject manifest = JsonParser.parseString(Files.readString(out.resolve("emotion.json")))
                .getAsJsonObject();
        assertThat(manifest.get("temperature").getAsDouble()).isEqualTo(temperature);

        assertThat(evaluated.exit()).as(evaluated.err()).isZero();
        assertThat(evaluated.json().get("loss").getAsDouble())
                .isEqualTo(fitted.get("loss_after").getAsDouble(), within(1e-4));
        assertThat(evaluated.json().get("accuracy").getAsDouble())
                .isEqualTo(raw.get("accuracy").getAsDouble(), within(1e-12));
        JsonObject report = JsonParser.parseString(
                        Files.readString(folder.resolve("report").resolve("report.json")))
                .getAsJsonObject();
        assertThat(report.getAsJsonObject("calibration").get("log_loss_before").getAsDouble())
                .isEqualTo(fitted.get("loss_before").getAsDouble(), within(1e-3));
        assertThat(report.getAsJsonObject("data").getAsJsonArray("tokens")).isNotEmpty();
        assertThat(report.getAsJsonObject("data").get("pca_explained").getAsJsonArray())
                .hasSize(2);
        assertThat(report.getAsJsonObject("provenance").keySet())
                .contains("weights SHA-256", "data SHA-256", "training: checkpoint sha256", "training: seed", "JDK");
        assertThat(report.getAsJsonObject("provenance").get("training: seed").getAsString())
                .isEqualTo("42");
        assertThat(Files.readString(folder.resolve("report").resolve("report.html")))
                .contains("id=\"suspects\"", "id=\"calibration\"", "Map of the hidden states");
    }

    @ParameterizedTest
    @ValueSource(strings = {"logistic", "forest", "network"})
    void aSavedHeadAnswersAsItsTrainingReported(String classifier) throws Exception {
        Path out = folder.resolve("model");
        Path noisy = noisy();
        Path report = folder.resolve("report");

        Run trained = Run.of(
                "train",
                "--model",
                onnx,
                "--method",
                "features",
                "--classifier",
                classifier,
                "--pooling",
                "mean",
                "--train",
                train,
                "--validation",
                noisy,
                "--out",
                out);
        assertThat(trained.exit()).as(trained.err()).isZero();
        Run evaluated = Run.of("evaluate", "--model", out, "--data", noisy, "--report", report);
        assertThat(evaluated.exit()).as(evaluated.err()).isZero();
        Path texts = folder.resolve("texts.txt");
        List<String> rows = Files.readAllLines(noisy);
        Files.write(
                texts,
                rows.stream().map(row -> row.substring(0, row.indexOf(';'))).toList());
        List<JsonObject> answers =
                Run.of("predict", "--model", out, "--file", texts).jsonLines();

        JsonObject told = trained.json().getAsJsonObject("validation");
        for (String metric : List.of("accuracy", "macro_f1")) {
            assertThat(evaluated.json().get(metric).getAsDouble())
                    .as(metric)
                    .isEqualTo(told.get(metric).getAsDouble(), within(1e-12));
        }
        JsonObject calibration = trained.json().getAsJsonObject("calibration");
        assertThat(evaluated.json().get("loss").getAsDouble())
                .isEqualTo(calibration.get("loss_after").getAsDouble(), within(1e-4));
        long right = 0;
        double loss = 0;
        for (int row = 0; row < rows.size(); row++) {
            String label = rows.get(row).substring(rows.get(row).indexOf(';') + 1);
            right += answers.get(row).get("label").getAsString().equals(label) ? 1 : 0;
            loss -= Math.log(
                    answers.get(row).getAsJsonObject("scores").get(label).getAsDouble());
        }
        assertThat(right / (double) rows.size()).isEqualTo(told.get("accuracy").getAsDouble(), within(1e-12));
        assertThat(loss / rows.size()).isEqualTo(calibration.get("loss_after").getAsDouble(), within(1e-4));
        assertThat(Files.exists(out.resolve("classifier.json"))).isTrue();
    }

    @Test
    void theModelCardHoldsMetricsWithIntervalsAndTheNoiseOfTheData() throws Exception {
        Path out = folder.resolve("model");

        Run.of("train", "--model", onnx, "--method", "features", "--train", noisy(), "--test", test, "--out", out);

        assertThat(out.resolve("README.md"))
                .content()
                .contains("model-index:", "| test | 7 | Accuracy |", "1 text occurs more than once, 1 of them")
                .contains("checkpoint sha256", "train sha256");
        assertThat(Files.readString(out.resolve("emotion.json"))).contains("README.md");
    }

    @Test
    void wrongLabelsGoOutForReviewAndComeBackAsCorrections() throws Exception {
        Path review = folder.resolve("review.csv");
        Path noisy = noisy();

        Run found = Run.of("errors", "--model", onnx, "--data", noisy, "--suspects", "--out", review);
        assertThat(found.exit()).as(found.err()).isZero();
        assertThat(Files.readString(review))
                .startsWith("row,text,label,suggested,why")
                .contains("good day zz");
        Files.writeString(review, "text,label\ngood day zz,joy\nbad day b,-\n");
        Path corrected = folder.resolve("corrected.txt");
        Run applied = Run.of("data", "correct", noisy, "--corrections", review, "--out", corrected);

        assertThat(applied.json().get("relabelled").getAsInt()).isEqualTo(1);
        assertThat(applied.json().get("removed").getAsInt()).isEqualTo(1);
        assertThat(Files.readAllLines(corrected))
                .hasSize(25)
                .doesNotContain("good day zz;anger")
                .noneMatch(line -> line.startsWith("bad day b;"));
        Files.writeString(review, "text,label\ngood day zz,boredom\n");
        assertBad(Run.of("data", "correct", noisy, "--corrections", review, "--out", corrected), "boredom", "anger");
    }

    @Test
    void everyGateIsACaseOfJunit() throws Exception {
        Path out = folder.resolve("model");
        Path report = folder.resolve("report");
        Run.of("train", "--model", onnx, "--method", "baseline", "--train", train, "--out", out);

        Run run = Run.of(
                "evaluate",
                "--model",
                out,
                "--data",
                test,
                "--report",
                report,
                "--fail-under",
                "accuracy=0.99,macro_f1=0.01");

        assertThat(run.exit()).isEqualTo(ExitCode.GATE);
        assertThat(report.resolve("junit.xml")).content().contains("tests=\"2\" failures=\"1\"", "95 % interval");
        assertThat(Files.readAllLines(report.resolve("predictions.csv")))
                .hasSize(8)
                .first()
                .asString()
                .startsWith("row,text,label,predicted,probability,loss,p_");
    }

    /** The training rows, and one text twice with different labels. */
    private Path noisy() throws Exception {
        var lines = new ArrayList<>(Files.readAllLines(train));
        lines.add("good day zz;joy");
        lines.add("good day zz;anger");
        return Files.write(folder.resolve("noisy.txt"), lines);
    }

    @Test
    void aGateFailsWithItsNameValueAndThreshold() {
        Path out = folder.resolve("model");
        Run.of("train", "--model", onnx, "--method", "baseline", "--train", train, "--out", out);

        Run run = Run.of("evaluate", "--model", out, "--data", test, "--fail-under", "accuracy=0.99,macro_f1=0.01");

        assertThat(run.exit()).isEqualTo(ExitCode.GATE);
        assertThat(run.err())
                .contains("accuracy")
                .contains("0.99")
                .doesNotContain("macro_f1")
                .hasLineCount(1);
        assertThat(Run.of("evaluate", "--model", out, "--data", test, "--fail-under", "acuracy=1")
                        .exit())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void badInputIsOneLineAndLeavesNothingBehind() throws Exception {
        Path noLabel = Files.writeString(folder.resolve("nolabel.txt"), "good day;joy\nno label here\n");
        Path unknown = Files.writeString(folder.resolve("unknown.txt"), "good day;joy\nwell;boredom\n");
        Path empty = Files.writeString(folder.resolve("empty.txt"), "");
        Path out = folder.resolve("model");
        var before = children();

        assertBad(train(folder.resolve("missing.txt"), test, out), "missing.txt: no such file");
        assertBad(train(noLabel, test, out), "nolabel.txt:2");
        assertBad(train(train, unknown, out), "unknown.txt:2", "boredom", "anger");
        assertBad(train(empty, test, out), "empty.txt");
        assertBad(Run.of("predict", "--model", onnx, "hello"), "head");
        Path thesis = Files.createDirectories(folder.resolve("thesis"));
        Files.writeString(thesis.resolve("thesis.txt"), "years of work");
        assertBad(train(train, test, thesis), "thesis", "exists already");

        Files.delete(thesis.resolve("thesis.txt"));
        Files.delete(thesis);
        assertThat(children()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"logistic", "forest"})
    void emptyAndVeryLongTextsAreAnswered(String classifier) {
        Path out = folder.resolve("model");
        Run.of(
                "train",
                "--model",
                onnx,
                "--method",
                "features",
                "--classifier",
                classifier,
                "--train",
                train,
                "--out",
                out);

        Run run = Run.of("predict", "--model", out, "", "good ".repeat(5000));

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.jsonLines()).hasSize(2);
        assertThat(run.err())
                .containsPattern("1 text was longer than [1-9]\\d* tokens and was cut")
                .hasLineCount(1);
    }

    @Test
    void aDoubtfulAnswerIsUncertainAndAPictureIsDrawn() throws Exception {
        Path out = folder.resolve("model");
        Path plot = folder.resolve("plot.svg");
        Run.of("train", "--model", onnx, "--method", "baseline", "--train", train, "--out", out);

        Run doubtful = Run.of("predict", "--model", out, "--min-confidence", 0.9, "--plot", plot, "good");
        Run sure = Run.of("predict", "--model", out, "--min-confidence", 0.1, "good");
        Run homeless = Run.of("predict", "--model", out, "--plot", folder.resolve("no/p.svg"), "good");

        assertThat(doubtful.json().get("uncertain").getAsBoolean()).isTrue();
        assertThat(doubtful.json().get("label").getAsString()).isEqualTo("uncertain");
        assertThat(sure.json().get("uncertain").getAsBoolean()).isFalse();
        assertThat(plot).content().startsWith("<svg");
        assertBad(homeless, "no: no such file or directory; create it first, p.svg is to lie there");
    }

    @Test
    void aFileIsAnsweredInOrderOverManyWindows() throws Exception {
        Path out = folder.resolve("model");
        Run.of("train", "--model", onnx, "--method", "features", "--train", train, "--out", out);
        var lines = new ArrayList<String>();
        for (int row = 0; row < 2500; row++) {
            lines.add(row % 3 == 0 ? "good day" : "bad " + "bad ".repeat(row % 7));
        }

        Run run = Run.of("predict", "--model", out, "--file", Files.write(folder.resolve("many.txt"), lines));

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.jsonLines().stream()
                        .map(answer -> answer.get("label").getAsString())
                        .toList())
                .isEqualTo(lines.stream()
                        .map(line -> line.startsWith("good") ? "joy" : "anger")
                        .toList());
    }

    @Test
    void theSameSeedGivesTheSameModel() throws Exception {
        for (String name : List.of("a", "b")) {
            Run.of(
                    "train",
                    "--model",
                    onnx,
                    "--train",
                    train,
                    "--out",
                    folder.resolve(name),
                    "--seed",
                    7,
                    "--epochs",
                    1,
                    "--batch-size",
                    8);
        }

        assertThat(folder.resolve("a").resolve("model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("b").resolve("model.safetensors"));
    }

    @Test
    void featuresGoToAMatrixAndLabelsBesideIt() throws Exception {
        Run run = Run.of(
                "features", "--model", onnx, "--data", train, "--out", folder.resolve("f.npy"), "--pooling", "mean");

        assertThat(run.json().get("rows").getAsInt()).isEqualTo(24);
        assertThat(Files.size(folder.resolve("f.npy")))
                .isEqualTo(128 + 24L * run.json().get("columns").getAsInt() * 4);
        assertThat(Files.readAllLines(folder.resolve("f.labels.txt")))
                .hasSize(24)
                .startsWith("joy", "anger");
    }

    @Test
    void featuresThatATrainingComputedAreNotComputedAgain() throws Exception {
        Path own =
                Files.writeString(folder.resolve("own.txt"), "good day " + System.nanoTime() + ";joy\nbad day;anger\n");
        Run.of("train", "--model", onnx, "--method", "features", "--train", own, "--out", folder.resolve("model"));

        JsonObject kept = features(own, "kept", "cls");
        JsonObject other = features(own, "other", "mean");
        Path here = Files.createDirectories(folder.resolve("tokenizer"));
        Files.writeString(here.resolve("vocab.txt"), "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nday\nbad\ngood\n");
        JsonObject foreign = features(own, "foreign", "cls", "--tokenizer", here);
        Files.writeString(here.resolve("tokenizer_config.json"), "{\"do_lower_case\": false}");
        JsonObject cased = features(own, "cased", "cls", "--tokenizer", here);
        Files.writeString(here.resolve("added_tokens.json"), "{\"good\": 7}");
        JsonObject added = features(own, "added", "cls", "--tokenizer", here);

        assertThat(kept.get("cached").getAsBoolean()).isTrue();
        assertThat(other.get("cached").getAsBoolean()).isFalse();
        assertThat(foreign.get("cached").getAsBoolean()).isFalse();
        assertThat(cased.get("cached").getAsBoolean()).isFalse();
        assertThat(added.get("cached").getAsBoolean()).isFalse();
        assertThat(folder.resolve("foreign.npy")).binaryContent().isNotEqualTo(bytes("kept.npy"));
        assertThat(features(own, "again", "mean").get("cached").getAsBoolean()).isTrue();
        assertThat(bytes("again.npy")).isEqualTo(bytes("other.npy"));
    }

    private byte[] bytes(String name) throws Exception {
        return Files.readAllBytes(folder.resolve(name));
    }

    private JsonObject features(Path data, String name, String pooling, Object... more) {
        Run run = Run.of(Stream.concat(
                        Stream.of(
                                "features",
                                "--model",
                                onnx,
                                "--data",
                                data,
                                "--pooling",
                                pooling,
                                "--out",
                                folder.resolve(name + ".npy")),
                        Stream.of(more))
                .toArray());
        assertThat(run.exit()).as(run.err()).isZero();
        return run.json();
    }

    @Test
    void aCacheThatCannotBeWrittenCostsNothing() throws Exception {
        var broken = new FrozenFeatures.Cached(new FeatureCache(train, Long.MAX_VALUE), "weights"); // a file, no folder
        Model model = ModelDirectory.read(onnx);
        try (var kept = new FrozenFeatures(model, Optional.of(broken));
                var plain = new FrozenFeatures(model, Optional.empty())) {
            assertThat(kept.of(List.of("good day"), FrozenFeatures.Progress.NONE)
                            .values())
                    .isEqualTo(plain.of(List.of("good day"), FrozenFeatures.Progress.NONE)
                            .values());
        }
    }

    @Test
    void aTokenizerFromElsewhereServesAModelWithoutOne() throws Exception {
        Path bare =
                Files.createDirectories(folder.resolve("elsewhere/deep/bare")).resolve("model.onnx");
        Files.copy(onnx, bare);
        Path out = folder.resolve("model");

        Run without = Run.of("train", "--model", bare, "--train", train, "--out", out);
        Run with = Run.of(
                "train",
                "--model",
                bare,
                "--tokenizer",
                onnx.getParent(),
                "--method",
                "features",
                "--train",
                train,
                "--out",
                out);

        assertBad(without, bare + ": the model has no tokenizer", "--tokenizer");
        assertThat(with.exit()).as(with.err()).isZero();
        assertThat(Run.of("predict", "--model", out, "good day").exit()).isZero();
    }

    @Test
    void aModelIsImportedInspectedAndExported() {
        Path out = folder.resolve("imported");

        Run imported = Run.of("models", "import", onnx, "--out", out);
        Run info = Run.of("models", "info", out);
        Run exported = Run.of("export", "--model", out, "--to", "onnx", "--out", folder.resolve("again.onnx"));

        assertThat(imported.exit()).as(imported.err()).isZero();
        assertThat(info.json().keySet())
                .contains("architecture", "layers", "heads", "hidden_size", "parameters", "vocabulary", "sha256");
        assertThat(info.json().get("architecture").getAsString()).isEqualTo("distilbert");
        assertThat(exported.json().get("bytes").getAsLong()).isPositive();
    }

    @Test
    void whatAnImportLeavesOutIsSaid() throws Exception {
        ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(onnx)).toBuilder();
        String inner = model.getGraph().getNode(0).getOutput(0);
        model.getGraphBuilder().addOutput(ValueInfoProto.newBuilder().setName(inner));
        Path more = Files.write(onnx.resolveSibling("more.onnx"), model.build().toByteArray());

        Run nothing = Run.of("models", "import", onnx, "--out", folder.resolve("nothing"));
        Run something = Run.of("models", "import", more, "--out", folder.resolve("something"));
        Run human = Run.of("models", "import", more, "--out", folder.resolve("human"), "--format", "human");
        Run quiet = Run.of("models", "import", more, "--out", folder.resolve("quiet"), "--quiet");

        String left = "output '" + inner + "' was left out";
        assertThat(nothing.json().getAsJsonArray("notes")).isEmpty();
        assertThat(nothing.err()).doesNotContain("note:");
        assertThat(something.json().getAsJsonArray("notes").asList())
                .extracting(JsonElement::getAsString)
                .containsExactly(left);
        assertThat(human.err()).contains("note: " + left);
        assertThat(human.out()).doesNotContain("notes").doesNotContain(left);
        assertThat(quiet.err()).doesNotContain("note:");
    }

    @Test
    void aModelIsVerifiedAgainstNumbersOfOthers() throws Exception {
        Path cases = folder.resolve("cases.json");
        try (var in = WholeWayTest.class.getResourceAsStream("distilbert-2022-opset13.json")) {
            Files.copy(in, cases);
        }

        Run passed = Run.of("models", "verify", onnx, "--cases", cases);
        Run failed = Run.of("models", "verify", onnx, "--cases", cases, "--tolerance", "1e-12");

        assertThat(passed.exit()).as(passed.err()).isZero();
        assertThat(passed.json().get("cases").getAsInt()).isEqualTo(4);
        assertThat(passed.json().get("max_abs_diff").getAsDouble()).isLessThan(1e-5);
        assertThat(failed.exit()).isEqualTo(ExitCode.GATE);
    }

    @Test
    void statisticsOfDataAreCounted() throws Exception {
        Path twice = Files.writeString(folder.resolve("twice.csv"), "text,label\na,joy\na,anger\nb,joy\n");

        JsonObject json = Run.of("data", "stats", twice).json();

        assertThat(json.get("rows").getAsInt()).isEqualTo(3);
        assertThat(json.get("duplicates").getAsInt()).isEqualTo(1);
        assertThat(json.get("conflicting").getAsInt()).isEqualTo(1);
        assertThat(json.getAsJsonObject("labels").get("joy").getAsInt()).isEqualTo(2);
    }

    private Run train(Path data, Path testData, Path out) {
        return Run.of(
                "train", "--model", onnx, "--method", "features", "--train", data, "--test", testData, "--out", out);
    }

    private static void assertBad(Run run, String... parts) {
        assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DATA);
        assertThat(run.err()).startsWith("emotion: ").contains(parts).hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }

    private List<String> children() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
