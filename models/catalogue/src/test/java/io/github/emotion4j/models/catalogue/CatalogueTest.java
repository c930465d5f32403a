package io.github.emotion4j.models.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.emotion4j.data.hub.HubId;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    private final Catalogue catalogue = Catalogue.load();

    @Test
    void knows_the_checkpoints_that_the_documentation_names() {
        assertThat(catalogue.names())
                .contains("all-MiniLM-L6-v2", "distilbert-base-uncased", "distilbert-base-cased", "bert-base-uncased")
                .contains("bge-small-en-v1.5", "e5-small-v2")
                .doesNotHaveDuplicates();
        assertThat(catalogue.entries())
                .filteredOn(entry -> !entry.labels().isEmpty())
                .hasSizeGreaterThanOrEqualTo(2);
        assertThat(catalogue.entries())
                .filteredOn(CatalogueEntry::embedded)
                .extracting(CatalogueEntry::name)
                .containsExactly("all-MiniLM-L6-v2");
    }

    @Test
    void pins_every_model_and_names_a_licence_of_the_supported_family() {
        assertThat(catalogue.entries()).allSatisfy(entry -> {
            assertThat(entry.hub().isPinned()).isTrue();
            assertThat(entry.licence()).isIn("apache-2.0", "mit");
            assertThat(entry.architecture()).isIn("bert", "distilbert");
            assertThat(entry.cased()).isEqualTo(entry.name().contains("-cased"));
            // float32 weights are the download, but for tokenizer and configuration
            assertThat((double) entry.bytes()).isBetween(entry.parameters() * 3.9, entry.parameters() * 4.15);
        });
    }

    @Test
    void finds_a_model_by_name_in_any_case_and_by_its_repository() {
        assertThat(catalogue.find("DistilBERT-base-uncased"))
                .map(entry -> entry.hub().name())
                .contains("distilbert/distilbert-base-uncased");
        assertThat(catalogue.find("bhadresh-savani/bert-base-uncased-emotion"))
                .map(CatalogueEntry::name)
                .contains("bert-emotion");
        assertThat(catalogue.find("gpt-2")).isEmpty();
    }

    @Test
    void states_the_prompt_that_an_encoder_asks_for() {
        assertThat(catalogue.find("intfloat/e5-small-v2"))
                .map(CatalogueEntry::prompt)
                .contains("query: ");
        assertThat(catalogue.find("all-MiniLM-L6-v2"))
                .map(CatalogueEntry::prompt)
                .contains("");
    }

    @Test
    void refuses_an_entry_that_is_not_pinned() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CatalogueEntry(
                        "x", HubId.model("org/x"), "mit", 1, "bert", 1, List.of(), false, List.of(), "", false, ""))
                .withMessageContaining("commit");
    }
}
