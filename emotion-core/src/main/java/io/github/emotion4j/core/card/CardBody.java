package io.github.emotion4j.core.card;

import java.util.List;
import java.util.Locale;

/** The Markdown of a model card. */
final class CardBody {

    private CardBody() {}

    static String of(ModelCard card) {
        var text = new StringBuilder();
        text.append("\n# ").append(cell(card.name())).append("\n\n");
        text.append("Classifies short texts into ")
                .append(card.labels().size())
                .append(" labels: ")
                .append(String.join(
                        ", ", card.labels().names().stream().map(CardBody::cell).toList()))
                .append('.');
        card.baseModel().ifPresent(id -> text.append(" Made from `").append(id).append("`."));
        if (!card.warnings().isEmpty()) {
            text.append("\n\n## Warning\n");
            card.warnings().forEach(sentence -> text.append("\n- ").append(cell(sentence)));
        }
        text.append("\n\n## Use\n\n").append("""
                        ```java
                        // io.github.emotion4j:emotion-core
                        try (var classifier = EmotionClassifier.load(Path.of("this-directory"))) {
                            System.out.println(classifier.predict("a text"));
                        }
                        ```
                        """);
        if (card.transformers()) {
            text.append("""

                    ```python
                    from transformers import pipeline
                    print(pipeline("text-classification", "this-directory", top_k=None)("a text"))
                    ```
                    """);
        }
        results(text, card.metrics());
        card.data().ifPresent(data -> data(text, data));
        if (!card.training().isEmpty()) {
            text.append("\n## Training\n\n| option | value |\n|---|---|\n");
            card.training().forEach((option, value) -> row(text, option, value));
        }
        limits(text, card);
        return text.toString();
    }

    private static void results(StringBuilder text, List<CardMetric> metrics) {
        text.append("\n## Results\n\n");
        if (metrics.isEmpty()) {
            text.append("Nothing was measured. Measure it on data of your own before you rely on it.\n");
            return;
        }
        text.append("| split | texts | metric | value | 95 % interval |\n|---|---|---|---|---|\n");
        for (var metric : metrics) {
            row(
                    text,
                    metric.split(),
                    Integer.toString(metric.rows()),
                    metric.name(),
                    number(metric.value()),
                    metric.interval()
                            .map(interval -> number(interval.low()) + " – " + number(interval.high()))
                            .orElse("–"));
        }
        text.append("\nTwo models whose intervals overlap widely have not been told apart by these texts.\n");
    }

    private static void data(StringBuilder text, CardData data) {
        text.append("\n## Data\n\nTrained on ").append(data.rows()).append(" texts of ");
        text.append(data.hubId()
                .map(id -> "[" + cell(data.name()) + "](https://huggingface.co/datasets/" + id + ")")
                .orElse(cell(data.name())));
        text.append(". Noise of the labels: ");
        if (data.repeated() == 0) {
            text.append("no text occurs twice, so that it cannot be estimated from the data themselves.\n");
        } else {
            text.append(data.repeated())
                    .append(data.repeated() == 1 ? " text occurs" : " texts occur")
                    .append(" more than once, ")
                    .append(data.conflicting())
                    .append(
                            " of them with different labels: even people or rules that label such texts do not agree with themselves.\n");
        }
        if (data.shared() > 0) {
            text.append(data.shared())
                    .append(data.shared() == 1 ? " training text occurs" : " training texts occur")
                    .append(" in the validation or test split too; the results above count them.\n");
        }
    }

    private static void limits(StringBuilder text, ModelCard card) {
        text.append("\n## Intended use\n\n")
                .append(
                        "Sorting and counting short texts like those it was trained on: trends, routing, search, teaching.\n");
        text.append("\n## Limits\n\n")
                .append("- It answers with one of its ")
                .append(card.labels().size())
                .append(" labels for any text, also where none fits; look at the probability.\n")
                .append("- A label is what the words suggest to a reader, not what the writer feels. ")
                .append("Not for decisions about single persons: health, employment, credit, law enforcement.\n")
                .append("- Irony, quotations, other languages");
        if (!card.languages().isEmpty()) {
            text.append(" than ").append(cell(String.join(", ", card.languages())));
        }
        text.append(
                        ", long texts and other registers than the training data's lower its quality by an amount not measured here.\n")
                .append("- It has the biases of its training data and of the checkpoint that it was made from.\n");
    }

    private static void row(StringBuilder text, String... cells) {
        for (String cell : cells) {
            text.append("| ").append(cell(cell)).append(' ');
        }
        text.append("|\n");
    }

    /** Text that neither ends a table's cell nor starts a tag or link. */
    private static String cell(String text) {
        return text.replaceAll("\\s+", " ").replaceAll("([\\\\|<\\[\\]*_`])", "\\\\$1");
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
