package io.github.emotion4j.core.graph;

import io.github.emotion4j.core.checkpoint.Checkpoint;
import io.github.emotion4j.core.checkpoint.EncoderConfig;
import io.github.emotion4j.core.checkpoint.Pooling;
import io.github.emotion4j.core.graph.kernel.Floats;
import io.github.emotion4j.core.graph.kernel.Packed;
import io.github.emotion4j.core.graph.kernel.Pass;
import io.github.emotion4j.core.graph.kernel.Team;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The forward pass of a checkpoint. Thread-safe: the weights are held once, calls take turns and each uses all threads. Native memory is released by
 * {@link #close()}.
 */
public final class Encoder implements AutoCloseable {

    private final EncoderConfig config;
    private final Optional<HeadShape> head;
    private final Parameters layout;
    private final Floats weights;
    private final Arena arena = new Arena();
    private final Map<String, Plan> plans = new HashMap<>();
    private boolean closed;

    private Encoder(Checkpoint checkpoint) {
        this.config = checkpoint.config();
        this.head = checkpoint.head().map(HeadShape::of);
        this.layout = new Parameters(config, head);
        this.weights = Floats.allocate(layout.size());
        try {
            layout.load(checkpoint, weights);
        } catch (RuntimeException unfit) {
            weights.close();
            throw unfit;
        }
    }

    /**
     * Takes a copy of the checkpoint's weights into native memory.
     *
     * @throws IllegalArgumentException if a weight is missing or has another shape than the configuration says
     */
    public static Encoder of(Checkpoint checkpoint) {
        return new Encoder(checkpoint);
    }

    /** Sizes and constants. */
    public EncoderConfig config() {
        return config;
    }

    /**
     * Hidden states of the last layer, {@code [rows, length, hidden]} row-major; zero at tokens with mask 0.
     *
     * @throws IllegalArgumentException if an id is outside the vocabulary or the batch is longer than the position embedding
     */
    public float[] hiddenStates(TokenBatch batch) {
        int width = config.hiddenSize();
        Packed tokens = pack(batch);
        float[] packed = run("hidden states", tokens, EncoderGraph::hiddenStates);
        float[] states = new float[batch.rows() * batch.length() * width];
        for (int token = 0; token < tokens.tokens(); token++) {
            System.arraycopy(packed, token * width, states, tokens.place(token) * width, width);
        }
        return states;
    }

    /**
     * One vector a text, {@code [rows, hidden]} row-major.
     *
     * @throws IllegalArgumentException as {@link #hiddenStates}
     */
    public float[] features(TokenBatch batch, Pooling pooling) {
        return run("features " + pooling, pack(batch), graph -> graph.pooled(pooling));
    }

    /**
     * Logits of the checkpoint's head, {@code [rows, labels]} row-major.
     *
     * @throws IllegalStateException if the checkpoint has no head
     * @throws IllegalArgumentException as {@link #hiddenStates}
     */
    public float[] logits(TokenBatch batch, Pooling pooling) {
        HeadShape shape = head.orElseThrow(() -> new IllegalStateException(
                "this checkpoint has no classification head; train one, or ask for features"));
        return run("logits " + pooling, pack(batch), graph -> graph.logits(pooling, shape));
    }

    private Packed pack(TokenBatch batch) {
        Tokens.check(batch, config);
        return Packed.of(batch);
    }

    private interface Build {
        SDVariable output(EncoderGraph graph);
    }

    private synchronized float[] run(String what, Packed tokens, Build build) {
        if (closed) {
            throw new IllegalStateException("this encoder is closed");
        }
        Plan plan = plans.computeIfAbsent(what, name -> plan(build));
        Plan.Program program = plan.bind(tokens.extent(), arena);
        Team.shared().run(program.kernels(), Pass.forward(tokens));
        return program.values().values().iterator().next().toArray();
    }

    private Plan plan(Build build) {
        var graph = new EncoderGraph(config, false);
        SDVariable output = build.output(graph);
        Map<String, Floats> bound = new HashMap<>();
        graph.parameters().forEach((name, range) -> bound.put(name, layout.slice(weights, range[0], range[1])));
        return new Plan(graph.graph(), java.util.List.of(output.name()), bound);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            weights.close();
            arena.close();
        }
    }
}
