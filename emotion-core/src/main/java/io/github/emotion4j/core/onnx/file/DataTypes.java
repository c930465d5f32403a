package io.github.emotion4j.core.onnx.file;

import io.github.emotion4j.core.onnx.tensor.ElementType;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import onnx.Onnx.TensorProto.DataType;

/** ONNX's numbers for element types. */
final class DataTypes {

    private DataTypes() {}

    /** The element type of that number. */
    static ElementType of(long number) {
        DataType type = number == (int) number ? DataType.forNumber((int) number) : null;
        if (type == null) {
            throw new Refusal("element type " + number + " is not supported");
        }
        return switch (type) {
            case FLOAT -> ElementType.F32;
            case FLOAT16 -> ElementType.F16;
            case BFLOAT16 -> ElementType.BF16;
            case DOUBLE -> ElementType.F64;
            case INT8 -> ElementType.I8;
            case UINT8 -> ElementType.U8;
            case INT16 -> ElementType.I16;
            case UINT16 -> ElementType.U16;
            case INT32 -> ElementType.I32;
            case UINT32 -> ElementType.U32;
            case INT64 -> ElementType.I64;
            case BOOL -> ElementType.BOOL;
            default -> throw new Refusal("element type " + type + " is not supported");
        };
    }
}
