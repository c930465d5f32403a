package io.github.emotion4j.core.onnx.proof;

import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.Positions;
import io.github.emotion4j.core.onnx.file.Node;
import io.github.emotion4j.core.onnx.file.OnnxGraph;
import io.github.emotion4j.core.onnx.file.StoredTensor;
import io.github.emotion4j.core.onnx.run.Inputs;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Shape;
import io.github.emotion4j.data.batch.TokenBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Texts on which a graph and an encoder are compared: single tokens, short texts with padding at either end and in between, the longest text, batches
 * of several sizes; ids of every kind, and any id at padding.
 */
final class Probes {

    private static final int LONG = 512;

    /** See {@link Shape#MAX_ELEMENTS}. */
    private static final int MOST = 2048;

    private final OnnxGraph graph;
    private final Inputs inputs;
    private final Random random = new Random(20);

    Probes(OnnxGraph graph, Inputs inputs) {
        this.graph = graph;
        this.inputs = inputs;
    }

    /** A batch on which a graph whose sizes are not known can be run; with more than one token, and padding, unless it is fixed to less. */
    TokenBatch first() {
        int types = inputs.types().map(name -> rows(name, 2)).orElse(1);
        return batch(3, 5, rows(inputs.ids(), 6), types, new int[0]);
    }

    /** Rows of the table in which an input is looked up. */
    private int rows(String input, int absent) {
        var names = new HashSet<>(Set.of(input));
        for (Node node : graph.ancestors(graph.outputs())) {
            boolean takes =
                    node.op().equals("Gather") && names.contains(node.inputs().get(1));
            var table = takes ? graph.tensor(node.inputs().get(0)) : Optional.<StoredTensor>empty();
            if (table.isPresent() && table.get().shape().length == 2) {
                return table.get().shape()[0];
            }
            if (node.op().equals("Cast") && names.contains(node.inputs().get(0))) {
                names.addAll(node.outputs());
            }
        }
        return absent;
    }

    /** Batches for an encoder. */
    List<TokenBatch> all(EncoderConfig config) {
        int vocabulary = config.vocabularySize();
        int positions = longest(config);
        int types = config.typeVocabularySize();
        int[] special = special(vocabulary);
        var probes = new ArrayList<TokenBatch>();
        for (int[] size : new int[][] {{1, 1}, {2, 3}, {3, 9}}) {
            probes.add(batch(size[0], Math.min(size[1], positions), vocabulary, types, special));
        }
        TokenBatch longest = batch(1, positions, vocabulary, types, special);
        Arrays.fill(longest.mask(), 1);
        probes.add(longest);
        return probes;
    }

    /** Tokens of the longest text. Where positions are learned each has to be looked at; others go on as they began. */
    private static int longest(EncoderConfig config) {
        int positions = config.maxPositions();
        if (config.embeddings().positions() instanceof Positions.None) {
            return Math.min(positions, LONG);
        }
        if (positions > MOST) {
            throw new Refusal(positions + " positions; at most " + MOST + " are supported");
        }
        return positions;
    }

    /** Ids that the graph may treat in a way of their own: all small integers that stand in it alone, and the first ids, where padding and marks are. */
    private int[] special(int vocabulary) {
        var special = new TreeSet<Long>();
        for (Node node : graph.ancestors(graph.outputs())) {
            Stream<StoredTensor> stored = node.inputs().stream().flatMap(name -> graph.tensor(name).stream());
            boolean constant = node.op().equals("Constant") && node.has("value");
            Stream.concat(stored, constant ? node.tensor("value").stream() : Stream.empty())
                    .filter(tensor -> !tensor.type().isFloat() && Shape.size(tensor.shape()) == 1)
                    .forEach(tensor -> special.add(tensor.value().integers()[0]));
        }
        special.addAll(List.of(0L, 1L, 2L, 3L));
        return special.stream()
                .filter(id -> id >= 0 && id < vocabulary)
                .mapToInt(Long::intValue)
                .toArray();
    }

    private TokenBatch batch(int wantedRows, int wantedLength, int vocabulary, int types, int[] special) {
        int rows = inputs.batch().orElse(wantedRows);
        int length = inputs.length().orElse(wantedLength);
        int[] ids = random.ints(rows * length, 0, vocabulary).toArray();
        for (int i = 0; i < ids.length; i++) {
            boolean replace = special.length > 0 && random.nextInt(4) == 0;
            ids[i] = replace ? special[random.nextInt(special.length)] : ids[i];
        }
        ids[0] = vocabulary - 1;
        int[] mask = new int[rows * length];
        for (int row = 0; row < rows; row++) {
            for (int token = 0; token < length; token++) {
                mask[row * length + token] = isReal(row % 3, token, length) ? 1 : 0;
            }
        }
        boolean typed = inputs.types().isPresent() && types > 1;
        int[] segments = typed ? random.ints(rows * length, 0, types).toArray() : new int[rows * length];
        return new TokenBatch(rows, length, ids, mask, segments);
    }

    /** Padding at the end in the first text, at the beginning in the second, in between in the third. */
    private boolean isReal(int kind, int token, int length) {
        return switch (kind) {
            case 0 -> token < (length + 1) / 2;
            case 1 -> token >= length / 2;
            default -> token == 0 || random.nextBoolean();
        };
    }
}
