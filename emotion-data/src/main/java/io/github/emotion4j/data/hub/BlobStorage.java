package io.github.emotion4j.data.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Opens the file that a download is written to; a seam, so that tests can fill the disk. */
@FunctionalInterface
interface BlobStorage {
    /** The file system. */
    BlobStorage DISK = path ->
            FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);

    /** {@return a channel to read and write, created where missing} */
    FileChannel open(Path path) throws IOException;
}
