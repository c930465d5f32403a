package io.github.emotion4j.core.checkpoint.torch;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** How many bytes of heap the current thread has taken since this was made, those that are garbage by now included. */
final class Allocation {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final long before = THREADS.getCurrentThreadAllocatedBytes();

    long bytes() {
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
