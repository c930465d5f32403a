package io.github.emotion4j.data.hub;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * The local store, in the layout of Python's huggingface_hub, which it shares:
 *
 * <pre>
 * models--ORG--NAME/blobs/ETAG                  the content, once
 * models--ORG--NAME/refs/main                   the commit that the branch was last seen at
 * models--ORG--NAME/snapshots/COMMIT/a/b.json   a relative symbolic link into blobs (a copy where the system has no links)
 * .locks/models--ORG--NAME/ETAG.lock
 * models--ORG--NAME/.emotion/COMMIT.json        ours: what the hub listed, so that a part of a repository is not taken for the whole
 * models--ORG--NAME/.emotion/main.instead       ours: the revision whose files were fetched in the place of this one's
 * </pre>
 *
 * Nothing here touches the network. Thread-safe; several processes may share a store.
 */
public final class HubCache {
    /** How the name of an unfinished download ends. */
    static final String INCOMPLETE = ".incomplete";

    private final Path root;

    /**
     * @param root the store's folder, usually {@link HubSettings#cache()}; need not exist
     */
    public HubCache(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /**
     * A repository in the store.
     *
     * @param id at {@code main}
     * @param commits the commits of which files are stored, the latest stored first
     * @param bytes what its blobs take up on the disk
     */
    public record Stored(HubId id, List<String> commits, long bytes) {
        public Stored {
            commits = List.copyOf(commits);
        }
    }

    /** {@return the store's folder} */
    public Path root() {
        return root;
    }

    /** {@return the folder of the repository, which need not exist} */
    public Path folder(HubId id) {
        return root.resolve(folderName(id));
    }

    /**
     * @return the commit that the revision stands for as far as the store knows: itself where it is one, otherwise what its ref says
     * @throws IOException where the ref cannot be read
     */
    public Optional<String> commit(HubId id) throws IOException {
        if (id.isPinned()) {
            return Optional.of(id.revision());
        }
        try {
            var text = Files.readString(folder(id).resolve("refs").resolve(id.revision()), StandardCharsets.US_ASCII)
                    .strip();
            return Optional.of(text).filter(HubId::isCommit);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * @return the folder with the revision's files, where at least one of them is stored
     * @throws IOException where the store cannot be read
     */
    public Optional<Path> snapshot(HubId id) throws IOException {
        return commit(id).map(commit -> snapshotFolder(id, commit)).filter(Files::isDirectory);
    }

    /**
     * @param path the file's path in the repository
     * @return the stored file
     * @throws IOException where the store cannot be read
     */
    public Optional<Path> file(HubId id, String path) throws IOException {
        return commit(id).map(commit -> pointer(id, commit, path)).filter(Files::isRegularFile);
    }

    /**
     * @return what is stored of the revision, with sizes
     * @throws IOException where the store cannot be read
     */
    public Optional<RepoListing> stored(HubId id) throws IOException {
        var snapshot = snapshot(id);
        if (snapshot.isEmpty()) {
            return Optional.empty();
        }
        var files = new ArrayList<RepoFile>();
        try (var paths = Files.walk(snapshot.get())) {
            for (var path : (Iterable<Path>) paths.sorted()::iterator) {
                var name = snapshot.get().relativize(path).toString().replace('\\', '/');
                if (Files.isRegularFile(path) && RepoFile.isSafe(name)) {
                    files.add(new RepoFile(name, OptionalLong.of(Files.size(path)), Optional.empty()));
                }
            }
        }
        return Optional.of(new RepoListing(id, commit(id).orElseThrow(), files, Optional.empty(), Map.of()));
    }

    /** {@return what the hub listed when the revision was fetched by this library} */
    Optional<RepoListing> remembered(HubId id) throws IOException {
        var commit = commit(id);
        if (commit.isEmpty()) {
            return Optional.empty();
        }
        try (var reader = Files.newBufferedReader(memory(id, commit.get()))) {
            return Optional.of(RepoListing.read(id, JsonParser.parseReader(reader)));
        } catch (NoSuchFileException | HubException | JsonParseException e) {
            return Optional.empty();
        }
    }

    /** Keeps what the hub listed. */
    void remember(RepoListing listing) throws IOException {
        replace(memory(listing.id(), listing.commit()), listing.toJson().toString());
    }

    /** {@return the revision that was last fetched in the place of this one} */
    Optional<HubId> standIn(HubId id) throws IOException {
        try {
            return Optional.of(id.at(Files.readString(standInFile(id), StandardCharsets.US_ASCII)));
        } catch (NoSuchFileException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Keeps which revision was fetched in the place of another. */
    void writeStandIn(HubId id, HubId instead) throws IOException {
        replace(standInFile(id), instead.revision());
    }

    private Path standInFile(HubId id) {
        return folder(id).resolve(".emotion").resolve(id.revision() + ".instead");
    }

    private Path memory(HubId id, String commit) {
        return folder(id).resolve(".emotion").resolve(commit + ".json");
    }

    /**
     * Makes a folder of the store before anything is fetched into it.
     *
     * @throws FileSystemException naming the variable that names another place
     */
    static void makeFolder(Path folder) throws IOException {
        try {
            Files.createDirectories(folder);
        } catch (FileSystemException e) {
            var problem = new FileSystemException(
                    folder.toString(),
                    null,
                    "cannot be made" + (e.getReason() == null ? "" : " (" + e.getReason() + ")")
                            + "; change the permissions, or let HF_HOME name another folder");
            problem.initCause(e);
            throw problem;
        }
    }

    private static void replace(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        var temporary = file.resolveSibling(file.getFileName() + "." + shortId() + ".tmp");
        try {
            Files.writeString(temporary, text);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /**
     * @return the repositories of which something is stored, by name
     * @throws IOException where the store cannot be read
     */
    public List<Stored> list() throws IOException {
        var found = new ArrayList<Stored>();
        if (!Files.isDirectory(root)) {
            return found;
        }
        try (var folders = Files.newDirectoryStream(root, "*s--*")) {
            for (var folder : folders) {
                var id = idOf(folder.getFileName().toString());
                var snapshots = folder.resolve("snapshots");
                if (id.isPresent() && Files.isDirectory(snapshots)) {
                    found.add(new Stored(id.get(), commits(snapshots), size(folder.resolve("blobs"))));
                }
            }
        }
        found.sort(Comparator.comparing((Stored stored) -> stored.id().type())
                .thenComparing(stored -> stored.id().name().toLowerCase(Locale.ROOT)));
        return found;
    }

    /**
     * Deletes the repository with all its revisions and unfinished downloads, for Python's tools too. It disappears at once, by a rename, and is deleted
     * then, so that nobody sees half of it.
     *
     * @return the bytes freed, or empty where nothing was stored
     * @throws IOException where it cannot be deleted
     */
    public OptionalLong remove(HubId id) throws IOException {
        var folder = folder(id);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return OptionalLong.empty();
        }
        long bytes = size(folder.resolve("blobs"));
        var doomed = root.resolve(".removed-" + UUID.randomUUID());
        Files.move(folder, doomed, StandardCopyOption.ATOMIC_MOVE);
        delete(doomed);
        return OptionalLong.of(bytes);
    }

    Path snapshotFolder(HubId id, String commit) {
        return folder(id).resolve("snapshots").resolve(commit);
    }

    /** {@return where the file of this path belongs; never outside the snapshot} */
    Path pointer(HubId id, String commit, String path) {
        return snapshotFolder(id, commit).resolve(RepoFile.named(path).path());
    }

    Path blob(HubId id, String etag) {
        return folder(id).resolve("blobs").resolve(etag);
    }

    Path lockFile(HubId id, String etag) {
        return root.resolve(".locks").resolve(folderName(id)).resolve(etag + ".lock");
    }

    /** Lets the branch point to the commit, atomically. Does nothing where the revision is a commit. */
    void writeRef(HubId id, String commit) throws IOException {
        if (id.isPinned() || commit(id).filter(commit::equals).isPresent()) {
            return;
        }
        replace(folder(id).resolve("refs").resolve(id.revision()), commit);
    }

    /** Makes the file of a snapshot point to a blob; what was there is replaced atomically. */
    void link(Path pointer, Path blob) throws IOException {
        Files.createDirectories(pointer.getParent());
        var temporary = pointer.resolveSibling("." + shortId() + ".tmp");
        try {
            try {
                Files.createSymbolicLink(temporary, pointer.getParent().relativize(blob));
            } catch (UnsupportedOperationException | IOException e) {
                Files.copy(blob, temporary); // Windows without the right to make links; huggingface_hub copies too
            }
            Files.move(temporary, pointer, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    static String shortId() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    private static String folderName(HubId id) {
        return id.type().plural() + "--" + id.name().replace("/", "--");
    }

    private static Optional<HubId> idOf(String folderName) {
        for (var type : RepoType.values()) {
            if (folderName.startsWith(type.plural() + "--")) {
                try {
                    var name = folderName.substring(type.plural().length() + 2).replaceFirst("--", "/");
                    return Optional.of(new HubId(type, name, HubId.MAIN));
                } catch (IllegalArgumentException e) {
                    return Optional.empty(); // not ours
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> commits(Path snapshots) throws IOException {
        var times = new HashMap<String, Long>();
        try (var folders = Files.newDirectoryStream(snapshots)) {
            for (var folder : folders) {
                times.put(
                        folder.getFileName().toString(),
                        Files.getLastModifiedTime(folder).toMillis());
            }
        }
        return times.keySet().stream()
                .sorted(Comparator.comparing((String commit) -> -times.get(commit))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private static long size(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        long bytes = 0;
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                bytes += Files.size(file);
            }
        } catch (NoSuchFileException e) {
            return bytes; // an unfinished download was finished meanwhile
        }
        return bytes;
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() { // does not follow links
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path visited, IOException error) throws IOException {
                        Files.delete(visited);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
