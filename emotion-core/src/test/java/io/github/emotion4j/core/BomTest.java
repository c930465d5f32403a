package io.github.emotion4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The BOM has no parent, so its versions are written a second time; they must be those that the modules are tested with. */
class BomTest {

    private static String value(Path pom, String element) throws Exception {
        var matcher =
                Pattern.compile("<" + Pattern.quote(element) + ">([^<]+)</").matcher(Files.readString(pom));
        assertThat(matcher.find()).as(element + " in " + pom).isTrue();
        return matcher.group(1);
    }

    @Test
    void theBomNamesTheVersionsOfTheBuild() throws Exception {
        Path root = Path.of("..", "pom.xml");
        Path bom = Path.of("..", "emotion-bom", "pom.xml");
        assumeTrue(Files.isRegularFile(bom), "needs the source tree around emotion-core");
        for (String element : List.of("version", "nd4j.version", "javacpp.version", "openblas.version")) {
            assertThat(value(bom, element)).as(element).isEqualTo(value(root, element));
        }
    }
}
