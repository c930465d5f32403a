package io.github.emotion4j.core.train;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/** Finishes work on files although the thread is interrupted: a channel closes itself on an interrupted thread. */
final class Uninterrupted {

    private Uninterrupted() {}

    /** Work that may be begun again from its start. */
    interface Work {
        void run() throws IOException;
    }

    /** Does the work to its end and leaves the thread interrupted if it was, or has been meanwhile. */
    static void run(Work work) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    work.run();
                    return;
                } catch (ClosedByInterruptException again) {
                    interrupted = true;
                    Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
