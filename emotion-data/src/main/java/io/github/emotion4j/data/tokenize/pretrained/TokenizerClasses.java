package io.github.emotion4j.data.tokenize.pretrained;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.emotion4j.data.InvalidDataException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which class transformers' {@code AutoTokenizer} takes for a folder, among those that are reproduced. */
final class TokenizerClasses {

    /** Names of the class that takes {@code tokenizer.json} as it is. */
    private static final Set<String> AS_SAVED = Set.of("PreTrainedTokenizer", "TokenizersBackend", "PythonBackend");

    private static final TokenizerClass BERT = new BertTokenizer("BertTokenizer", true);
    private static final TokenizerClass ROBERTA = new RobertaTokenizer();
    private static final TokenizerClass XLM_ROBERTA = new XlmRobertaTokenizer();

    private static final Map<String, TokenizerClass> BY_NAME = Stream.of(
                    BERT,
                    new BertTokenizer("DistilBertTokenizer", false),
                    new BertTokenizer("ElectraTokenizer", true),
                    new BertTokenizer("MobileBertTokenizer", true),
                    new BertTokenizer("SqueezeBertTokenizer", true),
                    new BertTokenizer("ConvBertTokenizer", true),
                    ROBERTA,
                    XLM_ROBERTA,
                    new CamembertTokenizer(),
                    new MpnetTokenizer(),
                    new AlbertTokenizer(),
                    new DebertaV2Tokenizer())
            .collect(Collectors.toMap(TokenizerClass::className, Function.identity()));

    /** The class where no file names one, by {@code model_type} in {@code config.json}. */
    private static final Map<String, TokenizerClass> BY_MODEL_TYPE = Map.ofEntries(
            Map.entry("bert", BERT),
            Map.entry("distilbert", BERT),
            Map.entry("electra", BERT),
            Map.entry("mobilebert", BERT),
            Map.entry("squeezebert", BERT),
            Map.entry("convbert", BERT),
            Map.entry("megatron-bert", BERT),
            Map.entry("ernie", BERT),
            Map.entry("nomic_bert", BERT),
            Map.entry("roberta", ROBERTA),
            Map.entry("roberta-prelayernorm", ROBERTA),
            Map.entry("data2vec-text", ROBERTA),
            Map.entry("ibert", ROBERTA),
            Map.entry("longformer", ROBERTA),
            Map.entry("xlm-roberta", XLM_ROBERTA),
            Map.entry("xmod", XLM_ROBERTA),
            Map.entry("camembert", new CamembertTokenizer()),
            Map.entry("mpnet", new MpnetTokenizer()),
            Map.entry("albert", new AlbertTokenizer()),
            Map.entry("deberta-v2", new DebertaV2Tokenizer()));

    /** Model types whose {@code tokenizer.json} is taken as it is, whatever class is named. */
    private static final Set<String> ALWAYS_AS_SAVED =
            Set.of("modernbert", "modernbert-decoder", "xlm-roberta-xl", "nystromformer");

    /**
     * @param built the class that builds the tokenizer anew; empty if {@code tokenizer.json} is taken as it is
     * @param namedIn the file that names the class, or the model type that brings it; empty if none does
     */
    record Choice(Optional<TokenizerClass> built, Optional<Path> namedIn) {}

    private TokenizerClasses() {}

    /** @throws InvalidDataException if the class is one that is not reproduced */
    static Choice of(TokenizerSettings settings, JsonObject config, Path folder) throws InvalidDataException {
        Path configFile = folder.resolve("config.json");
        String type = text(config.get("model_type")).orElse("");
        if (settings.stated("auto_map").isPresent()) {
            throw new InvalidDataException(
                    settings.file().toString(),
                    "its tokenizer is Python code of the model's author (auto_map: "
                            + settings.stated("auto_map").get()
                            + "), which is not run here; expected one of " + known());
        }
        if (ALWAYS_AS_SAVED.contains(type)) {
            return new Choice(Optional.empty(), Optional.of(configFile));
        }
        Optional<String> bySettings = settings.stated("tokenizer_class").flatMap(TokenizerClasses::text);
        Optional<String> name = bySettings.isPresent() ? bySettings : text(config.get("tokenizer_class"));
        if (name.isEmpty()) {
            return new Choice(
                    Optional.ofNullable(BY_MODEL_TYPE.get(type)),
                    type.isEmpty() ? Optional.empty() : Optional.of(configFile));
        }
        String withoutFast = name.get().endsWith("Fast")
                ? name.get().substring(0, name.get().length() - "Fast".length())
                : name.get();
        TokenizerClass known = BY_NAME.get(withoutFast);
        Path namedIn = bySettings.isPresent() ? settings.file() : configFile;
        if (known == null && !AS_SAVED.contains(withoutFast)) {
            throw new InvalidDataException(
                    namedIn.toString(),
                    "the tokenizer is a " + name.get()
                            + ", whose way of splitting text is not reproduced here; expected one of " + known()
                            + "; take a model with one of these");
        }
        return new Choice(Optional.ofNullable(known), Optional.of(namedIn));
    }

    /** The class of a vocabulary beside which no file names one. */
    static TokenizerClass ofVocabulary(String fileName) {
        return fileName.equals("vocab.json") ? ROBERTA : BERT;
    }

    private static String known() {
        return BY_NAME.keySet().stream().sorted().collect(Collectors.joining(", ")) + " or PreTrainedTokenizerFast";
    }

    private static Optional<String> text(JsonElement value) {
        return value != null
                        && value.isJsonPrimitive()
                        && value.getAsJsonPrimitive().isString()
                ? Optional.of(value.getAsString())
                : Optional.empty();
    }
}
