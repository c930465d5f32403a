package io.github.emotion4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        "data convert sample, Missing required option: '--out=FILE'",
    })
    void aMistypedCommandLineIsOneLineWithTheNearestRightOne(String line, String message) {
        Run run = Run.of((Object[]) line.split(" "));

        assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).startsWith("emotion: ").contains(message).hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void everyCommandHasHelpWithAnExample() {
        for (String command : new String[] {"tokenize", "models list", "models pull", "data convert"}) {
            Run run = Run.of((Object[]) (command + " --help").split(" "));

            assertThat(run.exit()).isZero();
            assertThat(run.out()).contains("Usage: emotion " + command, "--format", "Example: emotion " + command);
        }
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
}
