package io.github.emotion4j.cli.command;

import io.github.emotion4j.cli.Json;
import io.github.emotion4j.cli.Models;
import io.github.emotion4j.cli.Paint;
import io.github.emotion4j.cli.Session;
import io.github.emotion4j.data.hub.HubClient;
import io.github.emotion4j.data.hub.HubSettings;
import io.github.emotion4j.models.catalogue.Catalogue;
import io.github.emotion4j.models.catalogue.CatalogueEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Shows the catalogue, and which of it is in the local store. */
@Command(
        name = "list",
        description = "List the known checkpoints, and which of them are on this machine.",
        footer = {"", "Example: emotion models list"})
public final class ModelsListCommand implements Callable<Integer> {

    private final Session session;

    ModelsListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        var client = new HubClient(HubSettings.fromEnvironment());
        List<Map<String, Object>> models = new ArrayList<>();
        Paint paint = session.output().paint();
        var lines = new ArrayList<String>();
        for (CatalogueEntry entry : Catalogue.load().entries()) {
            boolean embedded = entry.embedded() || Models.embedded(entry).isPresent();
            boolean here = embedded || client.localModel(entry.hub()).isPresent();
            String place = embedded ? "embedded" : here ? "stored" : "hub";
            models.add(Json.object(
                    "name", entry.name(),
                    "hub", entry.hub().name(),
                    "revision", entry.hub().revision(),
                    "licence", entry.licence(),
                    "bytes", entry.bytes(),
                    "parameters", entry.parameters(),
                    "labels", entry.labels(),
                    "place", place));
            String line = String.format(
                    Locale.ROOT,
                    "%-24s %-9s %4d MB  %-10s  %s",
                    entry.name(),
                    place,
                    entry.bytes() / 1_000_000,
                    entry.licence(),
                    entry.note());
            lines.add(here ? paint.bold(line) : line);
        }
        session.output().result(Json.object("models", models), () -> String.join("\n", lines));
        return 0;
    }
}
