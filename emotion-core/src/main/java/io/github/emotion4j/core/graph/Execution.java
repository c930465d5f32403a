package io.github.emotion4j.core.graph;

import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where it is decided what executes the graph. */
enum Execution {
    /** Fused operations by kernels of our own, on the CPU. */
    FUSED {
        @Override
        Engine engine(Engine.Model model) {
            return new FusedEngine(model);
        }
    },
    /** Standard operations by ND4J, on whatever backend it has. */
    ND4J {
        @Override
        Engine engine(Engine.Model model) {
            return new Nd4jEngine(model);
        }
    };

    /** System property that overrides the choice: {@code fused} or {@code nd4j}. */
    static final String PROPERTY = "emotion.engine";

    private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

    abstract Engine engine(Engine.Model model);

    /**
     * Kernels on the CPU, ND4J's operations on a GPU, unless the property says otherwise.
     *
     * @throws IllegalArgumentException if the property names neither
     */
    static Execution chosen() {
        String given = System.getProperty(PROPERTY, "");
        if (given.isEmpty()) {
            return Default.EXECUTION;
        }
        return switch (given.toLowerCase(Locale.ROOT)) {
            case "fused" -> FUSED;
            case "nd4j" -> ND4J;
            default ->
                throw new IllegalArgumentException(
                        "system property " + PROPERTY + " is '" + given + "'; expected fused or nd4j");
        };
    }

    /** Found once. */
    private static final class Default {
        static final Execution EXECUTION = Backend.mayBeCuda() && Backend.load().isCuda() ? ND4J : FUSED;

        static {
            LOG.debug("the graph is executed by {}", EXECUTION == FUSED ? "fused kernels" : "ND4J's own operations");
        }
    }
}
