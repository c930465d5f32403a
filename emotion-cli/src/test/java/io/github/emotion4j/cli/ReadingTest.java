package io.github.emotion4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Reading options, what is said about doubtful data, and names for labels that have none. */
class ReadingTest {

    private static final String ROWS =
            "good day a,joy\nbad day b,anger\ngood day c,joy\nbad day d,anger\ngood day e,joy\nbad day f,anger\n";

    @TempDir
    private static Path folder;

    private static Path onnx;
    private static Path model;
    private static Path unnamed;

    @BeforeAll
    static void aModelWithNamesForItsLabelsAndOneWithout() throws Exception {
        onnx = TinyCheckpoint.write(folder.resolve("source"));
        model = folder.resolve("model");
        Run trained = Run.of(
                "train", "--model", onnx, "--method", "features", "--train", file("train.csv", ROWS), "--out", model);
        assertThat(trained.exit()).as(trained.err()).isZero();
        assertThat(trained.err()).isEmpty();
        unnamed = Files.createDirectories(folder.resolve("unnamed"));
        try (Stream<Path> files = Files.list(model)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                Files.copy(file, unnamed.resolve(file.getFileName()));
            }
        }
        JsonObject config = JsonParser.parseString(Files.readString(model.resolve("config.json")))
                .getAsJsonObject();
        config.remove("id2label");
        config.remove("label2id");
        Files.writeString(unnamed.resolve("config.json"), config.toString());
        for (String name : List.of("class-labels.parquet", "three-classes.parquet")) {
            try (var in = ReadingTest.class.getResourceAsStream(name)) {
                Files.copy(in, folder.resolve(name));
            }
        }
    }

    private static Path file(String name, String content) throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content, StandardCharsets.UTF_8);
    }

    static Stream<String> commands() throws Exception {
        return leaves(Emotion.commands(new Session(Terminal.ofProcess(System.out), new CommonOptions()), new String[0]))
                .filter(command -> command.getCommandSpec().optionsMap().containsKey("--text-column"))
                .map(command -> command.getCommandSpec().qualifiedName().substring("emotion ".length()));
    }

    private static Stream<CommandLine> leaves(CommandLine command) {
        return command.getSubcommands().isEmpty()
                ? Stream.of(command)
                : command.getSubcommands().values().stream().flatMap(ReadingTest::leaves);
    }

    @Test
    void everyCommandThatTakesDataIsAmongThem() throws Exception {
        assertThat(commands())
                .containsExactlyInAnyOrder(
                        "data stats",
                        "data convert",
                        "data correct",
                        "tokenize",
                        "features",
                        "train",
                        "evaluate",
                        "errors",
                        "predict");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandThatTakesDataHasAllReadingOptions(String command) {
        assertThat(Run.of((Object[]) (command + " --help").split(" ")).out())
                .contains(
                        "--text-column",
                        "--label-column",
                        "--labels",
                        "--format-of-data",
                        "--delimiter",
                        "--quote",
                        "--escape",
                        "--[no-]header",
                        "--charset",
                        "--skip-invalid");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '&',
            value = {
                "a.csv & good|joy;bad|anger & --delimiter pipe",
                "a.csv & good|joy;bad|anger & --delimiter |",
                "b.data & good\tjoy;bad\tanger & --format-of-data tsv",
                "c.csv & utt,ann;good,joy;bad,anger & --header",
                "d.csv & good,joy;bad,anger & --no-header",
                "e.csv & 'good','joy';'bad',anger & --quote ' --no-header",
                "f.csv & text,label;good \"\",joy;bad\",anger & --quote none",
                "g.csv & text,label;\"good \\\"x\\\"\",joy;bad,anger & --escape \\",
                "h.csv & text,label;good,1;bad,0 & --labels anger,joy",
                "i.dat & [{\"text\":\"good\",\"label\":\"joy\"},;{\"text\":\"bad\",\"label\":\"anger\"}] & --format-of-data json",
                "j.csv & ann,utt;joy,good;anger,bad & --text-column utt --label-column ann",
                "k.txt & good/joy;bad/anger & --delimiter /",
            })
    void theOptionsDecideHowDataIsRead(String name, String content, String options) throws Exception {
        Path data = file("options/" + name, content.replace(';', '\n') + "\n");

        Run run = Run.of(Stream.concat(Stream.of("data", "stats", data), Stream.of(options.split(" ")))
                .toArray());

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.json().getAsJsonObject("labels")).hasToString("{\"anger\":1,\"joy\":1}");
    }

    @Test
    void whatIsDoubtfulIsSaidOnOneLineAndOnlyOnce() throws Exception {
        Path train = file("doubt/train.csv", "Tweet,Emotion\n" + ROWS);
        Path test = file("doubt/test.csv", "Tweet,Emotion\ngood day,joy\n");

        Run run = Run.of(
                "train",
                "--model",
                onnx,
                "--method",
                "baseline",
                "--train",
                train,
                "--test",
                test,
                "--out",
                folder.resolve("doubt/model"));
        Run quiet = Run.of("data", "stats", train, "--quiet");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.err())
                .hasLineCount(2)
                .contains(
                        "note: train.csv:1: taken as a header, column 'Tweet' as text, column 'Emotion' as label",
                        "note: test.csv:1: taken as a header");
        assertThat(quiet.err()).isEmpty();
        assertThat(quiet.json().get("rows").getAsInt()).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"joy,Joy,JOY", "sad ,\u00a0sad,sad", "Fear,fear,anger"})
    void labelsThatLookAlikeAreNoted(String labels) throws Exception {
        String[] names = labels.split(",");
        var rows = new StringBuilder("text,label\n");
        for (int row = 0; row < 6; row++) {
            rows.append("good day ")
                    .append((char) ('a' + row))
                    .append(",\"")
                    .append(names[row % 3])
                    .append("\"\n");
        }
        Path data = file("alike/" + names[0].strip() + ".csv", rows.toString());

        Run stats = Run.of("data", "stats", data);
        Run trained = Run.of(
                "train",
                "--model",
                onnx,
                "--method",
                "baseline",
                "--train",
                data,
                "--out",
                folder.resolve("alike/" + names[0].strip()));

        assertThat(stats.json().getAsJsonArray("alike_labels").get(0).getAsJsonArray())
                .hasSizeGreaterThan(1);
        assertThat(stats.err()).contains("differ only in case or surrounding space");
        assertThat(trained.exit()).as(trained.err()).isZero();
        assertThat(trained.err()).contains("differ only in case or surrounding space");
        assertThat(Run.of("data", "stats", folder.resolve("train.csv")).json().has("alike_labels"))
                .isFalse();
    }

    @Test
    void skippedRowsAreCountedAndTheFirstNamed() throws Exception {
        Path data = file("skip/data.csv", "text,label\n" + ROWS + ",joy\ngood,\ngood,joy,more\n ,x\n");
        Path out = folder.resolve("skip/out.jsonl");

        Run refused = Run.of("data", "convert", data, "--out", out);
        Run converted = Run.of("data", "convert", data, "--out", out, "--skip-invalid");
        Run stats = Run.of("data", "stats", data, data, "--skip-invalid");
        Run evaluated = Run.of("evaluate", "--model", model, "--data", data, "--skip-invalid");
        Run trained = Run.of(
                "train",
                "--model",
                onnx,
                "--method",
                "baseline",
                "--train",
                data,
                "--validation",
                data,
                "--skip-invalid",
                "--out",
                folder.resolve("skip/model"));

        assertThat(refused.exit()).isEqualTo(ExitCode.DATA);
        assertThat(refused.err()).contains("data.csv:8", "--skip-invalid").hasLineCount(1);
        for (Run run : List.of(converted, evaluated, stats, trained)) {
            assertThat(run.exit()).as(run.err()).isZero();
            assertThat(run.json().get("skipped").getAsInt()).isEqualTo(4);
            assertThat(run.json().getAsJsonArray("first_skipped")).hasSize(3);
            assertThat(run.err())
                    .containsOnlyOnce("4 rows skipped: data.csv:8: the text is empty")
                    .hasLineCount(1);
        }
        assertThat(converted.json().get("rows").getAsInt()).isEqualTo(6);
        assertThat(Run.of("data", "stats", out, "--skip-invalid").json().has("skipped"))
                .isFalse();
    }

    @Test
    void answersStandOnTheRowsOfTheirTextsAlsoWhereSomeAreSkipped() throws Exception {
        Path texts = file(
                "place/texts.jsonl",
                "broken\n{\"text\":\"good day\"}\n{\"x\":1}\n{\"text\":\"\\ud83d\"}\n{\"text\":\"bad day\"}\n[]\n");

        Run run = Run.of("predict", "--model", model, "--file", texts, "--skip-invalid");
        Run refused = Run.of("predict", "--model", model, "--file", texts);

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.jsonLines()).hasSize(6);
        assertThat(run.jsonLines().stream().map(answer -> answer.get("label").isJsonNull()))
                .containsExactly(true, false, true, true, false, true);
        assertThat(run.jsonLines().get(3).get("rejected").getAsString()).contains("half of a surrogate pair");
        assertThat(run.err()).contains("4 rows skipped").hasLineCount(1);
        assertThat(refused.exit()).isEqualTo(ExitCode.DATA);
        assertThat(refused.err()).hasLineCount(1).contains("texts.jsonl:1");
    }

    @Test
    void foldersOfPartsAndPatternsAreData() throws Exception {
        Path parts = folder.resolve("parts/out");
        file("parts/out/_SUCCESS", "");
        file("parts/out/part-00000.json", "{\"text\":\"good day a\",\"label\":\"joy\"}\n");
        file("parts/out/part-00001.json", "{\"text\":\"bad day b\",\"label\":\"anger\"}\n");

        for (Object data : List.of(parts, parts + "/*.json", folder + "/parts/*")) {
            Run stats = Run.of("data", "stats", data);
            Run evaluated = Run.of("evaluate", "--model", model, "--data", data);
            Run converted = Run.of("data", "convert", data, "--out", folder.resolve("parts.csv"));
            Run predicted = Run.of("predict", "--model", model, "--file", data);

            assertThat(stats.json().get("rows").getAsInt()).as(stats.err()).isEqualTo(2);
            assertThat(stats.err())
                    .contains("2 files, from part-00000.json to part-00001.json")
                    .hasLineCount(1);
            assertThat(evaluated.json().get("rows").getAsInt()).isEqualTo(2);
            assertThat(converted.json().get("rows").getAsInt()).isEqualTo(2);
            assertThat(predicted.jsonLines()).hasSize(2);
        }
        Run nothing = Run.of("data", "stats", parts + "/*.csv");
        assertThat(nothing.exit()).isEqualTo(ExitCode.DATA);
        assertThat(nothing.err()).contains("no file matches").hasLineCount(1);
    }

    @Test
    void theSplitsOfAFolderAreThoseOfItsFiles() throws Exception {
        file("split/train.csv", "text,label\n" + ROWS);
        file("split/test.csv", "text,label\ngood day x,joy\n");
        Path data = folder.resolve("split");

        assertThat(Run.of("evaluate", "--model", model, "--data", data)
                        .json()
                        .get("rows")
                        .getAsInt())
                .isEqualTo(1);
        JsonObject both = Run.of("data", "stats", data, "--split", "train,test").json();
        assertThat(both.get("rows").getAsInt()).isEqualTo(7);
        assertThat(both.getAsJsonArray("parts")).hasSize(2);
        Run missing = Run.of("errors", "--model", model, "--data", data);
        assertThat(missing.err())
                .contains("has no split 'validation', only [test, train]", "--split")
                .hasLineCount(1);
        Run spark =
                Run.of("data", "stats", folder.resolve("source"), "--split", "train,test", "--format-of-data", "lines");
        assertThat(spark.exit()).isEqualTo(ExitCode.DATA); // whatever lies there is no data
    }

    @Test
    void labelsWithoutNamesGetThemByOption() throws Exception {
        Path data = folder.resolve("train.csv");
        double accuracy = Run.of("evaluate", "--model", model, "--data", data)
                .json()
                .get("accuracy")
                .getAsDouble();

        Run without = Run.of("evaluate", "--model", unnamed, "--data", data);
        Run evaluated = Run.of("evaluate", "--model", unnamed, "--data", data, "--labels", "anger,joy");
        Run errors = Run.of("errors", "--model", unnamed, "--data", data, "--labels", "anger,joy");
        Run predicted = Run.of("predict", "--model", unnamed, "--labels", "anger,joy", "good day");
        Run same = Run.of("evaluate", "--model", model, "--data", data, "--labels", "anger,joy");

        assertThat(without.exit()).isEqualTo(ExitCode.DATA);
        assertThat(without.err())
                .contains("is not one of [LABEL_0, LABEL_1]", "--labels")
                .hasLineCount(1);
        for (Run run : List.of(evaluated, same)) {
            assertThat(run.json().get("accuracy").getAsDouble()).as(run.err()).isEqualTo(accuracy);
            assertThat(run.json().getAsJsonArray("labels")).hasToString("[\"anger\",\"joy\"]");
        }
        assertThat(errors.jsonLines())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.get("label").getAsString()).isIn("anger", "joy"));
        assertThat(predicted.json().getAsJsonObject("scores").keySet()).containsExactly("anger", "joy");
        assertThat(Run.of("predict", "--model", unnamed, "good day")
                        .json()
                        .getAsJsonObject("scores")
                        .keySet())
                .containsExactly("LABEL_0", "LABEL_1");
    }

    @Test
    void numbersInDataAreTheIdsOfLabelsWithoutNames() throws Exception {
        Path data = file("ids.csv", "text,label\ngood day a,1\nbad day b,0\ngood day c,1.0\n");

        Run run = Run.of("evaluate", "--model", unnamed, "--data", data);

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.json().getAsJsonArray("labels")).hasToString("[\"LABEL_0\",\"LABEL_1\"]");
    }

    @Test
    void aModelIsImportedWithNamesForItsLabels() throws Exception {
        Path exported = folder.resolve("import/model.onnx");
        Files.createDirectories(exported.getParent());
        Run out = Run.of("export", "--model", unnamed, "--to", "onnx", "--out", exported);
        assertThat(out.exit()).as(out.err()).isZero();

        Run imported =
                Run.of("models", "import", unnamed, "--labels", "anger,joy", "--out", folder.resolve("import/named"));
        Run contradicted = Run.of("models", "import", model, "--labels", "a,b", "--out", folder.resolve("import/no"));
        Run few = Run.of("models", "import", unnamed, "--labels", "a,b,c", "--out", folder.resolve("import/no"));
        Run twice = Run.of("models", "import", unnamed, "--labels", "a,a", "--out", folder.resolve("import/no"));
        Run headless = Run.of("models", "import", onnx, "--labels", "a,b", "--out", folder.resolve("import/no"));

        assertThat(imported.exit()).as(imported.err()).isZero();
        assertThat(Run.of("models", "info", folder.resolve("import/named"))
                        .json()
                        .getAsJsonArray("labels"))
                .hasToString("[\"anger\",\"joy\"]");
        assertUsage(contradicted, "the model names its labels itself, [anger, joy], found [a, b]");
        assertUsage(few, "the model has 2 labels, found 3 names");
        assertUsage(twice, "label 'a' occurs twice");
        assertUsage(headless, "no classification head");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evaluate", "errors", "predict"})
    void namesMustBeAsManyAsLabelsAndMustNotContradict(String command) throws Exception {
        Path data = folder.resolve("train.csv");
        for (String[] wrong : new String[][] {{"a,b,c", "found 3 names"}, {"joy,anger", "names its labels itself"}}) {
            Path of = wrong[0].startsWith("a") ? unnamed : model;
            Run run = command.equals("predict")
                    ? Run.of(command, "--model", of, "--labels", wrong[0], "good")
                    : Run.of(command, "--model", of, "--labels", wrong[0], "--data", data);
            assertUsage(run, "--labels", wrong[1]);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"evaluate", "errors"})
    void classesOfTheDataAreComparedByIdWhereTheModelHasNoNames(String command) {
        Path data = folder.resolve("class-labels.parquet");

        Run byId = Run.of(command, "--model", unnamed, "--data", data);
        Run byName = Run.of(command, "--model", model, "--data", data);
        Run other = Run.of(command, "--model", unnamed, "--data", folder.resolve("three-classes.parquet"));

        assertThat(byId.exit()).as(byId.err()).isZero();
        assertThat(byId.out()).isEqualTo(byName.out());
        assertThat(byId.err())
                .contains(
                        "note: the model does not name its labels; they are taken to be the data's classes by id: [anger, joy]")
                .hasLineCount(1);
        assertThat(byName.err()).isEmpty();
        assertThat(other.exit()).isEqualTo(ExitCode.DATA);
        assertThat(other.err())
                .contains("has 3 classes [anger, joy, fear], the model 2 labels")
                .hasLineCount(1);
    }

    @Test
    void aGateOnALabelWithoutRowsSaysSo() throws Exception {
        Path joyful = file("joyful.csv", "text,label\ngood day a,joy\nbad day,joy\n");

        for (String gate : List.of("f1.anger=0.5", "recall.anger=0.5", "roc_auc.anger=0.5")) {
            Run run = Run.of("evaluate", "--model", model, "--data", joyful, "--fail-under", gate);

            assertThat(run.exit()).isEqualTo(ExitCode.GATE);
            assertThat(run.err())
                    .contains("no row of the data has the label 'anger'")
                    .hasLineCount(1);
            JsonObject told = run.json().getAsJsonArray("gates").get(0).getAsJsonObject();
            assertThat(told.get("label_without_rows").getAsString()).isEqualTo("anger");
        }
        Run measured = Run.of("evaluate", "--model", model, "--data", joyful, "--fail-under", "f1.joy=0");
        assertThat(measured.json()
                        .getAsJsonArray("gates")
                        .get(0)
                        .getAsJsonObject()
                        .has("label_without_rows"))
                .isFalse();
    }

    private static void assertUsage(Run run, String... parts) {
        assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(parts).hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }
}
