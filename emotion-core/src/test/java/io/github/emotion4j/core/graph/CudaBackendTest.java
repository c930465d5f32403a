package io.github.emotion4j.core.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CudaBackendTest {

    @ParameterizedTest
    @CsvSource({
        "30, false",
        "35, false",
        "37, true",
        "52, true",
        "61, true",
        "75, true",
        "80, true",
        "86, true",
        "87, true",
        "89, true",
        "90, false",
        "100, false",
        "120, false"
    })
    void codeOf86RunsOnEveryGpuOfTheSameMajorNumber(int capability, boolean runs) {
        assertThat(CudaBackend.runsCodeOf11(capability)).isEqualTo(runs);
    }
}
