package io.github.emotion4j.core.graph.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bytedeco.dnnl.memory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MultiplierTest {

    /** Expected: {@code torch.tensor(x).to(torch.bfloat16).float()}, PyTorch 2.13. */
    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "1.00390625, 1", // halfway between 1 and 1.0078125, to even
        "1.01171875, 1.015625", // halfway, to even, upwards
        "1.00390637, 1.0078125",
        "-3.14159274, -3.140625",
        "0.1, 0.10009765625",
        "65504, 65536",
        "1e-40, 9.183549615799121e-41",
        "3.3961776e38, Infinity",
        "-Infinity, -Infinity",
        "0, 0",
        "-0.0, -0.0"
    })
    void aNumberIsRoundedToTheNearestBfloat16(float number, float expected) {
        int[] bits = {Float.floatToRawIntBits(number)};
        BFloat16.round(bits, 1);
        assertThat(Float.intBitsToFloat(bits[0])).isEqualTo(expected);
    }

    @Test
    void nanStaysNan() {
        int[] bits = {Float.floatToRawIntBits(Float.NaN), 0xFFC00000};
        BFloat16.round(bits, 2);
        assertThat(Float.intBitsToFloat(bits[0])).isNaN();
        assertThat(Float.intBitsToFloat(bits[1])).isNaN();
    }

    static Stream<Arguments> products() {
        return Stream.of(
                        Product.timesTransposed(1, 6, 33),
                        Product.timesTransposed(37, 48, 65),
                        Product.times(19, 31, 64),
                        Product.transposedTimes(24, 40, 51),
                        Product.transposedTimes(24, 40, 51).added(true))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("products")
    void roundedFactorsGiveTheSumsOfRoundedProducts(Product product) {
        var operands = new Operands(product);
        BFloat16.multiplyRounded(product, operands.a, operands.b, operands.c, new Scratch());
        operands.assertProductOf(MultiplierTest::rounded);
    }

    @ParameterizedTest
    @MethodSource("products")
    void bf16GivesThoseSumsOnThisProcessor(Product product) {
        var operands = new Operands(product);
        Multiplier.BF16.multiply(product, operands.a, operands.b, operands.c, new Scratch());
        operands.assertProductOf(MultiplierTest::rounded);
    }

    @ParameterizedTest
    @MethodSource("products")
    void oneDnnsPrimitivesGiveTheProductOfUnconvertedFactorsToo(Product product) {
        assumeTrue(Gemm.hasOneDnn(), "oneDNN does not load on this machine");
        var operands = new Operands(product);
        var oneDnn = new OneDnn(memory.data_type.f32);
        oneDnn.multiply(product, operands.a, operands.b, operands.c, new Scratch());
        operands.assertProductOf(value -> value);
    }

    @Test
    void moreShapesThanAreKeptAreComputedRight() {
        assumeTrue(Gemm.hasOneDnn(), "oneDNN does not load on this machine");
        var oneDnn = new OneDnn(memory.data_type.f32);
        var scratch = new Scratch();
        for (int round = 0; round < 2; round++) {
            for (int rows = 1; rows <= 300; rows++) {
                var operands = new Operands(Product.timesTransposed(rows, 3, 5));
                oneDnn.multiply(operands.product, operands.a, operands.b, operands.c, scratch);
                operands.assertProductOf(value -> value);
            }
        }
    }

    private static float rounded(float value) {
        // Through double: 2^53 holds any sum of a float and its rounding constant exactly.
        double unit = Math.pow(2, Math.getExponent(value) - 7);
        return (float) (Math.rint(value / unit) * unit);
    }

    private interface Rounding {
        float of(float value);
    }

    /** Random matrices that lie in wider ones. */
    private static final class Operands {
        final Product product;
        final Matrix a;
        final Matrix b;
        final Matrix c;
        private final float[] before;

        Operands(Product product) {
            this.product = product;
            var random = new SplittableRandom(7);
            a = matrix(product.rowsOfA(), product.columnsOfA(), random);
            b = matrix(product.rowsOfB(), product.columnsOfB(), random);
            c = matrix(product.m(), product.n(), random);
            before = c.floats().toArray();
        }

        private static Matrix matrix(int rows, int columns, SplittableRandom random) {
            int stride = columns + 3;
            Floats floats = Floats.allocate((long) (rows + 1) * stride);
            for (int i = 0; i < floats.size(); i++) {
                floats.put(i, (float) (random.nextDouble() * 2 - 1));
            }
            return new Matrix(floats, 2, stride);
        }

        void assertProductOf(Rounding rounding) {
            float[] after = c.floats().toArray();
            for (int i = 0; i < after.length; i++) {
                int row = Math.floorDiv(i - c.from(), c.stride());
                int column = Math.floorMod(i - c.from(), c.stride());
                if (row < 0 || row >= product.m() || column >= product.n()) {
                    assertThat(after[i]).as("outside C").isEqualTo(before[i]);
                    continue;
                }
                double sum = product.add() ? before[i] : 0;
                for (int k = 0; k < product.k(); k++) {
                    float fromA = product.transposeA() ? at(a, k, row) : at(a, row, k);
                    float fromB = product.transposeB() ? at(b, column, k) : at(b, k, column);
                    sum += (double) rounding.of(fromA) * rounding.of(fromB);
                }
                assertThat((double) after[i]).isCloseTo(sum, within(1e-5));
            }
        }

        private static float at(Matrix matrix, int row, int column) {
            return matrix.floats().get(matrix.at(row, column).from());
        }
    }
}
