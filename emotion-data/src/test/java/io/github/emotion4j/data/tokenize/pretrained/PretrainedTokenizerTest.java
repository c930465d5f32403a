package io.github.emotion4j.data.tokenize.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.emotion4j.data.InvalidDataException;
import io.github.emotion4j.data.tokenize.SubwordTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, with which words, and limits; ids are in {@link AutoTokenizerTest}. */
class PretrainedTokenizerTest {

    private static final Path FOLDERS = Path.of("src/test/resources/tokenize/pretrained");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BertJapaneseTokenizer",
                "BertweetTokenizer",
                "PhobertTokenizer",
                "XLMTokenizer",
                "FlaubertTokenizer",
                "CanineTokenizer",
                "HerbertTokenizerFast",
                "RoFormerTokenizer",
                "T5TokenizerFast",
                "MyOwnTokenizer"
            })
    void classes_that_are_not_reproduced_are_refused_by_name(String name) throws IOException {
        copy("bert-uncased-vocab", "vocab.txt");
        write("tokenizer_config.json", "{\"tokenizer_class\": \"" + name + "\"}");
        refused("tokenizer_config.json", name, "not reproduced", "BertTokenizer");

        Files.delete(folder.resolve("tokenizer_config.json"));
        write("config.json", "{\"model_type\": \"bert\", \"tokenizer_class\": \"" + name + "\"}");
        refused("config.json", name, "not reproduced");
    }

    @Test
    void code_of_the_author_is_not_run() throws IOException {
        copy("bert-uncased", "tokenizer.json");
        write("tokenizer_config.json", "{\"auto_map\": {\"AutoTokenizer\": [\"tokenization_x.X\", null]}}");
        refused("tokenizer_config.json", "Python code", "tokenization_x.X");
    }

    @ParameterizedTest
    @CsvSource({
        "bert-cased, bert, lowercase, do_lower_case",
        "bert-uncased, electra, strip_accents, strip_accents",
        "bert-uncased, bert, handle_chinese_chars, tokenize_chinese_chars",
        "mpnet, mpnet, lowercase, do_lower_case",
    })
    void a_flag_that_only_tokenizer_json_states_is_asked_for(String base, String type, String saved, String key)
            throws IOException {
        JsonObject json = JsonParser.parseString(
                        Files.readString(FOLDERS.resolve(base).resolve("tokenizer.json")))
                .getAsJsonObject();
        json.getAsJsonObject("normalizer").addProperty(saved, false);
        write("tokenizer.json", json.toString());
        write("config.json", "{\"model_type\": \"" + type + "\"}");
        refused("tokenizer.json", "\"" + saved + "\": false", "tokenizer_config.json", "\"" + key + "\": false");

        for (boolean stated : new boolean[] {false, true}) {
            write("tokenizer_config.json", "{\"" + key + "\": " + stated + "}");
            assertThat(read().json()).contains("\"" + saved + "\":" + stated);
        }
    }

    @Test
    void a_cased_vocabulary_under_a_class_that_lower_cases_is_asked_about() throws IOException {
        copy("bert-cased-vocab", "vocab.txt");
        assertThat(read().json()).contains("\"lowercase\":false"); // nothing names a class: the vocabulary decides

        write("config.json", "{\"model_type\": \"bert\"}");
        refused("vocab.txt", "upper-case", "tokenizer_config.json", "do_lower_case");
        write("tokenizer_config.json", "{\"do_lower_case\": true}");
        assertThat(read().json()).contains("\"lowercase\":true");
    }

    @Test
    void a_flag_without_a_class_that_would_read_it_is_refused_where_it_says_otherwise() throws IOException {
        copy("bert-uncased", "tokenizer.json");
        write("tokenizer_config.json", "{\"do_lower_case\": true}");
        assertThat(read().json()).contains("BertNormalizer");
        write("tokenizer_config.json", "{\"do_lower_case\": false}");
        refused("tokenizer.json", "tokenizer_config.json", "tokenizer_class");
    }

    @Test
    void a_vocabulary_of_another_kind_than_the_class_is_refused_with_both_files() throws IOException {
        copy("roberta", "tokenizer.json");
        write("tokenizer_config.json", "{\"tokenizer_class\": \"BertTokenizerFast\"}");
        refused("tokenizer.json", "BPE", "tokenizer_config.json", "BertTokenizer", "WordPiece");

        write("tokenizer_config.json", "{}");
        write("config.json", "{\"model_type\": \"xlm-roberta\"}");
        refused("tokenizer.json", "BPE", "config.json", "XLMRobertaTokenizer", "Unigram");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sentencepiece.bpe.model", "spiece.model", "spm.model", "tokenizer.model"})
    void sentence_pieces_alone_are_refused_with_the_way_on(String file) throws IOException {
        write(file, "\n\u000b<unk>");
        refused(folder.getFileName().toString(), "only " + file, "save_pretrained");
    }

    @Test
    void half_of_a_tokenizer_is_named() throws IOException {
        refused("neither tokenizer.json nor vocab.txt", "copy the tokenizer's files here");
        write("vocab.json", "{\"a\": 0}");
        refused("only vocab.json", "merges.txt");
        write("merges.txt", "#version: 0.2\na b\na b c\n");
        refused("merges.txt:3", "found 'a b c'");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"split_special_tokens\": true}', split_special_tokens",
        "'{\"truncation_side\": \"middle\"}', truncation_side",
        "'{\"do_lower_case\": \"yes\"}', do_lower_case",
        "'{\"model_max_length\": 2}', model_max_length",
        "'{\"added_tokens_decoder\": {\"x\": {}}}', written as transformers writes them",
        "'{\"cls_token\": 7}', cls_token",
    })
    void settings_that_make_no_sense_are_named(String settings, String named) throws IOException {
        copy("bert-uncased", "tokenizer.json");
        write("config.json", "{\"model_type\": \"bert\"}");
        write("tokenizer_config.json", settings);
        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> SubwordTokenizer.load(folder).close())
                .withMessageContaining(named);
    }

    @ParameterizedTest
    @CsvSource({
        "bert, 512, , , 512",
        "bert, 512, 0, 128, 128",
        "roberta, 514, 1, , 512",
        "roberta, 514, 1, 514, 512",
        "roberta, 514, , 1e30, 512",
        "xlm-roberta, 514, 1, 512, 512",
        "camembert, 130, 5, , 124",
        "mpnet, 514, 0, , 512",
        "modernbert, 8192, 50283, 8192, 8192",
        "deberta-v2, , , , 512",
        "electra, 64, 0, 99, 64",
    })
    void limits_are_those_of_tokenizer_and_model(
            String type, Integer positions, Integer padding, Double most, int expected) throws IOException {
        copy(type.equals("roberta") ? "roberta" : "bert-uncased", "tokenizer.json");
        write(
                "config.json",
                "{\"model_type\": \"" + type + "\", \"max_position_embeddings\": " + positions + ", \"pad_token_id\": "
                        + padding + "}");
        write(
                "tokenizer_config.json",
                "{\"tokenizer_class\": \"TokenizersBackend\", \"model_max_length\": " + most + "}");
        assertThat(read().limit()).isEqualTo(expected);
    }

    private PretrainedTokenizer read() throws IOException {
        return PretrainedTokenizer.read(folder);
    }

    private void refused(String... words) {
        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(this::read)
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }

    private void copy(String base, String file) throws IOException {
        Files.copy(FOLDERS.resolve(base).resolve(file), folder.resolve(file));
    }

    private void write(String file, String content) throws IOException {
        Files.writeString(folder.resolve(file), content);
    }
}
