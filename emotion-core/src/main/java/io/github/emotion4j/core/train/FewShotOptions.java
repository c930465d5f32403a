package io.github.emotion4j.core.train;

/**
 * How an encoder is tuned on a few texts.
 *
 * @param layers trained, from the top, at least 1; an encoder of fewer is trained whole
 * @param learningRate of the layers, the highest, greater than 0
 * @param prototypeRate of the prototypes, the highest, greater than 0
 * @param temperature cosines are divided by it, greater than 0
 * @param textsOfALabel of each label a batch, at least 1
 * @param steps 0 for as many as the number of texts asks for
 * @param seed decides the order of the texts
 */
public record FewShotOptions(
        int layers,
        double learningRate,
        double prototypeRate,
        double temperature,
        int textsOfALabel,
        int steps,
        long seed) {

    /** Checks the ranges given above. */
    public FewShotOptions {
        requirePositive("layers", layers);
        requirePositive("learning rate", learningRate);
        requirePositive("learning rate of the prototypes", prototypeRate);
        requirePositive("temperature", temperature);
        requirePositive("texts of a label", textsOfALabel);
        if (steps < 0) {
            throw new IllegalArgumentException("steps must be >= 0, found " + steps);
        }
    }

    /** Four layers, rates 1e-4 and 1e-3, temperature 0.05, eight texts of each label a batch. */
    public static FewShotOptions withSeed(long seed) {
        return new FewShotOptions(4, 1e-4, 1e-3, 0.05, 8, 0, seed);
    }

    /** The same with another number of trained layers. */
    public FewShotOptions withLayers(int count) {
        return new FewShotOptions(count, learningRate, prototypeRate, temperature, textsOfALabel, steps, seed);
    }

    /** The same with another number of steps. */
    public FewShotOptions withSteps(int count) {
        return new FewShotOptions(layers, learningRate, prototypeRate, temperature, textsOfALabel, count, seed);
    }

    /**
     * The steps for so many texts a label: 16 for 8 texts, 20 for 16, 48 for 64, and evenly between and beyond.
     *
     * @param textsPerLabel on average
     */
    int stepsFor(double textsPerLabel) {
        return steps > 0 ? steps : Math.max(8, (int) Math.floor(16 + (textsPerLabel - 8) * 4 / 7));
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " must be > 0, found " + value);
        }
    }
}
