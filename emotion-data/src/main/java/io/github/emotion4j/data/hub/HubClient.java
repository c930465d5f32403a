package io.github.emotion4j.data.hub;

import io.github.emotion4j.data.hub.HubException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Fetches models and data sets of the hub into the local store. The methods that use the network say so; none of them is called by the rest of the library
 * unless its caller asks for it.
 *
 * <pre>{@code
 * var hub = new HubClient(HubSettings.fromEnvironment());
 * Path model = hub.model(HubId.model("distilbert/distilbert-base-uncased"), plan -> log.info(plan.describe()), ProgressListener.SILENT);
 * }</pre>
 *
 * <p>Thread-safe. Several processes, Python's tools among them, may use one store at a time.
 */
public final class HubClient {
    private final HubSettings settings;
    private final HubHttp http;
    private final HubCache cache;
    private final FileDownload download;
    private final Conversions conversions;

    /**
     * @param settings where and how; nothing is contacted yet
     */
    public HubClient(HubSettings settings) {
        this(settings, BlobStorage.DISK);
    }

    HubClient(HubSettings settings, BlobStorage storage) {
        this.settings = settings;
        this.http = new HubHttp(settings);
        this.cache = new HubCache(settings.cache());
        this.download = new FileDownload(settings, http, cache, storage);
        this.conversions = new Conversions(http);
    }

    /** {@return the local store} */
    public HubCache cache() {
        return cache;
    }

    /** {@return the settings} */
    public HubSettings settings() {
        return settings;
    }

    /**
     * Looks a model up in the local store, without the network.
     *
     * @return its folder, where configuration, tokenizer and weights are all there
     * @throws IOException where the store cannot be read
     */
    public Optional<Path> localModel(HubId id) throws IOException {
        if (local(id, ModelFiles::pick).isPresent()) {
            return cache.snapshot(id);
        }
        var converted = cache.standIn(id);
        return converted.isEmpty() || local(converted.get(), ModelFiles::pick).isEmpty()
                ? Optional.empty()
                : cache.snapshot(converted.get());
    }

    /**
     * A model's folder: from the local store where it is complete there, otherwise fetched by the network. A branch that has moved on since is not noticed;
     * {@link #planModel} and {@link #download} do.
     *
     * @param announce told what will be fetched and how large it is, before it is; may refuse by throwing
     * @param listener told how it comes along
     * @return the folder with the model's files
     * @throws HubException where it cannot be had
     * @throws IOException where the store cannot be written
     */
    public Path model(HubId id, Consumer<DownloadPlan> announce, ProgressListener listener) throws IOException {
        var local = localModel(id);
        if (local.isPresent()) {
            return local.get();
        }
        var plan = planModel(id);
        announce.accept(plan);
        return download(plan, listener);
    }

    /**
     * Asks the hub which files of a model are needed. Uses the network, fetches nothing. Where {@code main} has weights of PyTorch and none in safetensors,
     * those are taken that the hub's own converter has put into a pull request, if there is one of the same files; the plan says so.
     *
     * @throws HubException where the hub cannot be reached, refuses, or has no such model
     * @throws IOException where the store cannot be read
     */
    public DownloadPlan planModel(HubId id) throws IOException {
        var listing = list(id);
        var converted = conversions.find(listing, this::list);
        return converted.isPresent()
                ? plan(converted.get(), ModelFiles.pick(converted.get())).insteadOf(id)
                : plan(listing, ModelFiles.pick(listing));
    }

    /**
     * The files of one split of a data set: from the local store where they are complete there, otherwise fetched by the network. Where {@code main} holds
     * nothing that can be read, the hub's own conversion to Parquet is taken.
     *
     * @param config the configuration, or empty for the default one
     * @param split such as {@code train}
     * @param announce told what will be fetched and how large it is, before it is; may refuse by throwing
     * @param listener told how it comes along
     * @return the split's files, in order
     * @throws HubException where they cannot be had
     * @throws IOException where the store cannot be written
     */
    public List<Path> dataset(
            HubId id, Optional<String> config, String split, Consumer<DownloadPlan> announce, ProgressListener listener)
            throws IOException {
        for (var candidate : candidates(id)) {
            var local = localDataset(candidate, config, split);
            if (local.isPresent()) {
                return local.get();
            }
        }
        var plan = planDataset(id, config, split);
        announce.accept(plan);
        var snapshot = download(plan, listener);
        return plan.files().stream().map(file -> snapshot.resolve(file.path())).toList();
    }

    /**
     * Looks a split up in the local store, without the network.
     *
     * @return its files in order, where they are all there
     * @throws IOException where the store cannot be read
     */
    public Optional<List<Path>> localDataset(HubId id, Optional<String> config, String split) throws IOException {
        return local(id, listing -> DatasetFiles.pick(listing, config, split));
    }

    /**
     * Asks the hub which files hold a split. Uses the network, fetches nothing.
     *
     * @throws HubException where the hub cannot be reached, refuses, or has no such split
     * @throws IOException where the store cannot be read
     */
    public DownloadPlan planDataset(HubId id, Optional<String> config, String split) throws IOException {
        HubException first = null;
        for (var candidate : candidates(id)) {
            try {
                var listing = list(candidate);
                return plan(listing, DatasetFiles.pick(listing, config, split));
            } catch (HubException e) {
                if (first != null) {
                    throw first; // what the asked-for revision lacks says more than what the conversion lacks
                }
                if (e.kind() != Kind.FILE_NOT_FOUND) {
                    throw e;
                }
                first = e;
            }
        }
        throw first;
    }

