package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.Json;
import io.github.emotion4j.cli.Problem;
import io.github.emotion4j.cli.Session;
import io.github.emotion4j.cli.Suggestion;
import io.github.emotion4j.data.hub.HubClient;
import io.github.emotion4j.data.hub.HubId;
import io.github.emotion4j.data.hub.HubSettings;
import io.github.emotion4j.models.catalogue.Catalogue;
import io.github.emotion4j.models.catalogue.CatalogueEntry;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Deletes a model from the local store. */
@Command(
        name = "remove",
        description = "Delete a model from the local store (Hugging Face's cache).",
        footer = {"", "Example: emotion models remove distilbert-base-uncased"})
public final class ModelsRemoveCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "MODEL", description = "Catalogue name or hub id.")
    private String model;

    ModelsRemoveCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        HubId id = Catalogue.load().find(model).map(CatalogueEntry::hub).orElseGet(() -> id(model));
        OptionalLong freed =
                new HubClient(HubSettings.fromEnvironment()).cache().remove(id);
        if (freed.isEmpty()) {
            throw Problem.data(id.name() + " is not in the local store");
        }
        session.output()
                .result(
                        Json.object("model", model, "bytes", freed.getAsLong()),
                        () -> "removed " + id.name() + ", " + freed.getAsLong() / 1_000_000 + " MB");
        return 0;
    }

    private static HubId id(String model) {
        if (!HubId.looksLikeId(model)) {
            throw Problem.data("'" + model + "' is neither a name of the catalogue nor a hub id"
                    + Suggestion.of(model, Catalogue.load().names()));
        }
        return HubId.model(model);
    }
}
