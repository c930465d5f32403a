package io.github.emotion4j.core.graph.kernel;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import org.slf4j.LoggerFactory;

/**
 * Asks Linux for pages of 2 MB instead of 4 KB where it gives them only on request ({@code madvise}): hundreds of megabytes are walked through in
 * every step, and the processor remembers the places of only some thousand pages. Elsewhere, and where the call fails, nothing happens.
 */
final class HugePages {

    private static final long PAGE = 2L << 20;
    private static final int MADV_HUGEPAGE = 14;

    private HugePages() {}

    /** Must be called before the memory is written for the first time. */
    static void advise(long address, long bytes) {
        long from = (address + PAGE - 1) / PAGE * PAGE;
        long length = (address + bytes) / PAGE * PAGE - from;
        if (!Platform.isLinux() || length < PAGE) {
            return;
        }
        try {
            NativeLibrary.getInstance("c").getFunction("madvise").invokeInt(new Object[] {from, length, MADV_HUGEPAGE});
        } catch (LinkageError unavailable) {
            LoggerFactory.getLogger(HugePages.class).debug("no madvise here: {}", unavailable.toString());
        }
    }
}
