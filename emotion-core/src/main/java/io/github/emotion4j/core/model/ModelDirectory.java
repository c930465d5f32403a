package io.github.emotion4j.core.model;

import io.github.emotion4j.core.card.ModelCard;
import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.Head;
import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.core.checkpoint.hub.HubConfig;
import io.github.emotion4j.core.checkpoint.hub.HubDirectory;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.encoder.Task;
import io.github.emotion4j.core.features.FeatureHead;
import io.github.emotion4j.core.onnx.OnnxCheckpointReader;
import io.github.emotion4j.core.onnx.OnnxImport;
import io.github.emotion4j.data.tokenize.SubwordTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model on disk: a Hugging Face directory with {@code config.json}, a {@link WeightFile}, {@code tokenizer.json} or {@code vocab.txt}; and, where this library wrote it, {@code emotion.json} with what those do not say. Stateless and thread-safe.
 *
 * <p>What is written loads with transformers' {@code AutoModelForSequenceClassification}, but for heads that its classes do not have: on a mean of hidden
 * states, or, without a hidden layer, on a DistilBERT with more labels than half its hidden size. There {@code AutoModel} loads the encoder.
 */
public final class ModelDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(ModelDirectory.class);

    private static final String CONFIG = "config.json";

    private static final List<String> TOKENIZERS = List.of("tokenizer.json", "vocab.txt", "vocab.json");

    private ModelDirectory() {}

    /**
     * Reads a model.
     *
     * @param path a directory, or an ONNX file with its tokenizer and configuration beside it
     * @throws InvalidModelException if there is none, or it is damaged or of an unsupported kind
     * @throws IOException if it cannot be read
     */
    public static Model read(Path path) throws IOException {
        return read(path, note -> {});
    }

    /**
     * Reads a model, and tells what of an ONNX file it does not hold: a head that was cut off, further outputs.
     *
     * @param path a directory, or an ONNX file with its tokenizer and configuration beside it
     * @param notes is given a sentence for each thing left out, for people; none where the weights are not in ONNX
     * @throws InvalidModelException if there is none, or it is damaged or of an unsupported kind
     * @throws IOException if it cannot be read
     */
    public static Model read(Path path, Consumer<String> notes) throws IOException {
        if (Files.isDirectory(path)) {
            return readDirectory(path, notes);
        }
        if (!Files.exists(path)) {
            throw new NoSuchFileException(
                    path.toString(),
                    null,
                    "expected a directory with config.json, tokenizer.json and weights, or an .onnx file");
        }
        if (!path.toString().endsWith(".onnx")) {
            throw new InvalidModelException(path + ": expected a model directory or an .onnx file");
        }
        requireOneLabelAText(path.toAbsolutePath().getParent());
        return imported(path, tokenizerNear(path), path, notes);
    }

    /**
     * Compares every file of a directory with the SHA-256 that its {@code emotion.json} holds.
     *
     * @throws InvalidModelException if there are no checksums, or a file is missing or differs
     */
    public static void verify(Path directory) throws IOException {
        Map<String, String> files =
                Manifest.read(directory).map(Manifest::files).orElse(Map.of());
        if (files.isEmpty()) {
            throw new InvalidModelException(directory.resolve(Manifest.NAME)
                    + ": there are no checksums to verify; load the model without verification, or save it anew");
        }
        for (Map.Entry<String, String> entry : files.entrySet()) {
            Path file = directory.resolve(entry.getKey()).normalize();
            if (!file.startsWith(directory.normalize()) || !Files.isRegularFile(file)) {
                throw new InvalidModelException(
                        directory + ": there is no file '" + entry.getKey() + "', which " + Manifest.NAME + " names");
            }
            String found = Sha256.of(file);
            if (!found.equals(entry.getValue())) {
                throw new InvalidModelException(file + ": its SHA-256 is " + found + ", " + Manifest.NAME + " says "
                        + entry.getValue() + "; the file was changed or damaged, fetch it again");
            }
        }
    }

    /**
     * Writes a model; the directory appears whole or not at all. A directory that holds a model of this library is replaced, an empty one filled.
     *
     * @throws java.nio.file.FileAlreadyExistsException if something else is there
     * @throws InvalidModelException if the model has no tokenizer
     * @throws IOException if it cannot be written
     */
    public static void write(Model model, Path directory) throws IOException {
        try (WholeDirectory target = WholeDirectory.at(directory)) {
            writeInto(model, target.path());
            target.finish();
        }
    }

    /**
     * Writes a model with its card, as {@link #write(Model, Path)} does; the card's checksum is kept with the others.
     *
     * @throws java.nio.file.FileAlreadyExistsException if something else is there
     * @throws InvalidModelException if the model has no tokenizer
     * @throws IOException if it cannot be written
     */
    public static void write(Model model, ModelCard card, Path directory) throws IOException {
        try (WholeDirectory target = WholeDirectory.at(directory)) {
            card.write(target.path());
            writeInto(model, target.path());
            target.finish();
        }
    }

    /** Whether transformers' class for sequence classification computes this model's logits from its directory; for its card. */
    public static boolean loadsInTransformers(Model model) {
        return model.checkpoint().head().isPresent()
                && HubHead.of(model.checkpoint(), model.pooling()).isPresent();
    }

    /**
     * Writes the files of a model into a directory that the caller makes visible.
     *
     * @param directory existing
     * @throws IOException if a file cannot be written
     */
    public static void writeInto(Model model, Path directory) throws IOException {
        Checkpoint checkpoint = model.checkpoint();
        boolean ownHead = checkpoint.head().isPresent() && !HubHead.isExact(checkpoint, model.pooling());
        if (ownHead) {
            HubHead.obstacle(checkpoint, model.pooling())
                    .ifPresent(reason -> LOG.info(
                            "transformers will load this model's encoder, not its head: {}; this library reads both",
                            reason));
        }
        HubDirectory.write(ownHead ? forTransformers(model) : checkpoint, directory);
        if (ownHead) {
            HeadFile.write(checkpoint.head().get(), directory.resolve(HeadFile.NAME));
        }
        try (SubwordTokenizer tokenizer = model.openTokenizer()) {
            tokenizer.write(directory);
        }
        var files = new TreeMap<String, String>();
        try (Stream<Path> written = Files.list(directory)) {
            for (Path file : written.filter(Files::isRegularFile).toList()) {
                files.put(file.getFileName().toString(), Sha256.of(file));
            }
        }
        new Manifest(model.pooling(), model.temperature(), ownHead, files, model.training()).write(directory);
    }

    private static Checkpoint forTransformers(Model model) {
        Checkpoint exact = model.checkpoint();
        Optional<Head> head = HubHead.of(exact, model.pooling());
        return new Checkpoint(exact.config(), exact.weights(), head, exact.labels());
    }

    private static Model readDirectory(Path directory, Consumer<String> notes) throws IOException {
        WeightFile weights = WeightFile.of(directory);
        requireOneLabelAText(directory);
        Optional<Manifest> manifest = Manifest.read(directory);
        if (weights.isOnnx()) {
            Model imported = imported(weights.path(), tokenizerIn(directory), directory, notes);
            requireAChoice(weights.path(), imported.checkpoint());
            return imported.checkpoint().head().isPresent()
                    ? imported
                    : SentenceFiles.pooling(directory)
                            .map(imported::withPooling)
                            .orElse(imported)
                            .withPrompt(SentenceFiles.prompt(directory));
        }
        Checkpoint checkpoint = HubDirectory.read(directory, weights.open());
        if (manifest.isEmpty()) {
            requireAChoice(weights.path(), checkpoint);
            Pooling pooling = checkpoint.head().isPresent()
                    ? checkpoint.config().head().pooling()
                    : SentenceFiles.pooling(directory).orElse(Pooling.CLS);
            return new Model(
                            checkpoint,
                            pooling,
                            tokenizerIn(directory),
                            1,
                            Map.of(),
                            Optional.of(directory),
                            featureHead(checkpoint, directory))
                    .withPrompt(SentenceFiles.prompt(directory));
        }
        if (manifest.get().ownHead()) {
            Head head = HeadFile.read(
                    directory.resolve(HeadFile.NAME), checkpoint.config().hiddenSize());
            checkpoint = new Checkpoint(
                    checkpoint.config(),
                    checkpoint.weights(),
                    Optional.of(head),
                    checkpoint.labels().isPresent()
                            ? checkpoint.labels()
                            : HubConfig.readLabels(directory.resolve(CONFIG)));
        }
        return new Model(
                checkpoint,
                manifest.get().pooling(),
                tokenizerIn(directory),
                manifest.get().temperature(),
                manifest.get().training(),
                Optional.of(directory),
                featureHead(checkpoint, directory));
    }

    private static Model imported(Path onnx, Optional<Path> tokenizer, Path source, Consumer<String> notes)
            throws IOException {
        requireOneLabelAText(
                Files.isDirectory(source) ? source : onnx.toAbsolutePath().getParent());
        OnnxImport imported = OnnxCheckpointReader.read(onnx);
        imported.notes().forEach(notes);
        Pooling pooling = imported.pooling().orElse(Pooling.CLS);
        return new Model(
                imported.checkpoint(),
                pooling,
                tokenizer,
                1,
                Map.of(),
                Optional.of(source),
                featureHead(imported.checkpoint(), source));
    }

    private static Optional<Path> featureHead(Checkpoint checkpoint, Path source) {
        return checkpoint.head().isEmpty() && FeatureHead.isIn(source) ? Optional.of(source) : Optional.empty();
    }

    /** What the logits mean stands in the configuration, whatever form the weights have. */
    private static void requireOneLabelAText(Path directory) throws IOException {
        Path config = directory.resolve(CONFIG);
        if (Files.isRegularFile(config) && HubConfig.readTask(config) == Task.MULTI_LABEL) {
            throw new InvalidModelException(
                    config + ": says that a text may have several labels; only one label a text is supported");
        }
    }

    private static Optional<Path> tokenizerIn(Path directory) {
        return TOKENIZERS.stream().anyMatch(name -> Files.isRegularFile(directory.resolve(name)))
                ? Optional.of(directory)
                : Optional.empty();
    }

    /** Beside an ONNX file, or one folder up, where exporters put {@code onnx/model.onnx}. */
    private static Optional<Path> tokenizerNear(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        Optional<Path> beside = tokenizerIn(folder);
        return beside.isPresent() || folder.getParent() == null ? beside : tokenizerIn(folder.getParent());
    }

    /** With other tools one logit is a number that was fitted, or the yes of a yes or no: as a label it would be certain whatever the text. */
    private static void requireAChoice(Path weights, Checkpoint checkpoint) {
        if (checkpoint.head().isPresent() && checkpoint.head().get().labels() == 1) {
            throw new InvalidModelException(
                    weights + ": its head has a single logit, as of a regression or a yes or no;"
                            + " expected one logit for each of two labels or more");
        }
    }
}
