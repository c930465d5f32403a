package io.github.emotion4j.cli;

import io.github.emotion4j.data.hub.DownloadPlan;
import io.github.emotion4j.data.hub.HubClient;
import io.github.emotion4j.data.hub.HubId;
import io.github.emotion4j.data.hub.HubSettings;
import io.github.emotion4j.data.hub.ProgressListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Fetches from the hub on a person's behalf: says what and how much before, shows a bar meanwhile. */
final class Downloads {

    private final Output output;
    private final HubClient client = new HubClient(HubSettings.fromEnvironment());

    Downloads(Output output) {
        this.output = output;
    }

    /** The folder of a model, fetched if it is not in the local store. */
    Path model(HubId id) throws IOException {
        try (Progress progress = output.progress("downloading", "MB")) {
            return client.model(id, this::announce, bytes(progress));
        }
    }

    /** The files of a split, fetched if they are not in the local store. */
    List<Path> split(HubId id, String split) throws IOException {
        try (Progress progress = output.progress("downloading", "MB")) {
            return client.dataset(id, Optional.empty(), split, this::announce, bytes(progress));
        }
    }

    private void announce(DownloadPlan plan) {
        output.note(plan.describe());
    }

    private static ProgressListener bytes(Progress progress) {
        Map<String, long[]> files = new ConcurrentHashMap<>();
        return (file, done, total) -> {
            files.put(file, new long[] {done, total.orElse(done)});
            long all = files.values().stream().mapToLong(counts -> counts[0]).sum();
            long most = files.values().stream().mapToLong(counts -> counts[1]).sum();
            progress.update(all >> 20, Math.max(1, most >> 20), "");
        };
    }
}
