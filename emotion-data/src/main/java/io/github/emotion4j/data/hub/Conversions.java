package io.github.emotion4j.data.hub;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Conversions of PyTorch's weights to safetensors that the hub itself has made and nobody has merged: open pull requests of its bot, which is how
 * transformers finds them too. Anybody may open a pull request, so only those of the bot count; and only where they stem from the very files that
 * {@code main} has now.
 */
final class Conversions {
    /** The user under which the hub's converter opens pull requests. */
    static final String BOT = "SFconvertbot";

    private static final Logger LOG = LoggerFactory.getLogger(Conversions.class);
    private static final int MOST = 3;

    private final HubHttp http;

    Conversions(HubHttp http) {
        this.http = http;
    }

    /** Asks what a revision holds. */
    @FunctionalInterface
    interface Lister {
        RepoListing list(HubId id) throws IOException;
    }

    /**
     * Looks for a conversion. Uses the network; what goes wrong there is logged, since the weights of {@code main} can be used without.
     *
     * @param main a model's main branch
     * @return what the pull request holds, under its revision {@code refs/pr/N}; empty where there is none, or none is needed
     */
    Optional<RepoListing> find(RepoListing main, Lister lister) {
        if (!main.id().revision().equals(HubId.MAIN)
                || ModelFiles.hasSafetensors(main)
                || ModelFiles.torchWeights(main).isEmpty()) {
            return Optional.empty();
        }
        try {
            for (int number : openByBot(main.id())) {
                var converted = lister.list(main.id().at("refs/pr/" + number));
                if (ModelFiles.hasSafetensors(converted) && isOf(main, converted)) {
                    return Optional.of(converted);
                }
                LOG.info(
                        "{}: the conversion refs/pr/{} is not of the files that main has now, so it is not used",
                        main.id(),
                        number);
            }
        } catch (IOException | RuntimeException e) {
            LOG.info("{}: no conversion to safetensors could be looked for: {}", main.id(), e.getMessage());
        }
        return Optional.empty();
    }

    /** Numbers of the bot's open pull requests, the latest first. */
    private List<Integer> openByBot(HubId id) throws IOException {
        var uri = http.endpoint("/api/" + id.type().plural() + "/" + id.name()
                + "/discussions?type=pull_request&status=open&author=" + BOT);
        // 403 where discussions are switched off
        try (var answer = http.send(HubRequest.get(uri, id, "discussions").expecting(401, 403, 404))) {
            if (answer.status() >= 400) {
                return List.of();
            }
            var numbers = new ArrayList<Integer>();
            for (JsonElement element : answer.json().getAsJsonObject().getAsJsonArray("discussions")) {
                var discussion = element.getAsJsonObject();
                // the query asks for no others, but a mirror may not know it
                if (discussion.get("isPullRequest").getAsBoolean()
                        && discussion.get("status").getAsString().equals("open")
                        && discussion
                                .getAsJsonObject("author")
                                .get("name")
                                .getAsString()
                                .equals(BOT)) {
                    numbers.add(discussion.get("num").getAsInt());
                }
            }
            numbers.sort(Comparator.reverseOrder());
            return numbers.subList(0, Math.min(MOST, numbers.size()));
        }
    }

    /** Whether PyTorch's weights and all that is needed beside them have the same content in both, as the hub's hashes tell. */
    private static boolean isOf(RepoListing main, RepoListing converted) throws HubException {
        var compared = new ArrayList<>(ModelFiles.torchWeights(main));
        compared.addAll(ModelFiles.besideWeights(main));
        for (var file : compared) {
            var same = converted.file(file.path()).flatMap(RepoFile::hash);
            if (same.isEmpty() || !same.equals(file.hash())) {
                return false;
            }
        }
        return ModelFiles.besideWeights(converted).size()
                == ModelFiles.besideWeights(main).size();
    }
}
