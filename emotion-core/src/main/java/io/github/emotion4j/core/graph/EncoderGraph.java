package io.github.emotion4j.core.graph;

import static io.github.emotion4j.core.encoder.WeightNames.bias;
import static io.github.emotion4j.core.encoder.WeightNames.gain;
import static io.github.emotion4j.core.encoder.WeightNames.weight;

import io.github.emotion4j.core.encoder.Activation;
import io.github.emotion4j.core.encoder.Embeddings;
import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.EncoderDefinition;
import io.github.emotion4j.core.encoder.Operations;
import io.github.emotion4j.core.encoder.Pooling;
import io.github.emotion4j.core.encoder.Positions;
import io.github.emotion4j.core.encoder.RelativePositions;
import io.github.emotion4j.core.encoder.WeightNames;
import io.github.emotion4j.core.graph.kernel.Dropout;
import io.github.emotion4j.core.graph.kernel.Multiplier;
import io.github.emotion4j.core.graph.kernel.Rotation;
import io.github.emotion4j.core.graph.op.AddNorm;
import io.github.emotion4j.core.graph.op.AddResidual;
import io.github.emotion4j.core.graph.op.CrossEntropyLoss;
import io.github.emotion4j.core.graph.op.DistanceTable;
import io.github.emotion4j.core.graph.op.DropoutOp;
import io.github.emotion4j.core.graph.op.Embed;
import io.github.emotion4j.core.graph.op.FusedOp;
import io.github.emotion4j.core.graph.op.Gate;
import io.github.emotion4j.core.graph.op.PoolTexts;
import io.github.emotion4j.core.graph.op.Rotate;
import io.github.emotion4j.core.graph.op.Sum;
import io.github.emotion4j.core.graph.op.UnitVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** The encoder as a SameDiff graph of fused operations, on the tokens of all texts of a batch one after the other (no padding). */
final class EncoderGraph implements Operations<SDVariable> {

    private final SameDiff graph = SameDiff.create();
    private final EncoderConfig config;
    private final boolean training;
    private final Multiplier multiplier;
    private final Map<String, String[]> parameters = new HashMap<>();

    /**
     * An empty graph.
     *
     * @param training whether dropout is part of it
     * @param precision of the products in the blocks; the head, which takes no time, is float32
     */
    EncoderGraph(EncoderConfig config, boolean training, Precision precision) {
        this.config = config;
        this.training = training;
        this.multiplier = precision.multiplier();
    }

    SameDiff graph() {
        return graph;
    }

    /** For each variable that is a parameter, or several neighbouring ones, the names of the first and the last of them. */
    Map<String, String[]> parameters() {
        return parameters;
    }

    /** How the encoder computes, in operations of this graph. */
    EncoderDefinition<SDVariable> definition() {
        return new EncoderDefinition<>(config, this);
    }

    /** Softmax cross-entropy of logits, one float. */
    SDVariable loss(int labels, SDVariable logits) {
        return output(new CrossEntropyLoss(graph, labels, logits));
    }

    /** Adds the gradients of the loss with respect to those parameter variables: one for each use of a parameter. */
    Map<String, List<SDVariable>> gradients(SDVariable loss, java.util.Collection<String> of) {
        SDVariable one = graph.placeHolder("one", DataType.FLOAT, 1);
        return Gradients.add(graph, loss, one, new HashSet<>(of), (variable, a, b) -> {
            FusedOp producer = (FusedOp) graph.getVariableOutputOp(variable.name());
            int output = List.of(producer.outputVariablesNames()).indexOf(variable.name());
            return output(new Sum(graph, producer, output, a, b));
        });
    }

    @Override
    public SDVariable embed(Embeddings part) {
        var tables = new ArrayList<SDVariable>();
        tables.add(parameter(WeightNames.WORDS, part.vocabularySize(), part.width()));
        if (!(part.positions() instanceof Positions.None)) {
            tables.add(parameter(WeightNames.POSITIONS, part.positions().rows(), part.width()));
        }
        if (part.types() > 0) {
            tables.add(parameter(WeightNames.TYPES, part.types(), part.width()));
        }
        return output(new Embed(graph, part, tables.toArray(SDVariable[]::new)));
    }

