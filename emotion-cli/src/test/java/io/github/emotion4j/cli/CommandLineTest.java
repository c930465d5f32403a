package io.github.emotion4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.JsonObject;
import io.github.emotion4j.core.graph.kernel.Team;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class CommandLineTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "tokenise, there is no command 'tokenise'; did you mean 'tokenize'?",
        "modles list, there is no command 'modles'; did you mean 'models'?",
        "models pul x, there is no command 'pul'; did you mean 'pull'?",
        "models list --fromat json, there is no option '--fromat'; did you mean '--format'?",
        "models list --format yaml, Invalid value for option '--format'",
        "models list --threads many, Invalid value for option '--threads'",
        "tokenize hello, give --model MODEL or --tokenizer DIR",
        "tokenize --level word, 'give texts, --jsonl FILE or --data DATA'",
        "tokenize --level letters x, 'expected one of [CHAR, WORD, SUBWORD]'",
        "bench stp, 'expected one of [step, forward, latency]'",
        "bench step --shape minilm, there is no shape 'minilm'",
        "bench step --length 1000, length must be <= 512",
        "bench step --precision fp8, 'expected one of [FLOAT32, BF16]'",
        "models list --threads 0, 'Invalid value for option ''--threads'': expected a whole number from 1 to 1024'",
        "data stats sample --split tran, 'the sample has no split ''tran'', only [train, validation, test]; did you mean ''train''?'",
        "data convert sample, Missing required option: '--out=FILE'",
    })
    void aMistypedCommandLineIsOneLineWithTheNearestRightOne(String line, String message) {
        Run run = Run.of((Object[]) line.split(" "));

        assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).startsWith("emotion: ").contains(message).hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }

    static Stream<String> commands() throws Exception {
        return leaves(Emotion.commands(new Session(Terminal.ofProcess(System.out), new CommonOptions()), new String[0]))
                .map(command -> command.getCommandSpec().qualifiedName().substring("emotion ".length()));
    }

    private static Stream<CommandLine> leaves(CommandLine command) {
        return command.getSubcommands().isEmpty()
                ? Stream.of(command)
                : command.getSubcommands().values().stream().flatMap(CommandLineTest::leaves);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelpOfUsualWidthWithExamplesThatCanBePasted(String command) throws Exception {
        Run run = Run.of((Object[]) (command + " --help").split(" "));

        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("Usage: emotion " + command, "--format", "Example: ");
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(Run.of((Object[]) ("help " + command).split(" ")).out()).isEqualTo(run.out());
        String examples = run.out().substring(run.out().indexOf("Example: ")).replaceAll("\\\\\\R\\s+", "");
        assertThat(examples.lines()).isNotEmpty().allSatisfy(line -> {
            assertThat(line).startsWith("Example: ").contains("emotion " + command);
            String words = line.replaceFirst("^.*?emotion ", "").replaceAll("[\")]", "");
            Emotion.commands(new Session(Terminal.ofProcess(System.out), new CommonOptions()), new String[0])
                    .parseArgs(words.split(" "));
        });
    }

    @Test
    void shellsCompleteCommandsOptionsAndValues() throws Exception {
        Run run = Run.of("completion");
        assumeThat(Files.isExecutable(Path.of("/bin/bash"))).as("/bin/bash").isTrue();
        Path script = Files.writeString(folder.resolve("try.sh"), run.out() + """
                compopt() { :; }
                for typed in 'tr' 'models im' 'train --meth' 'train --method fin'; do
                  COMP_WORDS=(emotion $typed); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMPREPLY=()
                  _complete_emotion
                  echo "${COMPREPLY[*]}"
                done
                """);

        var bash = new ProcessBuilder("/bin/bash", script.toString())
                .redirectErrorStream(true)
                .start();

        assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("train\nimport\n--method\nfinetune\n");
    }

    @Test
    void theVersionNamesBackendBlasThreadsAndJdk() {
        Run run = Run.of("--version");

        assertThat(run.exit()).isZero();
        assertThat(run.out())
                .containsPattern("emotion +\\d+\\.\\d+\\.\\d+")
                .containsPattern("backend +(CPU|CUDA) \\(.+\\)")
                .containsPattern("BLAS +OPENBLAS, \\d+ threads")
                .containsPattern("JDK +" + Runtime.version().feature());
    }

    @Test
    void optionsComeFromAFileAndThoseOfTheLineWin() throws Exception {
        Path config =
                Files.writeString(folder.resolve("c.yaml"), "format: human\nmodel: all-MiniLM-L6-v2\nmax-length: 4\n");

        assertThat(Run.of("tokenize", "--config", config, "one two three").out())
                .isEqualTo("[CLS] one two [SEP]  (1 tokens cut off)\n");
        assertThat(Run.of("tokenize", "--config=" + config, "--max-length", 9, "one two three")
                        .out())
                .isEqualTo("[CLS] one two three [SEP]\n");
        assertThat(Run.of("--format", "json", "tokenize", "--config", config, "one")
                        .out())
                .startsWith("{\"ids\":[101,");
    }

    @Test
    void aFileOfOptionsIsCheckedToo() throws Exception {
        Path typo = Files.writeString(folder.resolve("typo.yaml"), "sed: 3\n");
        Path list = Files.writeString(folder.resolve("list.yaml"), "- 3\n");
        Path broken = Files.writeString(folder.resolve("broken.yaml"), "a: [\n");

        assertThat(Run.of("models", "list", "--config", typo).err())
                .contains("typo.yaml: there is no option 'sed'; did you mean 'seed'?");
        assertThat(Run.of("models", "list", "--config", list))
                .extracting(Run::exit)
                .isEqualTo(ExitCode.USAGE);
        assertThat(Run.of("models", "list", "--config", broken).err())
                .contains("not valid YAML")
                .hasLineCount(1);
        assertThat(Run.of("models", "list", "--config", folder.resolve("none.yaml")))
                .satisfies(run -> {
                    assertThat(run.exit()).isEqualTo(ExitCode.DATA);
                    assertThat(run.err()).contains("none.yaml: no such file").hasLineCount(1);
                });
    }

    @Test
    void aMissingModelIsSaidSoAndNothingIsFetched() {
        for (String model : new String[] {"all-MiniLM", "./nowhere", "nowhere/model.onnx", "C:\\model"}) {
            Run run = Run.of("tokenize", "--model", model, "hello");

            assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DATA);
            assertThat(run.err()).hasLineCount(1).contains(model);
        }
        assertThat(Run.of("tokenize", "--model", "all-MiniLM", "hello").err())
                .contains("did you mean 'all-MiniLM-L6-v2'?");
    }

    @Test
    void theBenchmarkTimesEachKindOfWork() {
        JsonObject step = Run.of("bench", "step", "--shape", "minilm-l6", "--batch", 1, "--length", 4, "--steps", 1)
                .json();
        JsonObject forward = Run.of(
                        "bench", "forward", "--shape", "minilm-l6", "--batch", 1, "--length", 4, "--steps", 1)
                .json();

        assertThat(step.keySet()).contains("step_s", "gflops", "peak_gflops", "rss_mb");
        assertThat(forward.keySet()).contains("forward_s", "gflops", "peak_gflops", "rss_mb");
        assertThat(step.get("step_s").getAsDouble())
                .isGreaterThan(forward.get("forward_s").getAsDouble());
    }

    @Test
    void theBenchmarkTellsThePrecisionOfItsProducts() {
        String[] line = {"bench", "forward", "--shape", "minilm-l6", "--batch", "1", "--length", "4", "--steps", "1"};
        Run usual = Run.of((Object[]) line);
        Run rounded = Run.of(
                Stream.concat(Stream.of(line), Stream.of("--precision", "bf16")).toArray());

        assertThat(usual.json().get("precision").getAsString()).isEqualTo("float32");
        assertThat(rounded.json().get("precision").getAsString()).isEqualTo("bf16");
    }

    @Test
    void threadsOfAConfigurationComputeAlsoInARunningProcess() throws Exception {
        int before = Team.shared().size();
        Path config = Files.writeString(folder.resolve("c.yaml"), "threads: " + (before + 1) + "\n");
        try {
            assertThat(Run.of("models", "list", "--config", config).exit()).isZero();

            assertThat(Team.shared().size()).isEqualTo(before + 1);
        } finally {
            Team.configure(before);
        }
    }

    @Test
    void charactersAndWordsAreLearntFromTheTextsOrFromData() throws Exception {
        Path data = Files.writeString(folder.resolve("d.txt"), "b a a;joy\na c;joy\n");

        assertThat(Run.of("tokenize", "--level", "word", "--data", data, "a c z")
                        .out())
                .isEqualTo("{\"ids\":[1,3,0],\"tokens\":[\"a\",\"c\",\"[UNK]\"],\"offsets\":[[0,1],[2,3],[4,5]]}\n");
        assertThat(Run.of("tokenize", "--level", "char", "ab", "b")
                        .jsonLines()
                        .get(1)
                        .get("ids"))
                .hasToString("[2]");
        JsonObject counted = Run.of("tokenize", "--level", "word", "--data", data, "--vocabulary", 3)
                .json();
        assertThat(counted.get("vocabulary").getAsInt()).isEqualTo(3);
        assertThat(counted.get("unknown_share").getAsDouble()).isEqualTo(0.2); // c, of b a a a c
        assertThat(counted.getAsJsonObject("tokens").get("mean").getAsDouble()).isEqualTo(2.5);
    }

    @Test
    void statisticsOfSeveralFilesTellWhatTheyShare() throws Exception {
        Path a = Files.writeString(folder.resolve("a.txt"), "one;joy\ntwo;joy\ntwo;joy\n");
        Path b = Files.writeString(folder.resolve("b.csv"), "text,label\ntwo,anger\nthree,joy\n");

        JsonObject json = Run.of("data", "stats", a, b).json();

        assertThat(json.get("rows").getAsInt()).isEqualTo(5);
        assertThat(json.get("duplicates").getAsInt()).isEqualTo(1);
        assertThat(json.get("conflicting").getAsInt()).isEqualTo(1);
        assertThat(json.getAsJsonArray("parts")).hasSize(2);
        JsonObject overlap = json.getAsJsonArray("overlap").get(0).getAsJsonObject();
        assertThat(overlap.get("texts").getAsInt()).isEqualTo(1);
    }

    @Test
    void nearDuplicatesAreCountedOnRequest() throws Exception {
        Path a = Files.writeString(folder.resolve("a.txt"), "so happy today;joy\nso sad;anger\nSo sad!;anger\n");
        Path b = Files.writeString(folder.resolve("b.txt"), "So happy, today!;joy\n");

        JsonObject within = Run.of("data", "stats", a, "--near-duplicates", 0.8).json();
        JsonObject across =
                Run.of("data", "stats", a, b, "--near-duplicates", 0.8).json();

        assertThat(within.get("near_duplicates")).hasToString("{\"groups\":1,\"texts\":2,\"shared\":0}");
        assertThat(across.get("near_duplicates")).hasToString("{\"groups\":2,\"texts\":4,\"shared\":1}");
        assertThat(Run.of("data", "stats", a).json().has("near_duplicates")).isFalse();
    }

    @Test
    void convertedDataIsBalancedOnRequest() throws Exception {
        Path data = Files.writeString(folder.resolve("d.txt"), "a;joy\nb;joy\nc;joy\nd;anger\n");

        for (String balance : new String[] {"undersample", "oversample"}) {
            Path out = folder.resolve(balance + ".jsonl");
            Run run = Run.of("data", "convert", data, "--balance", balance, "--out", out);
            JsonObject labels = Run.of("data", "stats", out).json().getAsJsonObject("labels");

            assertThat(run.json().get("rows").getAsInt()).isEqualTo(balance.equals("undersample") ? 2 : 6);
            assertThat(labels.get("joy")).isEqualTo(labels.get("anger"));
        }
    }
}
