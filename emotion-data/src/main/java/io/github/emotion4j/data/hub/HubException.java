package io.github.emotion4j.data.hub;

import java.io.IOException;
import java.util.Objects;

/** Something that the hub, the network or the disk refused. The message says what was found and what to do; {@link #kind()} is for programs. */
public final class HubException extends IOException {
    /** Why it failed. */
    public enum Kind {
        /** The network is switched off ({@code HF_HUB_OFFLINE}) and what was asked for is not in the local store. */
        OFFLINE,
        /** No connection: no network, no such host, a proxy or certificate that does not fit. */
        UNREACHABLE,
        /** 401: a token is needed, or the one sent is not valid. */
        UNAUTHORIZED,
        /** The repository asks its readers to accept conditions first. */
        GATED,
        /** 403: the token may not do this. */
        FORBIDDEN,
        /** No such repository, or a private one. */
        REPOSITORY_NOT_FOUND,
        /** The repository has no such branch, tag or commit. */
        REVISION_NOT_FOUND,
        /** The revision has no such file, or none that can be used. */
        FILE_NOT_FOUND,
        /** 429, and waiting did not help or would take too long. */
        RATE_LIMITED,
        /** 5xx or a body that kept breaking off, after all retries. */
        SERVER_FAILED,
        /** The bytes are not those that the hub promised: wrong size or wrong hash. */
        DAMAGED,
        /** No space left on the device. */
        DISK_FULL,
        /** The hub does not accept the content or the change: 400, 409, 413, 422, or a public repository where a private one was asked for. */
        REFUSED,
        /** An answer that does not belong to this protocol, or a name that would lead out of the store. */
        UNEXPECTED_ANSWER
    }

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /**
     * @param kind why
     * @param message what was found and what to do
     */
    public HubException(Kind kind, String message) {
        this(kind, message, null);
    }

    /**
     * @param kind why
     * @param message what was found and what to do
     * @param cause what came before; may be null
     */
    public HubException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = Objects.requireNonNull(kind, "kind");
    }

    /** {@return why it failed} */
    public Kind kind() {
        return kind;
    }
}
