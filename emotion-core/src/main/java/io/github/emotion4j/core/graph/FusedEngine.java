package io.github.emotion4j.core.graph;

import io.github.emotion4j.core.encoder.HeadShape;
import io.github.emotion4j.core.graph.kernel.Extent;
import io.github.emotion4j.core.graph.kernel.Floats;
import io.github.emotion4j.core.graph.kernel.Packed;
import io.github.emotion4j.core.graph.kernel.Pass;
import io.github.emotion4j.core.graph.kernel.Team;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;

/** Fused operations, planned memory and kernels on the CPU. */
final class FusedEngine implements Engine {

    /** A plan and the name of the value that is its result. */
    private record Planned(Plan plan, String result) {}

    private record Bound(Planned planned, Extent extent) {}

    private static final int KEPT_PROGRAMS = 64;

    private final Model model;
    private final Arena arena = new Arena();
    private final Map<Output, Planned> forward = new HashMap<>();
    private final Map<Bound, Plan.Program> programs = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Bound, Plan.Program> eldest) {
            return size() > KEPT_PROGRAMS;
        }
    };
    private Planned backward;
    /** Whether a parameter is used more than once, so that its gradients have to be added up. */
    private boolean sharesParameters;

    FusedEngine(Model model) {
        this.model = model;
        model.training().ifPresent(training -> backward = backward(training));
    }

    @Override
    public float[] forward(Output output, TokenBatch batch) {
        Packed tokens = packed(batch);
        float[] values = run(forward.computeIfAbsent(output, this::plan), Pass.forward(tokens))
                .toArray();
        return output instanceof HiddenStates ? unpacked(values, tokens, batch) : values;
    }

    @Override
    public float backward(TokenBatch batch, float[] targets, boolean accumulate, long dropoutKey) {
        if (backward == null) {
            throw new IllegalStateException("this model was not made for training");
        }
        if (sharesParameters && !accumulate) {
            Floats gradients = model.training().orElseThrow().gradients();
            gradients.zero(0, gradients.size());
        }
        return run(backward, new Pass(packed(batch), targets, accumulate || sharesParameters, dropoutKey))
                .get(0);
    }

    private Packed packed(TokenBatch batch) {
        return Packed.of(batch, model.config().embeddings());
    }

    private Floats run(Planned planned, Pass pass) {
        Plan.Program program = program(planned, pass.tokens().extent());
        Team.shared().run(program.kernels(), pass);
        return program.values().get(planned.result());
    }

    /** Single texts come in few lengths: what was bound for one serves the next, until the arena moves. */
    private Plan.Program program(Planned planned, Extent extent) {
        var key = new Bound(planned, extent);
        Plan.Program known = programs.get(key);
        if (known != null) {
            return known;
        }
        int moves = arena.moves();
        Plan.Program program;
        try {
            program = planned.plan().bind(extent, arena);
        } finally {
            // Also when there was not enough memory: what the others were bound to is gone.
            if (arena.moves() != moves) {
                programs.clear();
            }
        }
        programs.put(key, program);
        return program;
    }

    private float[] unpacked(float[] packed, Packed tokens, TokenBatch batch) {
        int width = model.config().hiddenSize();
        float[] states = new float[Math.multiplyExact(batch.rows() * batch.length(), width)];
        for (int token = 0; token < tokens.tokens(); token++) {
            if (batch.mask()[tokens.place(token)] == 1) {
                System.arraycopy(packed, token * width, states, tokens.place(token) * width, width);
            }
        }
        return states;
    }

    private Planned plan(Output output) {
        var graph = new EncoderGraph(model.config(), false, model.precision());
        SDVariable result;
        if (output instanceof Features features) {
            result = graph.definition().pooled(features.pooling());
        } else if (output instanceof Logits logits) {
            result = graph.definition().logits(logits.pooling(), model.head().orElseThrow());
        } else {
            result = graph.definition().hiddenStates();
        }
        return new Planned(new Plan(graph.graph(), List.of(result.name()), bound(graph)), result.name());
    }

    private Planned backward(Training training) {
        var graph = new EncoderGraph(model.config(), true, model.precision());
        HeadShape head = model.head().orElseThrow();
        SDVariable loss = graph.loss(head.labels(), graph.definition().logits(training.pooling(), head));
        Map<String, Floats> bound = bound(graph);
        List<String> wanted = new ArrayList<>(List.of(loss.name()));
        List<String> differentiated = graph.parameters().entrySet().stream()
                .filter(range -> !training.frozen().test(range.getValue()[0]))
                .map(Map.Entry::getKey)
                .toList();
        var written = new HashSet<String>();
        graph.gradients(loss, differentiated).forEach((name, gradients) -> {
            String[] range = graph.parameters().get(name);
            Floats target = model.layout().slice(training.gradients(), range[0], range[1]);
            for (SDVariable gradient : gradients) {
                bound.put(gradient.name(), target);
                wanted.add(gradient.name());
                for (String parameter : model.layout().between(range[0], range[1])) {
                    sharesParameters |= !written.add(parameter);
                }
            }
        });
        return new Planned(new Plan(graph.graph(), wanted, bound), loss.name());
    }

    private Map<String, Floats> bound(EncoderGraph graph) {
        Map<String, Floats> bound = new HashMap<>();
        graph.parameters()
                .forEach((name, range) -> bound.put(name, model.layout().slice(model.weights(), range[0], range[1])));
        return bound;
    }

    /** The kernels read the weights where they are. */
    @Override
    public void weightsChanged() {}

    @Override
    public void close() {
        arena.close();
    }
}
