package io.github.emotion4j.core.checkpoint.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.core.checkpoint.Tensor;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Pickles that in Python run a command, eat all memory, or read what is not theirs; here each is refused, by what it asks for. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostilePickleTest {

    private static final Path FILE = Path.of("folder", "pytorch_model.bin");

    /** Four floats. */
    private static final byte[] STORAGE = new byte[16];

    /** What a reader may take, however large the pickle: that of the longest that is run to its end. */
    private static final long MOST_BYTES = 24 << 20;

    /** A class that is there for whoever looks for it. */
    public static final class Trap {
        private Trap() {}
    }

    private static final String TRAP_PACKAGE = "io.github.emotion4j.core.checkpoint.torch";
    private static final String TRAP = "HostilePickleTest$Trap";

    private static Map<PickleBytes, String> pickles() {
        var hostile = new LinkedHashMap<PickleBytes, String>();
        // code
        hostile.put(pickle().global("os", "system").op("(").text("touch x").op("tR."), "asks for 'os.system'");
        hostile.put(pickle().global("posix", "system").op("(").text("id").op("tR."), "asks for 'posix.system'");
        hostile.put(
                pickle().text("builtins")
                        .text("eval")
                        .raw(0x93)
                        .op("(")
                        .text("1")
                        .op("tR."),
                "asks for 'builtins.eval'");
        hostile.put(pickle().global(TRAP_PACKAGE, TRAP).op(")R."), "'" + TRAP_PACKAGE + "." + TRAP + "'");
        hostile.put(pickle().global("java.lang", "Runtime").op(")").raw(0x81).op("."), "asks for 'java.lang.Runtime'");
        hostile.put(pickle().global("torch", "load").op("(").text("/etc/passwd").op("tR."), "asks for 'torch.load'");
        hostile.put(pickle().global("torch._utils", "_rebuild_tensor").op(")R."), "'torch._utils._rebuild_tensor'");
        hostile.put(pickle().global("collections", "OrderedDict.__class__").op(")R."), "OrderedDict.__class__'");
        hostile.put(pickle().op("(").text("id").op("ios\nsystem\n."), "asks for INST");
        hostile.put(
                pickle().op("(").global("collections", "OrderedDict").text("id").op("o."), "asks for OBJ");
        hostile.put(
                pickle().global("collections", "OrderedDict").op(")").raw(0x81).op("."), "asks for NEWOBJ");
        hostile.put(
                pickle().global("collections", "OrderedDict").op(")}").raw(0x92).op("."), "asks for NEWOBJ_EX");
        hostile.put(pickle().raw(0x82, 1).op("."), "asks for EXT1");
        hostile.put(pickle().op("S'x'\n."), "asks for STRING");
        hostile.put(pickle().raw(0xff).op("."), "asks for an unknown instruction");
        hostile.put(pickle().text("os.system").op("(").text("id").op("tR."), "calls a text");
        hostile.put(
                pickle().global("collections", "OrderedDict").op("(").text("x").op("tR."),
                "calls collections.OrderedDict with [a text]");
        hostile.put(pickle().global("collections", "OrderedDict").text("x").op("R."), "calls with a text");
        hostile.put(pickle().global("torch", "FloatStorage").op(")R."), "calls torch.FloatStorage");
        hostile.put(pickle().global("collections", "OrderedDict").op("}b."), "sets the state of collections");
        hostile.put(pickle().op("}").text("x").op("b."), "sets the state of a dict by a text");
        // memory and time
        hostile.put(pickle().repeat("}", 300_000).op("."), "more than 250000 instructions");
        hostile.put(pickle().op("N").repeat("\u0094", 300_000).op("."), "more than 250000 instructions");
        hostile.put(pickle().repeat("(", 300_000).op("."), "more than 250000 instructions");
        hostile.put(pickle().op(")").repeat("\u0085", 200_000).op("."), "holds a tuple");
        hostile.put(laughs(pickle()).op("."), "holds a tuple");
        hostile.put(laughs(pickle().op("}")).op("Ns."), "a tuple as the key of a dict");
        hostile.put(laughs(pickle().op("}").text("w")).op("s."), "holds a dict of [w]");
        hostile.put(pickle().op("}q").raw(0).text("w").op("h").raw(0).op("s."), "holds a dict of [w]");
        hostile.put(pickle().op("X").little(4, 0xffffffffL).op("x."), "claims 4294967295 bytes");
        hostile.put(pickle().op("X").little(4, 100).op("x."), "claims 100 bytes");
        hostile.put(pickle().raw(0x8d).little(8, -1).op("x."), "claims 18446744073709551615 bytes");
        hostile.put(pickle().raw(0x95).little(8, 1L << 40).op("N."), "claims 1099511627776 bytes");
        hostile.put(pickle().text("x".repeat(70_000)).op("."), "a text of 70000 bytes");
        hostile.put(pickle().op("c" + "x".repeat(70_000)), "a name of more than 65536 bytes");
        hostile.put(pickle().raw(0x8a, 255).repeat("\u0001", 255).op("."), "a whole number of 255 bytes");
        hostile.put(pickle().raw(0x8b).little(4, 1 << 30).op("."), "asks for LONG4");
        hostile.put(pickle().raw(0x96).little(8, 1L << 40).op("."), "asks for BYTEARRAY8");
        // places
        hostile.put(storage("../../../../etc/passwd"), "storage '../../../../etc/passwd', but the archive does not");
        hostile.put(storage("/etc/passwd"), "storage '/etc/passwd', but the archive does not");
        hostile.put(storage("0\u001b[31m"), "storage '0?[31m', but the archive does not");
        hostile.put(PickleBytes.tensor(0, ints(4), ints(1), 5), "as 5 elements of torch.FloatStorage, but the file");
        hostile.put(PickleBytes.tensor(0, ints(4), ints(1), 1L << 40), "as 1099511627776 elements");
        hostile.put(PickleBytes.tensor(0, ints(4), ints(1), -4), "as -4 elements");
        hostile.put(PickleBytes.tensor(1, ints(4), ints(1), 4), "it reaches beyond its end");
        hostile.put(PickleBytes.tensor(0, ints(2, 2), ints(3, 1), 4), "it reaches beyond its end");
        hostile.put(PickleBytes.tensor(0, ints(5), ints(1), 4), "it reaches beyond its end");
        hostile.put(PickleBytes.tensor(-1, ints(4), ints(1), 4), "from element -1");
        hostile.put(PickleBytes.tensor(Long.MAX_VALUE, ints(2), ints(1), 4), "from element 9223372036854775807");
        hostile.put(PickleBytes.tensor(4, ints(2), ints(-1), 4), "sizes and strides hold -1");
        hostile.put(PickleBytes.tensor(0, ints(-4), ints(1), 4), "sizes and strides hold -4");
        hostile.put(PickleBytes.tensor(0, ints(1 << 16, 1 << 16), ints(0, 0), 4), "the impossible shape");
        hostile.put(
                PickleBytes.tensor(
                        0,
                        ints(1, 1, 1, 1, 1, 2, 2, 2),
                        ints(0, 0, 0, 0, 0, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE),
                        4),
                "it reaches beyond its end");
        hostile.put(PickleBytes.tensor(0, ints(1 << 30), ints(0), 4), "views that would take 4294967296 bytes");
        hostile.put(PickleBytes.tensor(0, new int[9], new int[9], 4), "a tensor of 9 axes");
        hostile.put(PickleBytes.tensor(0, ints(4), ints(1, 1), 4), "by the strides [1, 1]");
        hostile.put(
                pickle().op("(")
                        .storage("FloatStorage", "0", 4)
                        .storage("LongStorage", "0", 2)
                        .op("t."),
                "storage '0' as 2 elements of torch.LongStorage, but the file holds 4 of torch.FloatStorage");
        hostile.put(pickle().storage("QInt8Storage", "0", 16), "asks for 'torch.QInt8Storage'");
        hostile.put(pickle().op("(").text("module").text("/etc/passwd").op("tQ."), "something outside of it");
        hostile.put(pickle().text("/etc/passwd").op("Q."), "something outside of it by a text");
        // form
        hostile.put(pickle(), "is cut off");
        hostile.put(pickle().op("."), "0 values");
        hostile.put(pickle().op("NN."), "2 values");
        hostile.put(pickle().op("(N."), "ends with 1 values");
        hostile.put(pickle().op("N.N."), "2 bytes behind its end");
        hostile.put(pickle().op("t."), "no mark");
        hostile.put(pickle().op("N(").raw(0x85).op("."), "more values from its stack");
        hostile.put(pickle().op("s."), "more values from its stack");
        hostile.put(pickle().op("h").raw(7).op("."), "asks for value 7 of its memo");
        hostile.put(pickle().op("}(Nu."), "a key without a value");
        hostile.put(pickle().op("}(Ne."), "appends to a dict");
        hostile.put(pickle().op("NNa."), "appends to None");
        hostile.put(pickle().op("NNNs."), "sets items of None");
        hostile.put(pickle().op("}").text("a").op("N").op("s").text("a").op("Ns."), "the key 'a' of a dict twice");
        hostile.put(pickle().raw(0x80, 4).op("N."), "begins anew");
        hostile.put(pickle().op("X").little(4, 2).raw(0xc3, 0x28).op("."), "a text that is not UTF-8");
        return hostile;
    }

    static Stream<Arguments> hostilePickles() {
        return pickles().entrySet().stream()
                .map(entry -> Arguments.of(entry.getValue(), entry.getKey().bytes()));
    }

    @ParameterizedTest
    @MethodSource("hostilePickles")
    void aHostilePickleIsRefusedByWhatItAsksFor(String reason, byte[] pickle) {
        byte[] file = ArchiveBytes.of(pickle, STORAGE).bytes();
        var allocation = new Allocation();

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageStartingWith(FILE.toString())
                .hasMessageContaining(reason)
                .hasMessageMatching("(?s)\\P{C}*")
                .hasMessageMatching("(?si).*(expected|fetch|save).*");
        assertThat(allocation.bytes()).isLessThan(2L * file.length + MOST_BYTES);
    }

    @Test
    void noClassThatAPickleNamesIsEverAskedFor(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("pytorch_model.bin");
        Set<String> asked = ConcurrentHashMap.newKeySet();
        var path = new ArrayList<URL>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            path.add(Path.of(entry).toUri().toURL());
        }
        try (var loader = new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                asked.add(name);
                return super.loadClass(name, resolve);
            }
        }) {
            Method open = loader.loadClass(TorchFile.class.getName()).getMethod("open", Path.class);
            for (PickleBytes pickle : pickles().keySet()) {
                Files.write(file, ArchiveBytes.of(pickle.bytes(), STORAGE).bytes());
                assertThatThrownBy(() -> open.invoke(null, file))
                        .hasCauseInstanceOf(loader.loadClass(InvalidModelException.class.getName())
                                .asSubclass(Throwable.class))
                        .isInstanceOf(InvocationTargetException.class);
            }
        }

        assertThat(asked).contains(Unpickler.class.getName(), TorchGlobals.class.getName());
        assertThat(asked)
                .allMatch(name -> name.matches("(java|jdk|io\\.github\\.emotion4j\\.core\\.checkpoint)\\..*"))
                .doesNotContain("java.lang.Runtime", Trap.class.getName());
    }

    @Test
    void manyKeysForOneLargeDictCostNoMoreThanTheirNumber() {
        PickleBytes shared = pickle().op("}(").number(-1).op("}q").raw(0).op("(");
        for (int i = 0; i < 20_000; i++) {
            shared.number(i).op("N");
        }
        shared.op("u");
        for (int i = 0; i < 60_000; i++) {
            shared.number(i).op("h").raw(0);
        }
        byte[] file = ArchiveBytes.of(shared.op("u.").bytes()).bytes();
        assertThatThrownBy(() -> read(file)).hasMessageContaining("and more, in which it is not clear");
    }

    @Test
    void theTensorThatTheRefusedOnesDifferFromIsRead() throws IOException {
        byte[] storage = {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0x40, 0, 0, 0x40, 0x40, 0, 0, (byte) 0x80, 0x40};
        byte[] file = ArchiveBytes.of(
                        PickleBytes.tensor(1, ints(2, 2), ints(1, 1), 4).bytes(), storage)
                .bytes();

        Tensor tensor = read(file).tensor("w");

        assertThat(tensor.shape()).containsExactly(2, 2);
        assertThat(tensor.toArray()).containsExactly(2, 3, 3, 4);
    }

    @Test
    void hooksAndNegativeViewsAreRefused() {
        PickleBytes begin =
                pickle().global("torch._utils", "_rebuild_tensor_v2").op("(");
        begin.storage("FloatStorage", "0", 4).number(0).tuple(4).tuple(1).raw(0x89);
        byte[] hooks = begin.op("}").text("hook").op("Ns").op("tR.").bytes();
        assertThatThrownBy(() -> read(ArchiveBytes.of(hooks, STORAGE).bytes())).hasMessageContaining("with hooks");

        begin = pickle().global("torch._utils", "_rebuild_tensor_v2").op("(");
        begin.storage("FloatStorage", "0", 4).number(0).tuple(4).tuple(1).raw(0x89);
        byte[] negative = begin.op("}}").text("neg").raw(0x88).op("s").op("tR.").bytes();
        assertThatThrownBy(() -> read(ArchiveBytes.of(negative, STORAGE).bytes()))
                .hasMessageContaining("conjugate or negative view");
    }

    private static TorchFile read(byte[] file) throws IOException {
        return TorchFile.read(FILE, FileBytes.of(file));
    }

    private static PickleBytes pickle() {
        return new PickleBytes();
    }

    /** A tuple of two tuples of two tuples and so on: 2⁹⁹⁹ of them, in 6 kB. */
    private static PickleBytes laughs(PickleBytes pickle) {
        pickle.op(")");
        for (int i = 0; i < 999; i++) {
            pickle.op("q").raw(0).op("h").raw(0).raw(0x86);
        }
        return pickle;
    }

    private static PickleBytes storage(String key) {
        return pickle().storage("FloatStorage", key, 4).op(".");
    }

    private static int[] ints(int... values) {
        return values;
    }
}