    /**
     * Asks the hub what a revision holds. Uses the network.
     *
     * @throws HubException where the hub cannot be reached or refuses
     * @throws IOException where the thread is interrupted
     */
    public RepoListing list(HubId id) throws IOException {
        var uri = http.endpoint("/api/" + id.type().plural() + "/" + id.name() + "/revision/"
                + HubHttp.encode(id.revision()) + "?blobs=true");
        try (var answer = http.send(HubRequest.get(uri, id, ""))) {
            return RepoListing.read(id, answer.json());
        }
    }

    /**
     * Fetches what a plan lists as missing, several files at a time, and makes it visible when all of it is there. Uses the network. After a failure, what
     * has arrived is kept and a second call goes on from there.
     *
     * @param listener told how it comes along
     * @return the snapshot's folder
     * @throws HubException where a file cannot be had
     * @throws IOException where the store cannot be written
     */
    public Path download(DownloadPlan plan, ProgressListener listener) throws IOException {
        var blobs = fetchAll(plan, listener);
        cache.remember(plan.listing());
        for (int i = 0; i < blobs.size(); i++) {
            cache.link(
                    cache.pointer(
                            plan.id(), plan.commit(), plan.missing().get(i).path()),
                    blobs.get(i));
        }
        cache.writeRef(plan.id(), plan.commit());
        if (plan.asked().isPresent()) {
            cache.writeStandIn(plan.asked().get(), plan.id());
        }
        return plan.snapshot();
    }

    /**
     * One file: from the local store where it is there, otherwise fetched by the network.
     *
     * @param path in the repository
     * @return the file in the store
     * @throws IllegalArgumentException where the path leads out of the repository
     * @throws HubException where it cannot be had
     * @throws IOException where the store cannot be written
     */
    public Path file(HubId id, String path, ProgressListener listener) throws IOException {
        var local = cache.file(id, RepoFile.named(path).path()); // refuses a path that leads out of the repository
        if (local.isPresent()) {
            return local.get();
        }
        var listing = list(id);
        var file = listing.file(path)
                .orElseThrow(() -> new HubException(
                        Kind.FILE_NOT_FOUND,
                        path + " of " + id + " does not exist; list the repository's files on its page"));
        return download(plan(listing, List.of(file)), listener).resolve(path);
    }

    /** Chooses files of a repository, or refuses. */
    @FunctionalInterface
    private interface Choice {
        List<RepoFile> pick(RepoListing listing) throws HubException;
    }

    /** The choice is made among what the hub listed, where that is remembered: what is stored may be a part of it, and another choice. */
    private Optional<List<Path>> local(HubId id, Choice choice) throws IOException {
        var snapshot = cache.snapshot(id);
        var listing = cache.remembered(id);
        listing = listing.isPresent() ? listing : cache.stored(id);
        if (snapshot.isEmpty() || listing.isEmpty()) {
            return Optional.empty();
        }
        try {
            var files = choice.pick(listing.get()).stream()
                    .map(file -> snapshot.get().resolve(file.path()))
                    .toList();
            return Optional.of(files).filter(all -> all.stream().allMatch(Files::isRegularFile));
        } catch (HubException e) {
            return Optional.empty(); // something indispensable is missing
        }
    }

    private static List<HubId> candidates(HubId id) {
        return id.revision().equals(HubId.MAIN) ? List.of(id, id.at(DatasetFiles.CONVERTED)) : List.of(id);
    }

    private DownloadPlan plan(RepoListing listing, List<RepoFile> files) {
        var missing = new ArrayList<RepoFile>();
        for (var file : files) {
            if (!Files.isRegularFile(cache.pointer(listing.id(), listing.commit(), file.path()))) {
                missing.add(file);
            }
        }
        var snapshot = cache.snapshotFolder(listing.id(), listing.commit());
        return new DownloadPlan(listing, snapshot, files, missing, Optional.empty());
    }

    private List<Path> fetchAll(DownloadPlan plan, ProgressListener listener) throws IOException {
        var files = plan.missing();
        if (files.isEmpty()) {
            return List.of();
        }
        var count = new AtomicInteger();
        ExecutorService threads =
                Executors.newFixedThreadPool(Math.min(settings.parallelFiles(), files.size()), task -> {
                    var thread = new Thread(task, "hub-download-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        try {
            CompletionService<Integer> done = new ExecutorCompletionService<>(threads);
            var blobs = new ArrayList<Path>(java.util.Collections.nCopies(files.size(), (Path) null));
            for (int i = 0; i < files.size(); i++) {
                int index = i;
                done.submit(() -> {
                    blobs.set(index, download.fetch(plan.id(), plan.commit(), files.get(index), listener));
                    return index;
                });
            }
            for (int i = 0; i < files.size(); i++) {
                done.take().get(); // in the order of their end: the first failure ends the rest
            }
            return blobs;
        } catch (ExecutionException e) {
            throw rethrow(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while fetching " + plan.id());
        } finally {
            stop(threads);
        }
    }

    /** Waits for the other threads, so that no lock and no unfinished file is in use when the caller goes on. */
    private static void stop(ExecutorService threads) {
        threads.shutdownNow();
        try {
            threads.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static IOException rethrow(Throwable cause) {
        if (cause instanceof IOException io) {
            return io;
        }
        if (cause instanceof RuntimeException runtime) {
            throw runtime;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return new IOException(cause);
    }
}
