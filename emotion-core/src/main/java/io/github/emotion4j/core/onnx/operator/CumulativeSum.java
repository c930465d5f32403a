package io.github.emotion4j.core.onnx.operator;

import io.github.emotion4j.core.onnx.file.Node;
import io.github.emotion4j.core.onnx.tensor.Known;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Shape;
import java.util.List;

/** ONNX's CumSum on known numbers. */
final class CumulativeSum {

    private CumulativeSum() {}

    static Known of(Node node, List<Known> in) {
        if (node.integer("exclusive", 0) != 0 || node.integer("reverse", 0) != 0) {
            throw new Refusal("exclusive and reverse are not supported");
        }
        Known dense = in.get(0).dense();
        int[] shape = dense.shape();
        int axis = Shape.axis(in.get(1).toIntegers()[0], shape.length);
        int inner = Shape.steps(shape)[axis];
        double[] floats = dense.floats() == null ? null : dense.floats().clone();
        long[] integers = dense.integers() == null ? null : dense.integers().clone();
        for (int i = 0; i < dense.storedSize(); i++) {
            if (i / inner % shape[axis] > 0) {
                if (floats != null) {
                    floats[i] = dense.type().round(floats[i - inner] + floats[i]);
                } else {
                    integers[i] += integers[i - inner];
                }
            }
        }
        return new Known(dense.type(), shape, shape, floats, integers);
    }
}
