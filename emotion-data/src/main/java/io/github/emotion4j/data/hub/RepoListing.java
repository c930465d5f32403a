package io.github.emotion4j.data.hub;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a revision of a repository holds. Immutable.
 *
 * @param id what was asked for
 * @param commit the commit that the revision is at, 40 hexadecimal digits
 * @param files all of them, in the hub's order, but for those whose names are unsafe
 * @param licence as the card names it
 * @param splits of a data set whose card declares them: the name of each configuration, the default first, to its splits, to their path patterns
 *     ({@code *} and {@code **} as the hub uses them)
 */
public record RepoListing(
        HubId id,
        String commit,
        List<RepoFile> files,
        Optional<String> licence,
        Map<String, Map<String, List<String>>> splits) {
    private static final Logger LOG = LoggerFactory.getLogger(RepoListing.class);

    public RepoListing {
        Objects.requireNonNull(id, "id");
        if (!HubId.isCommit(commit)) {
            throw new IllegalArgumentException("'" + commit + "' is not a commit of 40 hexadecimal digits");
        }
        files = List.copyOf(files);
        Objects.requireNonNull(licence, "licence");
        splits = Collections.unmodifiableMap(new LinkedHashMap<>(splits)); // keeps the order, which Map.copyOf does not
    }

    /** {@return the file of this path} */
    public Optional<RepoFile> file(String path) {
        return files.stream().filter(file -> file.path().equals(path)).findFirst();
    }

    /** Reads the answer of {@code /api/models/NAME/revision/REVISION?blobs=true}. */
    static RepoListing read(HubId id, JsonElement answer) throws HubException {
        try {
            var repo = answer.getAsJsonObject();
            var files = new ArrayList<RepoFile>();
            for (var sibling : repo.getAsJsonArray("siblings")) {
                var name = sibling.getAsJsonObject().get("rfilename").getAsString();
                if (RepoFile.isSafe(name)) {
                    files.add(file(sibling.getAsJsonObject()));
                } else {
                    // Not worth failing for: some repositories hold names with ':' that nobody needs. Left out, it
                    // cannot be fetched.
                    LOG.warn("{}: a file name that leads out of its folder or fits no file system is left out", id);
                }
            }
            var card = object(repo, "cardData");
            return new RepoListing(
                    id,
                    repo.get("sha").getAsString(),
                    files,
                    card.flatMap(data -> text(data, "license")),
                    card.map(RepoListing::splits).orElse(Map.of()));
        } catch (RuntimeException e) {
            throw new HubException(
                    HubException.Kind.UNEXPECTED_ANSWER,
                    "the listing of " + id
                            + " has not the form of the hub's API ('sha' and 'siblings'). Is HF_ENDPOINT a hub? Does a proxy answer in its place?",
                    e);
        }
    }

    /** {@return the same in the form that {@link #read} takes} */
    JsonObject toJson() {
        var siblings = new JsonArray();
        for (var file : files) {
            var sibling = new JsonObject();
            sibling.addProperty("rfilename", file.path());
            file.size().ifPresent(size -> sibling.addProperty("size", size));
            file.hash().ifPresent(hash -> sibling.addProperty("blobId", hash));
            siblings.add(sibling);
        }
        var configs = new JsonArray();
        splits.forEach((name, patterns) -> {
            var config = new JsonObject();
            config.addProperty("config_name", name);
            var dataFiles = new JsonArray();
            patterns.forEach((split, paths) -> {
                var entry = new JsonObject();
                entry.addProperty("split", split);
                var path = new JsonArray();
                paths.forEach(path::add);
                entry.add("path", path);
                dataFiles.add(entry);
            });
            config.add("data_files", dataFiles);
            configs.add(config);
        });
        var card = new JsonObject();
        licence.ifPresent(text -> card.addProperty("license", text));
        card.add("configs", configs);
        var repo = new JsonObject();
        repo.addProperty("sha", commit);
        repo.add("siblings", siblings);
        repo.add("cardData", card);
        return repo;
    }

    private static RepoFile file(JsonObject sibling) {
        var lfs = object(sibling, "lfs");
        var size = lfs.filter(data -> data.has("size")).orElse(sibling).get("size");
        return new RepoFile(
                sibling.get("rfilename").getAsString(),
                size == null || size.isJsonNull() ? OptionalLong.empty() : OptionalLong.of(size.getAsLong()),
                lfs.flatMap(data -> text(data, "sha256"))
                        .or(() -> lfs.isPresent() ? Optional.empty() : text(sibling, "blobId")));
    }

    private static Map<String, Map<String, List<String>>> splits(JsonObject card) {
        var configs = new LinkedHashMap<String, Map<String, List<String>>>();
        if (!card.has("configs") || !card.get("configs").isJsonArray()) {
            return configs;
        }
        var defaults = new LinkedHashMap<String, Map<String, List<String>>>();
        for (var element : card.getAsJsonArray("configs")) {
            var config = element.getAsJsonObject();
            var name = text(config, "config_name").orElse("default");
            var isDefault = config.has("default") && config.get("default").getAsBoolean() || name.equals("default");
            (isDefault ? defaults : configs).put(name, dataFiles(config.get("data_files")));
        }
        defaults.putAll(configs);
        return defaults;
    }

    /** Either one pattern or several, without splits, or a list of {@code {split, path}}; without splits everything is train, as the hub has it. */
    private static Map<String, List<String>> dataFiles(JsonElement dataFiles) {
        var splits = new LinkedHashMap<String, List<String>>();
        for (var entry : list(dataFiles)) {
            if (entry.isJsonObject()) {
                var split = entry.getAsJsonObject();
                splits.put(
                        split.get("split").getAsString(),
                        list(split.get("path")).stream()
                                .map(JsonElement::getAsString)
                                .toList());
            } else {
                var train = new ArrayList<>(splits.getOrDefault("train", List.of()));
                train.add(entry.getAsString());
                splits.put("train", List.copyOf(train));
            }
        }
        return splits;
    }

    private static List<JsonElement> list(JsonElement element) {
        if (element == null || element.isJsonNull()) {
            return List.of();
        }
        return element.isJsonArray() ? element.getAsJsonArray().asList() : List.of(element);
    }

    private static Optional<JsonObject> object(JsonObject parent, String name) {
        return Optional.ofNullable(parent.get(name))
                .filter(JsonElement::isJsonObject)
                .map(JsonElement::getAsJsonObject);
    }

    private static Optional<String> text(JsonObject parent, String name) {
        return Optional.ofNullable(parent.get(name))
                .filter(JsonElement::isJsonPrimitive)
                .map(JsonElement::getAsString);
    }
}
