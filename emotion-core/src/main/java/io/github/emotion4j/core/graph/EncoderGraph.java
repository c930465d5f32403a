package io.github.emotion4j.core.graph;

import static io.github.emotion4j.core.checkpoint.WeightNames.*;

import io.github.emotion4j.core.checkpoint.Activation;
import io.github.emotion4j.core.checkpoint.EncoderConfig;
import io.github.emotion4j.core.checkpoint.Pooling;
import io.github.emotion4j.core.graph.kernel.AttentionShape;
import io.github.emotion4j.core.graph.kernel.Dropout;
import io.github.emotion4j.core.graph.kernel.Multiplier;
import io.github.emotion4j.core.graph.op.AddNorm;
import io.github.emotion4j.core.graph.op.Attention;
import io.github.emotion4j.core.graph.op.CrossEntropyLoss;
import io.github.emotion4j.core.graph.op.DropoutOp;
import io.github.emotion4j.core.graph.op.Embed;
import io.github.emotion4j.core.graph.op.FusedOp;
import io.github.emotion4j.core.graph.op.Linear;
import io.github.emotion4j.core.graph.op.PoolTexts;
import io.github.emotion4j.core.graph.op.Rows;
import io.github.emotion4j.core.graph.op.Sum;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The encoder as a SameDiff graph of fused operations, on the tokens of all texts of a batch one after the other (no padding).
 *
 * <p>Blocks are post-LayerNorm, as in BERT (Devlin et al., 2018, after Vaswani et al., 2017). Where only token 0 is wanted, the last block computes
 * only what token 0 needs: its query, and keys and values of all.
 */
final class EncoderGraph {

    private static final Dropout NO_DROPOUT = new Dropout(0, 0);

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

    /** Hidden states of all tokens, {@code [tokens, hidden]}. */
    SDVariable hiddenStates() {
        SDVariable x = embeddings(); // [tokens, hidden]
        for (int layer = 0; layer < config.layers(); layer++) {
            x = block(layer, x);
        }
        return x;
    }

    /** One vector a text, {@code [texts, hidden]}. */
    SDVariable pooled(Pooling pooling) {
        if (pooling == Pooling.MEAN) {
            return output(new PoolTexts(graph, pooling, config.hiddenSize(), hiddenStates()));
        }
        SDVariable x = embeddings();
        for (int layer = 0; layer < config.layers() - 1; layer++) {
            x = block(layer, x);
        }
        return lastBlockOfFirstTokens(config.layers() - 1, x);
    }

    /** Logits of a head on the pooled vectors, {@code [texts, labels]}. */
    SDVariable logits(Pooling pooling, HeadShape head) {
        int hidden = config.hiddenSize();
        SDVariable x = pooled(pooling); // [texts, hidden]
        if (head.hidden().isPresent()) {
            x = headLayer(Parameters.HEAD_HIDDEN, hidden, head.hidden(), x);
        }
        x = drop(Rows.TEXTS, dropout(config.headDropout(), DropoutSites.head(config.layers())), x);
        return headLayer(Parameters.HEAD, head.labels(), Optional.empty(), x);
    }

    /** Softmax cross-entropy of the logits, one float. */
    SDVariable loss(Pooling pooling, HeadShape head) {
        return output(new CrossEntropyLoss(graph, head.labels(), logits(pooling, head)));
    }

    /** Adds the gradients of the loss with respect to those parameter variables. */
    Map<String, SDVariable> gradients(SDVariable loss, java.util.Collection<String> of) {
        SDVariable one = graph.placeHolder("one", DataType.FLOAT, 1);
        return Gradients.add(graph, loss, one, new HashSet<>(of), (variable, a, b) -> {
            FusedOp producer = (FusedOp) graph.getVariableOutputOp(variable.name());
            int output = List.of(producer.outputVariablesNames()).indexOf(variable.name());
            return output(new Sum(graph, producer, output, a, b));
        });
    }

    private SDVariable embeddings() {
        int hidden = config.hiddenSize();
        boolean types = config.typeVocabularySize() > 0;
        SDVariable words = parameter(WORDS, config.vocabularySize(), hidden);
        SDVariable positions = parameter(POSITIONS, config.maxPositions(), hidden);
        SDVariable sum = types
                ? output(new Embed(
                        graph,
                        hidden,
                        new int[] {config.vocabularySize(), config.maxPositions(), config.typeVocabularySize()},
                        words,
                        positions,
                        parameter(TYPES, config.typeVocabularySize(), hidden)))
                : output(new Embed(
                        graph, hidden, new int[] {config.vocabularySize(), config.maxPositions()}, words, positions));
        SDVariable normal = norm(Rows.TOKENS, EMBEDDING_NORM, NO_DROPOUT, sum);
        return drop(Rows.TOKENS, dropout(config.dropout(), DropoutSites.EMBEDDINGS), normal);
    }

