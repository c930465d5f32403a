package io.github.emotion4j.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.emotion4j.data.Example;
import io.github.emotion4j.data.InvalidDataException;
import io.github.emotion4j.data.format.ReadOptions.Header;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A line of names is no row, a row is no line of names, and what is doubtful is said. */
class HeaderTest {

    private static final List<Example> ROWS =
            List.of(new Example("i am glad", "joy"), new Example("it hurts", "sadness"));

    @TempDir
    Path folder;

    private Told told;

    @BeforeEach
    void nothing_told_yet() {
        told = new Told(folder);
    }

    private static String csv(String first, String second, String header) {
        String rows = header + "\n";
        for (Example row : ROWS) {
            rows += first.equals("text") ? row.text() + "," + row.label() : row.label() + "," + row.text();
            rows += "\n";
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(strings = {"Text,Label", "\"text \",\" label\"", "TEXT,LABEL", "\uFEFFtext,label", " Text , Label "})
    void the_wanted_names_count_in_any_case_and_with_spaces_and_need_no_word(String header) throws IOException {
        assertThat(told.read("a.csv", csv("text", "label", header))).containsExactlyElementsOf(ROWS);
        assertThat(told.notes).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tweet,emotion",
                "Tweet,Emotion",
                "content,sentiment",
                "sentence,label",
                "text,mood",
                "Review Text,Rating",
                "message,class",
                "utterance,Emotion_Label",
                "Kundenmeinung,sentiment",
                "What was said,emotion",
                "comment,feels",
                "tweetText,emotionLabel",
                "statement,status",
                "SentimentText,Sentiment"
            })
    void usual_names_are_a_header_and_what_was_taken_as_what_is_said(String header) throws IOException {
        assertThat(told.read("a.csv", csv("text", "label", header))).containsExactlyElementsOf(ROWS);
        assertThat(told.notes)
                .singleElement()
                .asString()
                .startsWith("a.csv:1: taken as a header")
                .contains("--no-header");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "emotion,tweet",
                "label,text",
                "Label,Text",
                "sentiment,content",
                "class,Kundenmeinung",
                "feels,tweet"
            })
    void a_label_in_front_is_no_text(String header) throws IOException {
        assertThat(told.read("a.csv", csv("label", "text", header))).containsExactlyElementsOf(ROWS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.csv|utt x,ann_7|one two,1|three four,0",
                "b.csv|Satz,Gefühl|eins zwei,1|drei vier,2",
                "c.csv|frase,nota|uno dos,4.0|tres,5.0",
            })
    void names_nobody_knows_above_numbers_are_a_header(String name, String first, String second, String third)
            throws IOException {
        assertThat(told.read(name, first + "\n" + second + "\n" + third + "\n")).hasSize(2);
        assertThat(told.notes).singleElement().asString().contains(":1: taken as a header", "--no-header");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Satz,Gefuehl", "utt,ann", "frase,etiqueta"})
    void names_nobody_knows_above_sentences_and_labels_that_come_again_are_a_header(String header) throws IOException {
        String rows = "i am so glad,joy\nit hurts me,sadness\nwhat a day,joy\nleave me alone,sadness\n";
        assertThat(told.read("a.csv", header + "\n" + rows)).hasSize(4);
        assertThat(told.notes).singleElement().asString().contains("taken as a header");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "i am fine,content\nso well,content\nbad day,sad\n", // content is also an emotion
                "ok then,content\nit hurts,sadness\n",
                "feeling,joy\ni am glad,joy\nit hurts,sadness\n",
                "hello,joy\nboo,fear\n",
                "how are you,question\ni am fine,statement\nwho,question\n"
            })
    void rows_stay_rows(String rows) throws IOException {
        assertThat(told.read("a.csv", rows)).hasSize((int) rows.lines().count());
    }

    @Test
    void a_doubtful_first_line_is_taken_as_a_row_and_said() throws IOException {
        assertThat(told.read("a.csv", "utt,ann\ni am glad,joy\nit hurts,sadness\n"))
                .hasSize(3);
        assertThat(told.notes)
                .containsExactly(
                        "a.csv:1: taken as a row, not as a header: the text is \"utt\", the label 'ann'; --header says otherwise");
    }

    @Test
    void a_first_line_whose_label_comes_again_is_a_row_beyond_doubt() throws IOException {
        assertThat(told.read("a.csv", "glad,joy\nit hurts,sadness\nfine,joy\n")).hasSize(3);
        assertThat(told.notes).isEmpty();
    }

