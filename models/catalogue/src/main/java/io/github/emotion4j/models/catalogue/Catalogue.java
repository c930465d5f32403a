package io.github.emotion4j.models.catalogue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.emotion4j.data.hub.HubId;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The known checkpoints, read from a resource. Immutable and thread-safe; never touches the network. */
public final class Catalogue {
    private static final String RESOURCE = "models.json";

    private final List<CatalogueEntry> entries;

    private Catalogue(List<CatalogueEntry> entries) {
        this.entries = entries;
    }

    /** {@return the catalogue that this version was released with} */
    public static Catalogue load() {
        try (var stream = Objects.requireNonNull(Catalogue.class.getResourceAsStream(RESOURCE), RESOURCE);
                var reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
            var entries = JsonParser.parseReader(reader).getAsJsonArray().asList().stream()
                    .map(JsonElement::getAsJsonObject)
                    .map(Catalogue::entry)
                    .toList();
            return new Catalogue(entries);
        } catch (IOException e) {
            throw new UncheckedIOException("the catalogue cannot be read from the class path", e);
        }
    }

    /** {@return all entries, in the order in which they are to be shown} */
    public List<CatalogueEntry> entries() {
        return entries;
    }

    /**
     * @param name what the user typed, in any case; also the name of the repository on the hub, without a revision
     * @return the entry of this name
     */
    public Optional<CatalogueEntry> find(String name) {
        return entries.stream()
                .filter(entry -> entry.name().equalsIgnoreCase(name)
                        || entry.hub().name().equals(name))
                .findFirst();
    }

    /** {@return the names, in the order of the entries} */
    public List<String> names() {
        return entries.stream().map(CatalogueEntry::name).toList();
    }

    private static CatalogueEntry entry(JsonObject json) {
        return new CatalogueEntry(
                json.get("name").getAsString(),
                HubId.model(json.get("hub").getAsString())
                        .at(json.get("revision").getAsString()),
                json.get("licence").getAsString(),
                json.get("megabytes").getAsLong() * 1_000_000,
                json.get("architecture").getAsString(),
                Math.round(json.get("parameters_millions").getAsDouble() * 1_000_000),
                texts(json.getAsJsonArray("languages")),
                json.get("cased").getAsBoolean(),
                texts(json.getAsJsonArray("labels")),
                json.has("prompt") ? json.get("prompt").getAsString() : "",
                json.get("embedded").getAsBoolean(),
                json.get("note").getAsString());
    }

    private static List<String> texts(JsonArray array) {
        return array.asList().stream().map(JsonElement::getAsString).toList();
    }
}