    private SDVariable block(int layer, SDVariable x) {
        int hidden = config.hiddenSize();
        SDVariable weights = parameters(weight(query(layer)), weight(value(layer)), 3 * hidden, hidden);
        SDVariable biases = parameters(bias(query(layer)), bias(value(layer)), 3 * hidden);
        SDVariable qkv = output(new Linear(
                graph,
                Rows.TOKENS,
                hidden,
                3 * hidden,
                Optional.empty(),
                multiplier,
                x,
                weights,
                biases)); // [tokens, 3h]
        var shape = new AttentionShape(hidden, config.heads(), false);
        SDVariable context = output(new Attention(graph, shape, attentionDropout(layer), qkv));
        return feedForward(Rows.TOKENS, layer, context, x);
    }

    private SDVariable lastBlockOfFirstTokens(int layer, SDVariable x) {
        int hidden = config.hiddenSize();
        SDVariable first = output(new PoolTexts(graph, Pooling.CLS, hidden, x)); // [texts, hidden]
        SDVariable q = linear(Rows.TEXTS, query(layer), hidden, hidden, Optional.empty(), first);
        SDVariable weights = parameters(weight(key(layer)), weight(value(layer)), 2 * hidden, hidden);
        SDVariable biases = parameters(bias(key(layer)), bias(value(layer)), 2 * hidden);
        SDVariable kv = output(new Linear(
                graph,
                Rows.TOKENS,
                hidden,
                2 * hidden,
                Optional.empty(),
                multiplier,
                x,
                weights,
                biases)); // [tokens, 2h]
        var shape = new AttentionShape(hidden, config.heads(), true);
        SDVariable context = output(new Attention(graph, shape, attentionDropout(layer), q, kv));
        return feedForward(Rows.TEXTS, layer, context, first);
    }

    private SDVariable feedForward(Rows rows, int layer, SDVariable context, SDVariable input) {
        int hidden = config.hiddenSize();
        int inner = config.intermediateSize();
        SDVariable projected = linear(rows, attentionOutput(layer), hidden, hidden, Optional.empty(), context);
        Dropout between = dropout(StandardGraph.projectionDropout(config), DropoutSites.projection(layer));
        SDVariable attended = norm(rows, attentionNorm(layer), between, projected, input);
        SDVariable wide = linear(rows, inner(layer), hidden, inner, Optional.of(config.activation()), attended);
        SDVariable narrow = linear(rows, outer(layer), inner, hidden, Optional.empty(), wide);
        Dropout last = dropout(config.dropout(), DropoutSites.feedForward(layer));
        return norm(rows, outputNorm(layer), last, narrow, attended); // [rows, hidden]
    }

    private SDVariable linear(Rows rows, String name, int in, int out, Optional<Activation> activation, SDVariable x) {
        SDVariable weight = parameter(weight(name), out, in);
        SDVariable bias = parameter(bias(name), out);
        return output(new Linear(graph, rows, in, out, activation, multiplier, x, weight, bias));
    }

    private SDVariable headLayer(String name, int out, Optional<Activation> activation, SDVariable x) {
        int in = config.hiddenSize();
        SDVariable weight = parameter(weight(name), out, in);
        SDVariable bias = parameter(bias(name), out);
        return output(new Linear(graph, Rows.TEXTS, in, out, activation, Multiplier.FLOAT32, x, weight, bias));
    }

    private SDVariable norm(Rows rows, String name, Dropout dropped, SDVariable x, SDVariable... residual) {
        int hidden = config.hiddenSize();
        SDVariable gain = parameter(gain(name), hidden);
        SDVariable bias = parameter(bias(name), hidden);
        SDVariable[] inputs =
                residual.length == 0 ? new SDVariable[] {x, gain, bias} : new SDVariable[] {x, gain, bias, residual[0]};
        return output(new AddNorm(graph, rows, hidden, config.layerNormEpsilon(), dropped, inputs));
    }

    private SDVariable drop(Rows rows, Dropout dropout, SDVariable x) {
        return dropout.active() ? output(new DropoutOp(graph, rows, config.hiddenSize(), dropout, x)) : x;
    }

    private Dropout attentionDropout(int layer) {
        return dropout(config.attentionDropout(), DropoutSites.attention(layer));
    }

    private Dropout dropout(double probability, int site) {
        return new Dropout(training ? probability : 0, site);
    }

    private SDVariable parameter(String name, long... shape) {
        return parameters(name, name, shape);
    }

    private SDVariable parameters(String first, String last, long... shape) {
        String name = first.equals(last) ? first : first + "…" + last;
        parameters.put(name, new String[] {first, last});
        return graph.placeHolder(name, DataType.FLOAT, shape);
    }

    private static SDVariable output(FusedOp operation) {
        return operation.outputVariables()[0];
    }
}
