package io.github.emotion4j.core.encoder;

import io.github.emotion4j.core.encoder.Operations.Linear;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The weights of an encoder and its head with their shapes, noted while its definition is run. The order is that of computation; matrices that lie one
 * above the other follow each other, then their biases do.
 */
public final class ParameterShapes {

    private ParameterShapes() {}

    /**
     * Names as in {@link WeightNames}, with shapes.
     *
     * @param head what the head looks like; empty for an encoder without one
     */
    public static Map<String, int[]> of(EncoderConfig config, Optional<HeadShape> head) {
        var noted = new Noting();
        new EncoderDefinition<>(config, noted).hiddenStates();
        head.ifPresent(shape -> new EncoderDefinition<>(config, noted).logits(shape, true));
        return noted.shapes;
    }

    /** Values are of no interest: true stands for any. */
    private static final class Noting implements Operations<Boolean> {

        private final Map<String, int[]> shapes = new LinkedHashMap<>();

        private void note(String name, int... shape) {
            shapes.putIfAbsent(name, shape);
        }

        @Override
        public Boolean embed(Embeddings part) {
            note(WeightNames.WORDS, part.vocabularySize(), part.width());
            if (!(part.positions() instanceof Positions.None)) {
                note(WeightNames.POSITIONS, part.positions().rows(), part.width());
            }
            if (part.types() > 0) {
                note(WeightNames.TYPES, part.types(), part.width());
            }
            return true;
        }

        @Override
        public Boolean linear(Linear layer, Boolean x) {
            int out = layer.out() / layer.names().size();
            layer.names().forEach(name -> note(WeightNames.weight(name), out, layer.in()));
            if (layer.bias()) {
                layer.names().forEach(name -> note(WeightNames.bias(name), out));
            }
            return true;
        }

        @Override
        public Boolean norm(Norm norm, Boolean x) {
            note(WeightNames.gain(norm.name()), norm.width());
            if (norm.bias()) {
                note(WeightNames.bias(norm.name()), norm.width());
            }
            return true;
        }

        @Override
        public Boolean addNorm(Norm norm, DropoutSite dropout, Boolean x, Boolean residual) {
            return norm(norm, x);
        }

        @Override
        public Boolean add(Rows rows, int width, DropoutSite dropout, Boolean x, Boolean residual) {
            return true;
        }

        @Override
        public Boolean drop(Rows rows, int width, DropoutSite dropout, Boolean x) {
            return true;
        }

        @Override
        public Boolean gate(Rows rows, int width, Activation activation, Boolean x) {
            return true;
        }

        @Override
        public Boolean rotate(double base, int hidden, int heads, int parts, int columns, Boolean x) {
            return true;
        }

        @Override
        public Boolean distances(RelativePositions.Disentangled positions, String name, int hidden) {
            note(name, 2 * positions.span(), hidden);
            return true;
        }

        @Override
        public Boolean biases(RelativePositions.Bias positions, String name, int heads) {
            note(name, positions.buckets(), heads);
            return true;
        }

        @Override
        public Boolean attention(
                Attention attention,
                DropoutSite dropout,
                Boolean queries,
                Boolean keysAndValues,
                List<Boolean> relative) {
            return true;
        }

        @Override
        public Boolean unit(int width, Boolean x) {
            return true;
        }

        @Override
        public Boolean pool(Pooling pooling, int width, Boolean x) {
            return true;
        }
    }
}
