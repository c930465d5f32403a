package io.github.emotion4j.cli;

import io.github.emotion4j.core.features.MissingLibraryException;
import io.github.emotion4j.core.train.TrainingDivergedException;
import io.github.emotion4j.data.NativeLibraryException;
import io.github.emotion4j.data.hub.HubException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Turns what was thrown into one line and an exit code. */
final class Failures {

    /** The JSON parser's advice to programmers. */
    private static final String JSON_ADVICE = "Use JsonReader\\.\\S+ to accept malformed JSON";

    private Failures() {}

    static int exitCode(Throwable failure) {
        Throwable cause = root(failure);
        if (cause instanceof Problem problem) {
            return problem.exitCode();
        }
        if (cause instanceof HubException hub) {
            return exitCode(hub.kind());
        }
        if (isNetwork(cause)) {
            return ExitCode.NETWORK;
        }
        if (cause instanceof IOException
                || cause instanceof IllegalArgumentException
                || cause instanceof NativeLibraryException
                || cause instanceof MissingLibraryException
                || cause instanceof TrainingDivergedException) {
            return ExitCode.DATA;
        }
        return ExitCode.INTERNAL;
    }

    /** What is not there, or does not fit here, is the caller's to correct; the rest is the network's. */
    private static int exitCode(HubException.Kind kind) {
        return switch (kind) {
            case FILE_NOT_FOUND, DISK_FULL -> ExitCode.DATA;
            default -> ExitCode.NETWORK;
        };
    }

    /** What was found, in one line. */
    static String line(Throwable failure) {
        Throwable cause = root(failure);
        String message = cause.getMessage() == null
                ? cause.getClass().getSimpleName()
                : cause.getMessage().strip();
        String text = message;
        if (cause instanceof NoSuchFileException missing) {
            text = missing.getFile() + ": no such file or directory"
                    + (missing.getReason() == null ? "" : "; " + missing.getReason());
        } else if (cause instanceof AccessDeniedException) {
            text = message + ": access denied; change its permissions or choose another place";
        } else if (cause instanceof FileAlreadyExistsException || cause instanceof DirectoryNotEmptyException) {
            text = message + ": exists already; choose another name or remove it";
        } else if (cause instanceof NotDirectoryException) {
            text = message + ": not a directory";
        } else if (cause instanceof FileSystemException file && file.getReason() != null) {
            text = file.getFile() + ": " + file.getReason();
        } else if (cause instanceof CharacterCodingException) {
            text = "the input is not in its charset, which is UTF-8 unless --charset names another";
        } else if (cause instanceof OutOfMemoryError) {
            text = "out of memory (" + message + "); use smaller batches, or give Java more with EMOTION_OPTS=-Xmx4g";
        } else if (exitCode(failure) == ExitCode.INTERNAL) {
            text = "internal error: " + cause.getClass().getSimpleName() + ": " + message
                    + " (-v shows where; please report it)";
        }
        return text.replaceAll("\\s*\\R\\s*", " ")
                .replaceFirst(JSON_ADVICE, "malformed JSON")
                .replaceAll("\\bwith -D", "with EMOTION_OPTS=-D"); // properties of Java, as the launcher takes them
    }

    private static Throwable root(Throwable failure) {
        boolean wraps = failure instanceof UncheckedIOException || failure instanceof ExceptionInInitializerError;
        return wraps && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static boolean isNetwork(Throwable cause) {
        return cause instanceof HttpTimeoutException
                || cause instanceof java.net.SocketException
                || cause instanceof java.net.UnknownHostException
                || cause instanceof java.net.SocketTimeoutException;
    }
}
