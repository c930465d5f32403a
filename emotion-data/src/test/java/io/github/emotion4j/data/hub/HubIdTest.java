package io.github.emotion4j.data.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubIdTest {
    @Test
    void reads_a_name_and_a_revision() {
        var id = HubId.model("org/name@v1.0");

        assertThat(id.name()).isEqualTo("org/name");
        assertThat(id.revision()).isEqualTo("v1.0");
        assertThat(id).hasToString("org/name@v1.0");
        assertThat(HubId.dataset("imdb").revision()).isEqualTo("main");
        assertThat(HubId.model("org/name@" + FakeHub.COMMIT).isPinned()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a/b/c",
                "../x",
                "org/..",
                "org/a--b",
                "/name",
                "org/",
                "org/na me",
                "org/x.git",
                "org/-x",
                "org/a\n"
            })
    void refuses_what_is_no_name(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> HubId.model(name)).withMessageContaining("org/name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../../etc", "a//b", "/a", "a b", "refs/..", ".hidden", "a/"})
    void refuses_what_is_no_revision(String revision) {
        assertThatIllegalArgumentException().isThrownBy(() -> HubId.model("org/name@" + revision));
    }

    @Test
    void tells_an_id_from_a_word() {
        assertThat(HubId.looksLikeId("org/name")).isTrue();
        assertThat(HubId.looksLikeId("org/name@main")).isTrue();
        assertThat(HubId.looksLikeId("distilbert")).isFalse();
        assertThat(HubId.looksLikeId("./model")).isFalse();
        assertThat(HubId.looksLikeId("a/b/c.onnx")).isFalse();
    }
}
