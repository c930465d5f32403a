package io.github.emotion4j.data.tokenize;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import io.github.emotion4j.data.NativeLibraryException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads Hugging Face's Rust library out of the {@code tokenizers} jar, once per class loader and without DJL's own loader, which may go to the
 * network.
 *
 * <p>The library is kept under {@code ~/.cache/emotion/native} (or {@code $XDG_CACHE_HOME}, or the system property {@value #CACHE_PROPERTY}), since
 * inflating 15 MB at every start costs a quarter of a second. It appears there by an atomic rename, so that processes that start together do not see
 * half a file. Where that copy cannot be loaded (the folder is not writable or not executable, or another class loader of this JVM has the file), a
 * temporary copy is.
 */
final class NativeTokenizers {

    static final String CACHE_PROPERTY = "emotion.native.cache";

    private static final Logger LOG = LoggerFactory.getLogger(NativeTokenizers.class);

    /** Loads once per class loader; a failure stays and is told to everybody who asks. */
    private static final class Loaded {
        static final TokenizersLibrary LIBRARY = load();
    }

    private NativeTokenizers() {}

    /**
     * The library, loaded.
     *
     * @throws NativeLibraryException if this platform has none, or it cannot be loaded
     */
    static TokenizersLibrary library() {
        try {
            return Loaded.LIBRARY;
        } catch (ExceptionInInitializerError e) {
            if (e.getCause() instanceof NativeLibraryException known) {
                throw known;
            }
            throw e;
        } catch (NoClassDefFoundError e) {
            throw new NativeLibraryException(
                    "the native tokenizers library failed to load earlier; see the first failure", e);
        }
    }

    private static TokenizersLibrary load() {
        if (TokenizersLibrary.class.getClassLoader() != NativeTokenizers.class.getClassLoader()) {
            throw new NativeLibraryException("the tokenizers jar is loaded by another class loader than emotion-data;"
                    + " put both jars in one place, since a native library belongs to one class loader");
        }
        String platform = platform();
        List<String> files = files(platform);
        try {
            try {
                loadAll(cached(platform, files), files);
            } catch (IOException | UnsatisfiedLinkError e) {
                LOG.debug("no cached native library, taking a temporary copy: {}", e.toString());
                loadTemporary(platform, files);
            }
        } catch (IOException e) {
            throw new NativeLibraryException(
                    "no folder can be written to unpack the native tokenizers library into, neither " + cacheFolder()
                            + " nor one in " + System.getProperty("java.io.tmpdir")
                            + "; name one with -Djava.io.tmpdir=DIR, or with -D"
                            + CACHE_PROPERTY + "=DIR",
                    e);
        } catch (UnsatisfiedLinkError e) {
            throw new NativeLibraryException(
                    "cannot load the native tokenizers library for " + platform + ": " + e.getMessage()
                            + "; it needs glibc on Linux and a folder (-D" + CACHE_PROPERTY
                            + ") from which code may be loaded",
                    e);
        }
        return TokenizersLibrary.LIB;
    }

    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String family = os.startsWith("windows") ? "win" : os.startsWith("mac") ? "osx" : "linux";
        String arch = switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "aarch64";
            default -> System.getProperty("os.arch");
        };
        String platform = family + "-" + arch;
        if (!List.of("linux-x86_64", "linux-aarch64", "osx-aarch64", "win-x86_64")
                .contains(platform)) {
            throw new NativeLibraryException("there is no native tokenizers library for " + platform
                    + "; it exists for Linux (x86_64, aarch64), macOS (aarch64) and Windows (x86_64)");
        }
        return platform;
    }

    /** In the order in which they must be loaded. */
    private static List<String> files(String platform) {
        return platform.startsWith("win")
                ? List.of("libwinpthread-1.dll", "libgcc_s_seh-1.dll", "libstdc++-6.dll", "tokenizers.dll")
                : List.of(System.mapLibraryName("tokenizers"));
    }

    private static Path cached(String platform, List<String> files) throws IOException {
        Path folder = cacheFolder().resolve("tokenizers-" + version() + "-" + platform);
        Files.createDirectories(folder);
        for (String file : files) {
            Path target = folder.resolve(file);
            if (!isWhole(target, resource(platform, file))) {
                Path fresh = Files.createTempFile(folder, file, ".part");
                try {
                    unpack(platform, file, fresh);
                    Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
                } finally {
                    Files.deleteIfExists(fresh);
                }
            }
        }
        return folder;
    }

    /** By its length: one that was cut short does not stay in the way. */
    private static boolean isWhole(Path file, URL original) throws IOException {
        return Files.isRegularFile(file)
                && Files.size(file) == original.openConnection().getContentLengthLong();
    }

    private static Path cacheFolder() {
        String chosen = System.getProperty(CACHE_PROPERTY);
        if (chosen != null) {
            return Path.of(chosen);
        }
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path base = xdg == null || xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        return base.resolve("emotion").resolve("native");
    }

    private static String version() throws IOException {
        var properties = new Properties();
        try (InputStream in = NativeTokenizers.class.getResourceAsStream("/native/lib/tokenizers.properties")) {
            if (in != null) {
                properties.load(in);
            }
        }
        return properties.getProperty("version", "unknown");
    }

    private static URL resource(String platform, String file) throws IOException {
        String name = "/native/lib/" + platform + "/cpu/" + file;
        URL url = NativeTokenizers.class.getResource(name);
        if (url == null) {
            throw new IOException(name + " is not on the class path");
        }
        return url;
    }

    private static void unpack(String platform, String file, Path target) throws IOException {
        try (InputStream in = resource(platform, file).openStream()) {
            Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void loadAll(Path folder, List<String> files) {
        for (String file : files) {
            System.load(folder.resolve(file).toAbsolutePath().toString());
        }
    }

    private static void loadTemporary(String platform, List<String> files) throws IOException {
        Path folder = Files.createTempDirectory("emotion-tokenizers");
        try {
            for (String file : files) {
                unpack(platform, file, folder.resolve(file));
            }
            loadAll(folder, files);
        } finally {
            if (!delete(folder, files)) { // Windows keeps a loaded library
                folder.toFile().deleteOnExit();
                files.forEach(file -> folder.resolve(file).toFile().deleteOnExit());
            }
        }
    }

    private static boolean delete(Path folder, List<String> files) {
        var paths = new ArrayList<>(files.stream().map(folder::resolve).toList());
        paths.add(folder);
        try {
            for (Path path : paths) {
                Files.deleteIfExists(path);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