    @Test
    void the_options_decide() throws IOException {
        String rows = "utt,ann\ni am glad,joy\nit hurts,sadness\n";
        var present = ReadOptions.defaults().withHeader(Header.PRESENT);
        var absent = ReadOptions.defaults().withHeader(Header.ABSENT);
        assertThat(told.read("a.csv", rows, present)).containsExactlyElementsOf(ROWS);
        assertThat(told.read("b.csv", "tweet,emotion\nit hurts,sadness\n", absent))
                .hasSize(2);
        assertThat(told.read("c.txt", "utt;ann\ni am glad;joy\nit hurts;sadness\n", present))
                .containsExactlyElementsOf(ROWS);
        assertThat(told.texts(told.file("d.txt", "heading\none\n"), present)).containsExactly("one");
        assertThat(told.read("e.txt", "text;label\na;b\n", absent)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "joy,i am glad|sadness,it hurts|anger,go away",
                "0,i am so glad|1,it hurts|0,fine",
                "ann,utt|joy,i am glad|sadness,it hurts",
                "v1,v2|ham,go until then|ham,ok|spam,win a prize now|ham,well then",
            })
    void text_and_label_are_never_swapped(String lines) throws IOException {
        Path file = told.file("a.csv", lines.replace('|', '\n'));
        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> told.read(file, ReadOptions.defaults()))
                .withMessageContaining("a.csv:1")
                .withMessageContaining("--text-column 2 --label-column 1");
        String[] second = lines.split("\\|")[1].split(",");
        var chosen = ReadOptions.defaults().withColumns("2", "1");
        assertThat(told.read(file, chosen.withHeader(Header.ABSENT))).contains(new Example(second[1], second[0]));
        assertThat(told.read(file, chosen.withHeader(Header.PRESENT))).contains(new Example(second[1], second[0]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"emotion,sentiment", "tweet,comment"})
    void two_names_of_one_kind_must_be_told_apart(String header) throws IOException {
        Path file = told.file("a.csv", header + "\ni am glad,joy\nit hurts,sadness\n");
        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> told.read(file, ReadOptions.defaults()))
                .withMessageContaining("--text-column");
    }

    @Test
    void an_index_is_neither_a_text_nor_a_label() throws IOException {
        Path ids = told.file("a.csv", "id,text\n1,one\n2,two\n3,three\n4,four\n5,five\n");
        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> told.read(ids, ReadOptions.defaults()))
                .withMessageContaining("no column 'label' among [id, text]");
        Path labels = told.file("b.csv", "id,label\n1,joy\n2,joy\n");
        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> told.read(labels, ReadOptions.defaults()))
                .withMessageContaining("no column 'text' among [id, label]");
    }

    @Test
    void columns_by_number_see_the_header_too() throws IOException {
        var byNumber = ReadOptions.defaults().withColumns("2", "1");
        assertThat(told.read("a.csv", csv("label", "text", "emotion,tweet"), byNumber))
                .containsExactlyElementsOf(ROWS);
        var third = ReadOptions.defaults().withColumns("3", "2");
        assertThat(told.read("b.tsv", "nr\tgrade\twords\n1\t0\tone two\n2\t1\tthree\n", third))
                .hasSize(2);
        assertThat(told.read("c.tsv", "1\tjoy\thello there\n2\tfear\tboo\n", third))
                .hasSize(2);
    }

    @Test
    void more_than_two_columns_need_their_names_and_a_usual_one_is_proposed() throws IOException {
        Path file = told.file("a.csv", "id,Tweet,emotion,when\n1,i am glad,joy,now\n");
        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> told.read(file, ReadOptions.defaults()))
                .withMessageContaining("'Tweet' perhaps")
                .withMessageContaining("--text-column");
        assertThat(told.read(file, ReadOptions.defaults().withColumns("tweet", "Emotion")))
                .containsExactly(ROWS.get(0));
        assertThat(told.read("b.csv", "id,Text,LABEL\n1,i am glad,joy\n")).containsExactly(ROWS.get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text;label", "Tweet;Emotion", "content;sentiment", "sentence;label"})
    void lines_of_text_and_label_may_have_a_header(String header) throws IOException {
        assertThat(told.read("a.txt", header + "\ni am glad;joy\nit hurts;sadness\n"))
                .containsExactlyElementsOf(ROWS);
        assertThat(told.read("b.txt", "i am glad;joy\nit hurts;sadness\n")).containsExactlyElementsOf(ROWS);
    }

    @Test
    void lines_with_the_label_first_are_refused() throws IOException {
        Path file = told.file("a.txt", "emotion;tweet\njoy;i am glad\nsadness;it hurts\n");
        assertThatExceptionOfType(InvalidDataException.class)
                .isThrownBy(() -> told.read(file, ReadOptions.defaults()))
                .withMessageContaining("has the label first")
                .withMessageContaining("--format-of-data csv");
        var columns = ReadOptions.defaults().withFormat(DataFormat.CSV).withDelimiter(';');
        assertThat(told.read(file, columns)).containsExactlyElementsOf(ROWS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tweet", "Text", "\" Sentence \"", "review_text"})
    void a_heading_of_a_single_column_is_no_text(String heading) throws IOException {
        Path file = told.file("u.csv", heading + "\ni am glad\nit hurts\n");
        assertThat(told.texts(file, ReadOptions.defaults())).containsExactly("i am glad", "it hurts");
    }

    @Test
    void texts_without_labels_take_the_text_of_two_columns() throws IOException {
        for (String header : List.of("tweet,emotion", "id,tweet", "label,sentence")) {
            boolean last = !header.startsWith("tweet");
            Path file = told.file("u.csv", header + "\n" + (last ? "1,i am glad" : "i am glad,joy") + "\n");
            assertThat(told.texts(file, ReadOptions.defaults())).as(header).containsExactly("i am glad");
        }
        Path unknown = told.file("v.csv", "i am glad\nit hurts\n");
        assertThat(told.texts(unknown, ReadOptions.defaults())).hasSize(2);
        Path line = told.file("w.txt", "tweet\ni am glad\n");
        told.notes.clear();
        assertThat(told.texts(line, ReadOptions.defaults())).hasSize(2);
        assertThat(told.notes).singleElement().asString().contains("w.txt:1", "taken as a text", "--header");
    }
}
