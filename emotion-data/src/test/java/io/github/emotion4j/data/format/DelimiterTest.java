package io.github.emotion4j.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.emotion4j.data.Example;
import io.github.emotion4j.data.InvalidDataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What parts fields, what encloses them, and what escapes. */
class DelimiterTest {

    private static final List<Example> ROWS =
            List.of(new Example("i am glad", "joy"), new Example("it hurts, a lot", "sadness"));

    @TempDir
    Path folder;

    private Told told;

    @BeforeEach
    void nothing_told_yet() {
        told = new Told(folder);
    }

    @ParameterizedTest
    @CsvSource({
        "a.csv, 'text;label|i am glad;joy|it hurts, a lot;sadness'",
        "b.csv, '\"Text\";\"Label\"|\"i am glad\";\"joy\"|\"it hurts, a lot\";sadness'",
        "c.csv, 'tweet\temotion|i am glad\tjoy|it hurts, a lot\tsadness'",
        "d.tsv, 'text,label|i am glad,joy|\"it hurts, a lot\",sadness'",
        "e.csv, 'id;label;text|1;joy;i am glad|2;sadness;it hurts, a lot'",
    })
    void the_names_in_a_header_show_the_delimiter_and_that_is_said(String name, String content) throws IOException {
        assertThat(told.read(name, content.replace('|', '\n'))).containsExactlyElementsOf(ROWS);
        assertThat(told.notes).first().asString().contains(":1: fields are parted by", "--delimiter");
    }

    @ParameterizedTest
    @CsvSource({
        "'sep=;|text;label|i am glad;joy|it hurts, a lot;sadness'",
        "'\"sep=;\"|tweet;emotion|i am glad;joy|it hurts, a lot;sadness'",
        "'\uFEFFSEP=\t|text\tlabel|i am glad\tjoy|it hurts, a lot\tsadness'",
        "'sep=;|i am glad;joy|it hurts, a lot;sadness'",
    })
    void what_excel_says_about_the_delimiter_holds_and_is_no_row(String content) throws IOException {
        assertThat(told.read("a.csv", content.replace("|", "\r\n"))).containsExactlyElementsOf(ROWS);
    }

    @Test
    void an_option_holds_before_everything() throws IOException {
        Path file = told.file("a.csv", "sep=;\ni am glad|joy\nit hurts, a lot|sadness\n");
        assertThat(told.read(file, ReadOptions.defaults().withDelimiter('|'))).containsExactlyElementsOf(ROWS);
        assertThat(told.read(
                        "b.txt",
                        "i am glad|joy\nit hurts, a lot|sadness\n",
                        ReadOptions.defaults().withDelimiter('|')))
                .containsExactlyElementsOf(ROWS);
        assertThat(told.read("c.csv", "i am glad:joy\n", ReadOptions.defaults().withDelimiter(':')))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "'i am glad;joy|it hurts;sadness', --delimiter semicolon",
        "'phrase\tfeels|it hurts\tsadness', --delimiter tab",
        "'hello, world;joy|it hurts, too;sadness', --delimiter semicolon",
        "'a|b', --text-column",
    })
    void without_names_the_delimiter_is_asked_for(String content, String advice) throws IOException {
        Path file = told.file("a.csv", content.contains("a|b") ? "a|b\n" : content.replace('|', '\n'));
        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> told.read(file, ReadOptions.defaults()))
                .withMessageContaining(advice)
                .withMessageContaining("Java: with");
    }

    @Test
    void a_backslash_escapes_as_spark_writes_it() throws IOException {
        Path file = told.file(
                "a.csv",
                "text,label\n\"she said \\\"hi\\\" to me, twice\",joy\n\"a \\\\\",joy\n\"C:\\new\",joy\nplain \\n,joy\n");
        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> told.read(file, ReadOptions.defaults()))
                .withMessageContaining("a.csv:2:1")
                .withMessageContaining("--escape backslash (Java: withEscape)");
        assertThat(told.read(file, ReadOptions.defaults().withEscape('\\')).texts())
                .containsExactly("she said \"hi\" to me, twice", "a \\", "C:\\new", "plain \\n");
        var unquoted = ReadOptions.defaults().withEscape('\\').withQuote(ReadOptions.UNSET);
        assertThat(told.read("b.csv", "text,label\na\\, b \"c\",joy\n", unquoted)
                        .texts())
                .containsExactly("a, b \"c\"");
    }

    @Test
    void quotation_marks_may_be_others_or_none() throws IOException {
        assertThat(told.read(
                                "a.csv",
                                "text,label\n'it''s, well',joy\n\"x,joy\n",
                                ReadOptions.defaults().withQuote('\''))
                        .texts())
                .containsExactly("it's, well", "\"x");
        assertThat(told.read(
                                "b.csv",
                                "text,label\n\"x,joy\n",
                                ReadOptions.defaults().withQuote(ReadOptions.UNSET))
                        .texts())
                .containsExactly("\"x");
    }

    @ParameterizedTest
    @ValueSource(chars = {'"', '\n', '\r'})
    void a_delimiter_must_be_able_to_part(char delimiter) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReadOptions.defaults().withDelimiter(delimiter))
                .withMessageContaining("delimiter");
    }
}
