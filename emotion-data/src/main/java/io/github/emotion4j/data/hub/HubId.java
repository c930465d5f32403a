package io.github.emotion4j.data.hub;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Names one state of one repository of the hub. Immutable.
 *
 * @param type model or data set
 * @param name {@code org/name}, or a bare name for the hub's oldest repositories; letters, digits, {@code -_.} as the hub allows
 * @param revision a branch, tag, special ref ({@code refs/convert/parquet}) or a commit of 40 hexadecimal digits
 */
public record HubId(RepoType type, String name, String revision) {
    /** The branch that is meant when none is named. */
    public static final String MAIN = "main";

    // The rules of huggingface_hub's validate_repo_id; they also make the name safe as a folder and in a URL.
    private static final Pattern NAME = Pattern.compile("(?:\\w[\\w.-]*/)?\\w[\\w.-]{0,95}");
    private static final Pattern REVISION = Pattern.compile("[\\w][\\w.+-]*(?:/[\\w][\\w.+-]*)*");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    public HubId {
        Objects.requireNonNull(type, "type");
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "'" + name
                            + "' is not the name of a hub repository; expected org/name or org/name@revision of letters, digits, '-', '_' and '.'");
        }
        if (!REVISION.matcher(revision).matches() || revision.contains("..") || revision.endsWith(".lock")) {
            throw new IllegalArgumentException("'" + revision
                    + "' is not a revision; expected a branch, a tag or a commit of 40 hexadecimal digits");
        }
    }

    /**
     * @param id {@code org/name} or {@code org/name@revision}
     * @return that model, at {@code main} where no revision is named
     * @throws IllegalArgumentException where the text is not such an id
     */
    public static HubId model(String id) {
        return parse(RepoType.MODEL, id);
    }

    /**
     * @param id {@code org/name} or {@code org/name@revision}
     * @return that data set, at {@code main} where no revision is named
     * @throws IllegalArgumentException where the text is not such an id
     */
    public static HubId dataset(String id) {
        return parse(RepoType.DATASET, id);
    }

    /** {@return whether the text has the form {@code org/name[@revision]} with an organisation, so that a command line can tell it from a mistyped word} */
    public static boolean looksLikeId(String text) {
        int at = text.indexOf('@');
        var name = at < 0 ? text : text.substring(0, at);
        return isName(name)
                && name.indexOf('/') > 0
                && (at < 0 || REVISION.matcher(text.substring(at + 1)).matches());
    }

    /** {@return the same repository at another revision} */
    public HubId at(String otherRevision) {
        return new HubId(type, name, otherRevision);
    }

    /** {@return whether the revision is a commit, whose content can never change} */
    public boolean isPinned() {
        return isCommit(revision);
    }

    /** {@return {@code org/name@revision}, without the revision where it is {@code main}} */
    @Override
    public String toString() {
        return revision.equals(MAIN) ? name : name + "@" + revision;
    }

    static boolean isCommit(String text) {
        return COMMIT.matcher(text).matches();
    }

    private static boolean isName(String name) {
        return NAME.matcher(name).matches()
                && !name.contains("--")
                && !name.contains("..")
                && !name.endsWith(".")
                && !name.endsWith("-")
                && !name.endsWith(".git");
    }

    private static HubId parse(RepoType type, String id) {
        int at = id.indexOf('@');
        return at < 0 ? new HubId(type, id, MAIN) : new HubId(type, id.substring(0, at), id.substring(at + 1));
    }
}
