package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.Data;
import io.github.emotion4j.cli.LabelNaming;
import io.github.emotion4j.cli.Problem;
import io.github.emotion4j.cli.Session;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.model.Model;
import io.github.emotion4j.core.model.ModelDirectory;
import io.github.emotion4j.core.model.WeightFile;
import io.github.emotion4j.core.model.WholeDirectory;
import io.github.emotion4j.data.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** ONNX to a model directory. */
@Command(
        name = "import",
        description = "Recognise the encoder in an ONNX file and write it as a model directory.",
        footer = {"", "Example: emotion models import model.onnx --tokenizer my-model --out imported"})
public final class ModelsImportCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "FILE.onnx", description = "The file, or a directory that holds one.")
    private Path file;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "The directory to write.")
    private Path out;

    @Option(
            names = "--tokenizer",
            paramLabel = "DIR",
            description = "Folder of tokenizer.json or vocab.txt, where it is not beside the file.")
    private Path tokenizer;

    @Option(
            names = "--pooling",
            paramLabel = "cls|mean",
            description = "How texts are pooled, where the file says nothing.")
    private Pooling pooling;

    @Option(
            names = "--labels",
            paramLabel = "NAME,…",
            split = ",",
            description = "Names of the labels in order of id, where the model has only LABEL_n.")
    private List<String> labels = List.of();

    ModelsImportCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        Data.requireOther("--out", out, file.toString());
        WholeDirectory.requireFree(out);
        long start = System.nanoTime();
        var notes = new ArrayList<String>();
        Model model = named(ModelDirectory.read(file, notes::add));
        double seconds = (System.nanoTime() - start) * 1e-9;
        model = tokenizer == null ? model : model.withTokenizer(tokenizer);
        model = pooling == null ? model : model.withPooling(pooling);
        ModelDirectory.write(model, out);
        Map<String, Object> info = ModelInfo.of(model, WeightFile.of(out).sha256());
        info.put("seconds", seconds);
        info.put("path", out.toString());
        String human = ModelInfo.human(info) + String.format(Locale.ROOT, "%nread and recognised in %.2f s", seconds);
        info.put("notes", notes);
        notes.forEach(note -> session.output().note("note: " + note));
        session.output().result(info, () -> human);
        return 0;
    }

    private Model named(Model model) {
        if (labels.isEmpty()) {
            return model;
        }
        if (model.checkpoint().head().isEmpty()) {
            throw Problem.usage("--labels: the model has no classification head, so there are no labels to name");
        }
        try {
            return LabelNaming.named(model, Optional.of(Labels.of(labels)));
        } catch (IllegalArgumentException e) {
            throw Problem.usage("--labels: " + e.getMessage());
        }
    }
}
