package io.github.emotion4j.core.graph.kernel;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;

/**
 * Products through oneDNN's matmul primitive, whose factors may have another type than its float32 result; they are converted first.
 *
 * <p>oneDNN compiles a primitive for each shape, for as many OpenMP threads as its maker may use, with working memory that all primitives of a thread
 * share: so every thread has its own of these, with the primitives of the shapes it met last.
 */
final class OneDnn {

    private static final int KEPT = 256;
    private static final int A = 0;
    private static final int B = 1;

    private sealed interface Shape {}

    /** From a float32 matrix to a dense one of the factors' type. */
    private record Conversion(int rows, int columns, int stride) implements Shape {}

    private record Multiplication(Product product, int strideC) implements Shape {}

    private final memory.data_type type;
    private final engine engine = new engine(dnnl.dnnl_cpu, 0);
    private final stream stream = new stream(engine);
    private final Map<Shape, Primitive> primitives = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Shape, Primitive> eldest) {
            if (size() <= KEPT) {
                return false;
            }
            eldest.getValue().close();
            return true;
        }
    };

    /** @param type of the factors: {@code f32} or {@code bf16} */
    OneDnn(memory.data_type type) {
        this.type = type;
    }

    void multiply(Product product, Matrix a, Matrix b, Matrix c, Scratch scratch) {
        Pointer factorA = converted(a, product.rowsOfA(), product.columnsOfA(), A, scratch);
        Pointer factorB = converted(b, product.rowsOfB(), product.columnsOfB(), B, scratch);
        primitives
                .computeIfAbsent(new Multiplication(product, c.stride()), this::compile)
                .run(factorA, factorB, c.floats().pointer(c.from()));
    }

    private Pointer converted(Matrix matrix, int rows, int columns, int slot, Scratch scratch) {
        Pointer target = scratch.floats(slot, rows * columns).pointer(0);
        primitives
                .computeIfAbsent(new Conversion(rows, columns, matrix.stride()), this::compile)
                .run(matrix.floats().pointer(matrix.from()), target);
        return target;
    }

    private Primitive compile(Shape shape) {
        return shape instanceof Conversion conversion ? conversion(conversion) : product((Multiplication) shape);
    }

    private Primitive conversion(Conversion shape) {
        var from = new memory(matrix(shape.rows, shape.columns, memory.data_type.f32, shape.stride, 1), engine, null);
        var to = new memory(matrix(shape.rows, shape.columns, type, shape.columns, 1), engine, null);
        var arguments = new IntMemoryMap().put(dnnl.DNNL_ARG_FROM, from).put(dnnl.DNNL_ARG_TO, to);
        return new Primitive(new reorder(from, to), arguments, from, to);
    }

    private Primitive product(Multiplication shape) {
        Product p = shape.product;
        var a = p.transposeA() ? matrix(p.m(), p.k(), type, 1, p.m()) : matrix(p.m(), p.k(), type, p.k(), 1);
        var b = p.transposeB() ? matrix(p.k(), p.n(), type, 1, p.k()) : matrix(p.k(), p.n(), type, p.n(), 1);
        var c = matrix(p.m(), p.n(), memory.data_type.f32, shape.strideC, 1);
        var attributes = new primitive_attr();
        if (p.add()) {
            var sum = new post_ops();
            sum.append_sum();
            attributes.set_post_ops(sum);
        }
        var description = new matmul.primitive_desc(new matmul.desc(a, b, c), attributes, engine);
        var memories =
                new memory[] {new memory(a, engine, null), new memory(b, engine, null), new memory(c, engine, null)};
        var arguments = new IntMemoryMap()
                .put(dnnl.DNNL_ARG_SRC, memories[0])
                .put(dnnl.DNNL_ARG_WEIGHTS, memories[1])
                .put(dnnl.DNNL_ARG_DST, memories[2]);
        return new Primitive(new matmul(description), arguments, memories);
    }

    private static memory.desc matrix(int rows, int columns, memory.data_type type, int rowStride, int columnStride) {
        return new memory.desc(new long[] {rows, columns}, type, new long[] {rowStride, columnStride});
    }

    private final class Primitive implements AutoCloseable {
        private final primitive compiled;
        private final IntMemoryMap arguments;
        private final memory[] operands;

        Primitive(primitive compiled, IntMemoryMap arguments, memory... operands) {
            this.compiled = compiled;
            this.arguments = arguments;
            this.operands = operands;
        }

        void run(Pointer... data) {
            for (int i = 0; i < data.length; i++) {
                operands[i].set_data_handle(data[i]);
            }
            compiled.execute(stream, arguments);
            stream._wait();
        }

        @Override
        public void close() {
            compiled.close();
            arguments.close();
            for (memory operand : operands) {
                operand.close();
            }
        }
    }
}
