package io.github.emotion4j.core.checkpoint.hub;

import static io.github.emotion4j.core.encoder.WeightNames.bias;
import static io.github.emotion4j.core.encoder.WeightNames.gain;

import io.github.emotion4j.core.encoder.EncoderConfig;
import io.github.emotion4j.core.encoder.WeightNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The names under which transformers' classes store an encoder's weights, without the class prefix; names of weights that the configuration does not
 * ask for are passed over.
 */
final class HubNames {

    private final Map<String, List<String>> names = new LinkedHashMap<>();
    private final Map<String, int[]> shapes;

    private HubNames(Map<String, int[]> shapes) {
        this.shapes = shapes;
    }

    /** A name in the file, without prefix, to the names in this library of the weights that lie one above the other in it. In a fixed order. */
    static Map<String, List<String>> of(EncoderConfig config, Map<String, int[]> shapes) {
        var all = new HubNames(shapes);
        Family.of(config.architecture()).name(config, all);
        return all.names;
    }

    /** A weight of its own. */
    void table(String hub, String own) {
        put(hub, Stream.of(own));
    }

    /** Matrix and bias of a linear layer, or of several whose rows the file holds one above the other. */
    void linear(String hub, String... own) {
        put(hub + ".weight", Stream.of(own).map(WeightNames::weight));
        put(hub + ".bias", Stream.of(own).map(WeightNames::bias));
    }

    /** Gain and bias of a LayerNorm. */
    void norm(String hub, String own) {
        put(hub + ".weight", Stream.of(gain(own)));
        put(hub + ".bias", Stream.of(bias(own)));
    }

    private void put(String hub, Stream<String> own) {
        List<String> known = own.filter(shapes::containsKey).toList();
        if (!known.isEmpty()) {
            names.put(hub, known);
        }
    }

    /** A name as found in a file, without the class prefix and with {@code weight}/{@code bias} for the old {@code gamma}/{@code beta}. */
    static String canonical(Family family, String name) {
        String bare = name.startsWith(family.prefix())
                ? name.substring(family.prefix().length())
                : name;
        if (bare.endsWith("LayerNorm.gamma") || bare.endsWith("_layer_norm.gamma")) {
            return bare.substring(0, bare.length() - "gamma".length()) + "weight";
        }
        if (bare.endsWith("LayerNorm.beta") || bare.endsWith("_layer_norm.beta")) {
            return bare.substring(0, bare.length() - "beta".length()) + "bias";
        }
        return bare;
    }
}