    @Override
    public SDVariable linear(Linear layer, SDVariable x) {
        String first = layer.names().get(0);
        String last = layer.names().get(layer.names().size() - 1);
        var inputs = new ArrayList<>(List.of(x, parameters(weight(first), weight(last), layer.out(), layer.in())));
        if (layer.bias()) {
            inputs.add(parameters(bias(first), bias(last), layer.out()));
        }
        return output(new io.github.emotion4j.core.graph.op.Linear(
                graph,
                rows(layer.rows()),
                layer.in(),
                layer.out(),
                layer.activation(),
                WeightNames.isHead(first) ? Multiplier.FLOAT32 : multiplier,
                inputs.toArray(SDVariable[]::new)));
    }

    @Override
    public SDVariable norm(Norm norm, SDVariable x) {
        return addNorm(norm, Dropout.NONE, x);
    }

    @Override
    public SDVariable addNorm(Norm norm, DropoutSite dropout, SDVariable x, SDVariable residual) {
        return addNorm(norm, dropout(dropout), x, residual);
    }

    private SDVariable addNorm(Norm norm, Dropout dropout, SDVariable x, SDVariable... residual) {
        var inputs = new ArrayList<>(List.of(x, parameter(gain(norm.name()), norm.width())));
        if (norm.bias()) {
            inputs.add(parameter(bias(norm.name()), norm.width()));
        }
        inputs.addAll(Arrays.asList(residual));
        return output(new AddNorm(
                graph,
                rows(norm.rows()),
                norm.width(),
                norm.epsilon(),
                dropout,
                norm.bias(),
                residual.length > 0,
                inputs.toArray(SDVariable[]::new)));
    }

    @Override
    public SDVariable add(Rows rows, int width, DropoutSite dropout, SDVariable x, SDVariable residual) {
        return output(new AddResidual(graph, rows(rows), width, dropout(dropout), x, residual));
    }

    @Override
    public SDVariable drop(Rows rows, int width, DropoutSite site, SDVariable x) {
        Dropout dropout = dropout(site);
        return dropout.active() ? output(new DropoutOp(graph, rows(rows), width, dropout, x)) : x;
    }

    @Override
    public SDVariable gate(Rows rows, int width, Activation activation, SDVariable x) {
        return output(new Gate(graph, rows(rows), width, activation, x));
    }

    @Override
    public SDVariable rotate(double base, int hidden, int heads, int parts, int columns, SDVariable x) {
        var angles = new Rotation.Angles(base, hidden / heads, parts * hidden, columns);
        return output(new Rotate(graph, angles, x));
    }

    @Override
    public SDVariable distances(RelativePositions.Disentangled positions, String name, int hidden) {
        return output(new DistanceTable(graph, positions, hidden, parameter(name, 2L * positions.span(), hidden)));
    }

    @Override
    public SDVariable biases(RelativePositions.Bias positions, String name, int heads) {
        return parameter(name, positions.buckets(), heads);
    }

    @Override
    public SDVariable attention(
            Attention attention,
            DropoutSite dropout,
            SDVariable queries,
            SDVariable keysAndValues,
            List<SDVariable> relative) {
        var inputs = new ArrayList<>(List.of(queries));
        if (attention.firstOnly()) {
            inputs.add(keysAndValues);
        }
        inputs.addAll(relative);
        return output(new io.github.emotion4j.core.graph.op.Attention(
                graph, attention, dropout(dropout), inputs.toArray(SDVariable[]::new)));
    }

    @Override
    public SDVariable unit(int width, SDVariable x) {
        return output(new UnitVector(graph, width, x));
    }

    @Override
    public SDVariable pool(Pooling pooling, int width, SDVariable x) {
        return output(new PoolTexts(graph, pooling, width, x));
    }

    private io.github.emotion4j.core.graph.op.Rows rows(Rows rows) {
        return switch (rows) {
            case TOKENS -> io.github.emotion4j.core.graph.op.Rows.TOKENS;
            case TEXTS -> io.github.emotion4j.core.graph.op.Rows.TEXTS;
            case DISTANCES ->
                io.github.emotion4j.core.graph.op.Rows.distances(
                        (RelativePositions.Disentangled) config.attention().relative());
        };
    }

    private Dropout dropout(DropoutSite site) {
        return new Dropout(training ? site.probability() : 0, site.number());
    }

    private SDVariable parameter(String name, long... shape) {
        return parameters(name, name, shape);
    }

    private SDVariable parameters(String first, String last, long... shape) {
        String name = first.equals(last) ? first : first + "…" + last;
        return parameters.put(name, new String[] {first, last}) == null
                ? graph.placeHolder(name, DataType.FLOAT, shape)
                : graph.getVariable(name);
    }

    private static SDVariable output(FusedOp operation) {
        return operation.outputVariables()[0];
    }
}
