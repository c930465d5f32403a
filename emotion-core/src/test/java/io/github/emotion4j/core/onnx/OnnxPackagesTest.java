package io.github.emotion4j.core.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packages below {@code core.onnx} depend on each other one way, as their descriptions say. */
class OnnxPackagesTest {

    private static final String ROOT = "io.github.emotion4j.core.onnx";

    /** For each package what it uses, from compiled classes. */
    private static final Map<String, Set<String>> USES = new TreeMap<>();

    @BeforeAll
    static void readDependencies() throws Exception {
        Path classes = Path.of(OnnxCheckpointReader.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        var out = new StringWriter();
        ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElseThrow();
        int status = jdeps.run(new PrintWriter(out), new PrintWriter(out), "-verbose:package", classes.toString());
        assertThat(status).as(out::toString).isZero();
        for (String line : out.toString().lines().toList()) {
            String[] words = line.trim().split("\\s+");
            if (line.startsWith(" ") && words[1].equals("->")) {
                USES.computeIfAbsent(words[0], p -> new TreeSet<>()).add(words[2]);
            }
        }
    }

    @Test
    void eachPackageDependsOnlyOnThoseBeforeIt() {
        assertThat(below("tensor")).isEmpty();
        assertThat(below("file")).containsExactlyInAnyOrder("tensor");
        assertThat(below("run")).containsExactlyInAnyOrder("file", "tensor");
        assertThat(below("trace")).containsExactlyInAnyOrder("file", "tensor", "run");
        assertThat(below("proof")).containsExactlyInAnyOrder("file", "tensor", "run", "trace");
    }

    @Test
    void onlyThePackageOfTheFileKnowsProtobuf() {
        assertThat(USES.entrySet().stream()
                        .filter(uses -> uses.getKey().startsWith(ROOT))
                        .filter(uses -> uses.getValue().stream()
                                .anyMatch(used -> used.equals("onnx") || used.contains("protobuf")))
                        .map(Map.Entry::getKey))
                .containsExactly(ROOT + ".file");
    }

    @Test
    void nobodyElseUsesThePackagesBelow() {
        assertThat(USES.entrySet().stream()
                        .filter(uses -> !uses.getKey().startsWith(ROOT))
                        .filter(uses -> uses.getValue().stream().anyMatch(used -> used.startsWith(ROOT + ".")))
                        .map(Map.Entry::getKey))
                .isEmpty();
    }

    /** What a package below {@code core.onnx} uses of it, by name below it; an empty name is {@code core.onnx} itself. */
    private static Set<String> below(String name) {
        var found = new TreeSet<String>();
        for (String used : USES.get(ROOT + "." + name)) {
            if (used.startsWith(ROOT)) {
                found.add(used.substring(Math.min(used.length(), ROOT.length() + 1)));
            }
        }
        return found;
    }
}
