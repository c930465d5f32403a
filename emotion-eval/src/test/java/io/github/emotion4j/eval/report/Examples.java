package io.github.emotion4j.eval.report;

import io.github.emotion4j.data.Dataset;
import io.github.emotion4j.data.Example;
import io.github.emotion4j.data.Labels;
import io.github.emotion4j.data.statistics.RepeatedText;
import io.github.emotion4j.eval.Evaluation;
import io.github.emotion4j.eval.calibration.Temperature;
import io.github.emotion4j.eval.chart.Pca;
import io.github.emotion4j.eval.classifier.Features;
import io.github.emotion4j.eval.errors.Corrections;
import io.github.emotion4j.eval.gate.Gate;
import io.github.emotion4j.eval.umap.Umap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Reports made up from a seed, with all that texts and labels can do to a page. */
final class Examples {

    /** How wrong labels were sought. */
    static final String SUSPECTS_NOTE = "Among 400 texts of the split test, each judged by others.";

    static final String SCRIPT = "i feel <script>alert(1)</script> & \"odd\" 'today'";
    static final List<String> EMOTIONS = List.of("sadness", "joy", "love", "anger", "fear", "surprise");

    private Examples() {}

    static Labels labels(int count) {
        return Labels.of(IntStream.range(0, count)
                .mapToObj(at -> at < EMOTIONS.size() ? EMOTIONS.get(at) : "a rather long label <" + at + ">")
                .toList());
    }

    /** Answers that are right the more often the greater {@code skill}; the last label is never answered. */
    static Evaluation evaluation(Labels labels, int rows, double skill, long seed) {
        var random = new SplittableRandom(seed);
        var truth = new int[rows];
        var probabilities = new double[rows][labels.size()];
        for (int row = 0; row < rows; row++) {
            truth[row] = row % labels.size();
            double sum = 0;
            for (int label = 0; label < labels.size(); label++) {
                double logit = random.nextGaussian() * 1.4 + (label == truth[row] ? skill : 0);
                probabilities[row][label] = label == labels.size() - 1 ? 1e-4 : Math.exp(logit);
                sum += probabilities[row][label];
            }
            for (int label = 0; label < labels.size(); label++) {
                probabilities[row][label] /= sum;
            }
        }
        return Evaluation.of(labels, truth, probabilities);
    }

    static List<String> texts(int rows) {
        var texts = new ArrayList<String>();
        for (int row = 0; row < rows; row++) {
            texts.add(
                    switch (row % 50) {
                        case 7 -> SCRIPT;
                        case 13 -> "أشعر بالسعادة اليوم 😀👩‍👩‍👧 \u202Ereversed";
                        case 19 -> "word ".repeat(1000);
                        case 23 -> "x".repeat(3000);
                        case 29 -> "| a | table |\n# and `code` **bold** \u0000\u0007";
                        default -> "i feel number " + row + " today and then".repeat(row * 7 % 11 + row % 6);
                    });
        }
        return texts;
    }

    /** Every section filled. */
    static ReportData full(int labelCount, int rows) {
        var labels = labels(labelCount);
        var evaluation = evaluation(labels, rows, 4.5, 1);
        var texts = texts(rows);
        var examples = new ArrayList<Example>();
        for (int row = 0; row < rows; row++) {
            examples.add(new Example(texts.get(row), labels.name(evaluation.truth(row))));
        }
        var train = Dataset.of(examples, labels);
        var splits = new LinkedHashMap<String, Dataset>();
        splits.put("train", train);
        splits.put("validation", train.select(IntStream.range(0, rows / 8).toArray()));
        splits.put("test", train.select(IntStream.range(0, rows / 4).toArray()));
        int[] tokens =
                train.texts().stream().mapToInt(text -> text.length() / 4 + 2).toArray();
        var provenance = new LinkedHashMap<String, String>();
        provenance.put("seed", "42");
        provenance.put(
                "checkpoint",
                "all-MiniLM-L6-v2, sha256 53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db");
        provenance.put("options", "--epochs 2 --learning-rate 1e-4 --batch-size 64 <not markup>");
        return ReportData.of("all-MiniLM-L6-v2 on <emotion>", "fine-tuned", evaluation, texts)
                .withReference("baseline", evaluation(labels, rows, 0, 2))
                .withReference("frozen features", evaluation(labels, rows, 2, 3))
                .withData(DataPictures.of(splits).withTokens(train, tokens, 512).withMap(maps(train)))
                .withEpochs(List.of(
                        new ReportData.Epoch(1, 1.1034, 0.4431, 0.8410, 0.8042),
                        new ReportData.Epoch(2, 0.3311, 0.2204, 0.9265, 0.8981),
                        new ReportData.Epoch(3, 0.1755, 0.1986, 0.9340, 0.9102)))
                .withCalibration(new ReportData.Calibration(
                        Temperature.fit(evaluation).value(),
                        evaluation,
                        Temperature.fit(evaluation).apply(evaluation)))
                .withSuspects(
                        List.of(
                                new Corrections.Doubt(7, SCRIPT, "joy", "love", "probability 0.910 against 0.020"),
                                new Corrections.Doubt(
                                        13, texts.get(13), "love", "joy", "probability 0.810 against 0.120")),
                        SUSPECTS_NOTE)
                .withRepeated(RepeatedText.of(splits).subList(0, 5))
                .withWarnings(List.of("The training loss rose | far; <b>lower</b> the learning rate."))
                .withGates(Gate.check(Gate.parse("accuracy=0.5,macro_f1=0.99,f1.joy=0.3"), evaluation))
                .withProvenance(provenance);
    }

    /** As if drawn from ten times as many. */
    private static DataPictures.HiddenMap maps(Dataset data) {
        var features = features(data);
        var pca = Pca.of(features);
        var umap = Umap.of(features, pca, Umap.Options.withSeed(42));
        return new DataPictures.HiddenMap(pca, Optional.of(umap), data.labelIds(), 10 * data.size());
    }

    private static Features features(Dataset data) {
        var random = new SplittableRandom(5);
        var values = new float[data.size() * 16];
        for (int at = 0; at < values.length; at++) {
            int label = data.labelId(at / 16);
            values[at] = (float) (random.nextGaussian() + (at % 16 == label % 16 ? 3 : 0));
        }
        return new Features(values, 16);
    }
}
