package io.github.emotion4j.data.hub;

/** What a repository of the hub holds. Spaces are not supported: nothing here has a use for them. */
public enum RepoType {
    MODEL("models", ""),
    DATASET("datasets", "datasets/");

    private final String plural;
    private final String pagePrefix;

    RepoType(String plural, String pagePrefix) {
        this.plural = plural;
        this.pagePrefix = pagePrefix;
    }

    /** {@return the word in the paths of the API and of the cache: {@code models} or {@code datasets}} */
    String plural() {
        return plural;
    }

    /** {@return what stands before the name in the address of a page or file: empty for models} */
    String pagePrefix() {
        return pagePrefix;
    }

    /** {@return the value of {@code type} in the API: {@code model} or {@code dataset}} */
    String singular() {
        return plural.substring(0, plural.length() - 1);
    }
}
