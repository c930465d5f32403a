package io.github.emotion4j.eval.classifier;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.emotion4j.core.features.FeatureHead;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.eval.WholeFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * {@code classifier.json} (kind, labels, width) and beside it the library's own file. The description is written last: where it lies, the rest is
 * whole.
 */
final class SavedClassifier {

    static final String DESCRIPTION = FeatureHead.FILE;
    static final int VERSION = 1;

    private SavedClassifier() {}

    static void write(Path directory, FeatureClassifier classifier, WholeFile.Content model) throws IOException {
        WholeFile.write(directory.resolve(classifier.kind().fileName()), model);
        var description = new LinkedHashMap<String, Object>();
        description.put("version", VERSION);
        description.put("kind", classifier.kind().toString());
        description.put("columns", classifier.columns());
        description.put("labels", classifier.labels().names());
        var json = new GsonBuilder().setPrettyPrinting().create().toJson(description);
        WholeFile.write(directory.resolve(DESCRIPTION), json + "\n");
    }

    static FeatureClassifier read(Path directory) throws IOException {
        var file = directory.resolve(DESCRIPTION);
        String json;
        try {
            json = Files.readString(file);
        } catch (CharacterCodingException broken) {
            throw new IOException(file + ": not valid UTF-8; train again", broken);
        } catch (NoSuchFileException missing) {
            throw new IOException(
                    file + ": not found; a directory written by 'train --method features' has it", missing);
        }
        ClassifierKind kind;
        int columns;
        List<String> names;
        try {
            var description = JsonParser.parseString(json).getAsJsonObject();
            int version = description.get("version").getAsInt();
            if (version != VERSION) {
                throw new IOException(file + ": format version " + version + ", this program reads " + VERSION
                        + "; use a newer one or train again");
            }
            kind = ClassifierKind.parse(description.get("kind").getAsString());
            columns = description.get("columns").getAsInt();
            names = description.getAsJsonArray("labels").asList().stream()
                    .map(name -> name.getAsString())
                    .toList();
        } catch (JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | NullPointerException
                | UnsupportedOperationException broken) {
            throw new IOException(file + ": not a classifier's description (" + broken.getMessage() + ")", broken);
        }
        return kind.load(Labels.of(names), columns, directory.resolve(kind.fileName()));
    }
}
