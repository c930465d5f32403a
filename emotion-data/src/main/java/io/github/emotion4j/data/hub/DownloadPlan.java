package io.github.emotion4j.data.hub;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What a download would fetch, to be shown before it happens. Immutable.
 *
 * @param listing what the hub holds, of which this is a part
 * @param snapshot the folder that the files will be in
 * @param files all that are needed, in the order in which they become visible: the largest last
 * @param missing those that the store does not have yet
 * @param asked the revision that was asked for, where it has no weights in safetensors and this is the hub's conversion of it
 */
public record DownloadPlan(
        RepoListing listing, Path snapshot, List<RepoFile> files, List<RepoFile> missing, Optional<HubId> asked) {
    public DownloadPlan {
        Objects.requireNonNull(listing, "listing");
        Objects.requireNonNull(snapshot, "snapshot");
        files = List.copyOf(files);
        missing = List.copyOf(missing);
        Objects.requireNonNull(asked, "asked");
    }

    /** {@return the same as a conversion of what was asked for} */
    DownloadPlan insteadOf(HubId other) {
        return new DownloadPlan(listing, snapshot, files, missing, Optional.of(other));
    }

    /** {@return the revision that is fetched} */
    public HubId id() {
        return listing.id();
    }

    /** {@return the commit that it stands for, 40 hexadecimal digits} */
    public String commit() {
        return listing.commit();
    }

    /** {@return the bytes of all missing files; files of unknown size count nothing} */
    public long bytesToFetch() {
        return missing.stream().mapToLong(file -> file.size().orElse(0)).sum();
    }

    /**
     * {@return a line such as {@code org/name (commit 1a2b3c4d, licence apache-2.0): 5 files, 268.9 MB, into /home/me/.cache/huggingface/hub/…}; it also
     * says where another revision is taken}
     */
    public String describe() {
        return String.format(
                Locale.ROOT,
                "%s (commit %.8s, licence %s): %d %s, %s, into %s%s",
                id(),
                commit(),
                listing.licence().orElse("unknown"),
                missing.size(),
                missing.size() == 1 ? "file" : "files",
                human(bytesToFetch()),
                snapshot,
                asked.map(other -> "; " + other.revision() + " has no safetensors, this is the open pull request of "
                                + Conversions.BOT + " with the same weights converted")
                        .orElse(""));
    }

    /** {@return the bytes in decimal units, as the hub's pages show them} */
    static String human(long bytes) {
        var units = List.of("B", "kB", "MB", "GB", "TB", "PB", "EB");
        double value = bytes;
        int unit = 0;
        while (value >= 999.95 && unit < units.size() - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, units.get(unit));
    }
}
