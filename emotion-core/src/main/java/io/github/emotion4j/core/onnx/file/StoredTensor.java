package io.github.emotion4j.core.onnx.file;

import io.github.emotion4j.core.checkpoint.FloatFormat;
import io.github.emotion4j.core.onnx.tensor.ElementType;
import io.github.emotion4j.core.onnx.tensor.Refusal;
import io.github.emotion4j.core.onnx.tensor.Shape;
import io.github.emotion4j.core.onnx.tensor.Value;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import onnx.Onnx.TensorProto;

/**
 * A tensor of the file, an initialiser or the value of a Constant node. Its bytes are looked at only when asked for, and copied only if they have
 * to be widened. Two tensors are equal only if they are the same one.
 */
public final class StoredTensor {

    private final String name;
    private final ElementType type;
    private final int[] shape;
    private final TensorProto proto;

    /** Its bytes if they lie in another file, else null. */
    private final ByteBuffer external;

    /** Its numbers, once they were asked for. */
    private FloatBuffer floats;

    private StoredTensor(String name, ElementType type, int[] shape, TensorProto proto, ByteBuffer external) {
        this.name = name;
        this.type = type;
        this.shape = shape;
        this.proto = proto;
        this.external = external;
    }

    /**
     * Checks a message.
     *
     * @param files where its numbers may lie outside of it
     */
    static StoredTensor of(String name, TensorProto proto, ExternalData files) {
        int[] shape = new int[proto.getDimsCount()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = (int) Math.min(proto.getDims(i), Integer.MAX_VALUE);
        }
        ElementType type;
        try {
            type = DataTypes.of(proto.getDataType());
            Shape.size(shape);
        } catch (Refusal refusal) {
            throw new Refusal("tensor '" + name + "': " + refusal.getMessage());
        }
        if (proto.hasSegment()) {
            throw new Refusal("tensor '" + name + "' is stored in segments, which is not supported");
        }
        boolean elsewhere = proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
        var tensor = new StoredTensor(name, type, shape, proto, elsewhere ? files.open(name, proto) : null);
        int typed = proto.getFloatDataCount()
                + proto.getDoubleDataCount()
                + proto.getInt32DataCount()
                + proto.getInt64DataCount()
                + proto.getUint64DataCount();
        if ((elsewhere || !proto.getRawData().isEmpty()) && typed > 0
                || elsewhere && !proto.getRawData().isEmpty()) {
            throw new Refusal("tensor '" + name + "' holds its numbers twice; the format allows one place only");
        }
        int expected = Shape.size(shape);
        long found = tensor.elements();
        if (found != expected) {
            throw new Refusal("tensor '" + name + "' of shape " + Arrays.toString(shape) + " needs " + expected
                    + " elements of " + type + ", the file holds " + found);
        }
        return tensor;
    }

    /** Its name in the file. */
    public String name() {
        return name;
    }

    /** The element type. */
    public ElementType type() {
        return type;
    }

    /** Sizes of the axes; not to be changed. */
    public int[] shape() {
        return shape;
    }

    /** Number of elements. */
    private int size() {
        return Shape.size(shape);
    }

    /** The elements of a floating-point tensor as float32: a view of the file where it stores float32, else a copy that is kept. */
    public synchronized FloatBuffer floats() {
        if (floats == null) {
            floats = widened();
        }
        return floats.duplicate();
    }

    private FloatBuffer widened() {
        ByteBuffer raw = raw();
        if (raw != null) {
            return format().widen(raw);
        }
        float[] values = new float[size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (type) {
                case F32 -> proto.getFloatData(i);
                case F64 -> (float) proto.getDoubleData(i);
                case F16 -> FloatFormat.halfToFloat((short) proto.getInt32Data(i));
                case BF16 -> Float.intBitsToFloat(proto.getInt32Data(i) << 16);
                default -> throw new Refusal("tensor '" + name + "' is of type " + type + ", expected floating point");
            };
        }
        return FloatBuffer.wrap(values);
    }

    /** The numbers; those of a floating-point tensor stay where they are. */
    public Value value() {
        if (type.isFloat()) {
            return Value.view(type, shape, floats());
        }
        long[] values = new long[Shape.allocatable(shape)];
        ByteBuffer raw = raw();
        for (int i = 0; i < values.length; i++) {
            values[i] = raw != null ? integer(raw, i) : typedInteger(i);
        }
        return Value.of(type, shape, values);
    }

    private FloatFormat format() {
        return switch (type) {
            case F32 -> FloatFormat.F32;
            case F16 -> FloatFormat.F16;
            case BF16 -> FloatFormat.BF16;
            case F64 -> FloatFormat.F64;
            default -> throw new Refusal("tensor '" + name + "' is of type " + type + ", expected floating point");
        };
    }

    private long integer(ByteBuffer raw, int i) {
        return switch (type) {
            case BOOL -> raw.get(i) == 0 ? 0 : 1;
            case I8 -> raw.get(i);
            case U8 -> raw.get(i) & 0xff;
            case I16 -> raw.getShort(2 * i);
            case U16 -> raw.getShort(2 * i) & 0xffff;
            case I32 -> raw.getInt(4 * i);
            case U32 -> raw.getInt(4 * i) & 0xffffffffL;
            case I64 -> raw.getLong(8 * i);
            default -> throw new IllegalStateException(type.toString());
        };
    }

    private long typedInteger(int i) {
        return switch (type) {
            case I64 -> proto.getInt64Data(i);
            case U32 -> proto.getUint64Data(i);
            case BOOL -> proto.getInt32Data(i) == 0 ? 0 : 1;
            default -> proto.getInt32Data(i);
        };
    }

    /** The bytes, little-endian, or null where the message holds typed numbers. */
    private ByteBuffer raw() {
        if (external != null) {
            return external.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        }
        return proto.getRawData().isEmpty()
                ? null
                : proto.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    private long elements() {
        ByteBuffer raw = raw();
        if (raw != null) {
            return raw.remaining() % type.bytes() == 0 ? raw.remaining() / type.bytes() : -1;
        }
        List<?> numbers = switch (type) {
            case F32 -> proto.getFloatDataList();
            case F64 -> proto.getDoubleDataList();
            case I64 -> proto.getInt64DataList();
            case U32 -> proto.getUint64DataList();
            default -> proto.getInt32DataList();
        };
        return numbers.size();
    }
}
