package io.github.emotion4j.core.checkpoint.torch;

import java.util.Optional;

/** What a storage holds, by torch's names; the constants are safetensors' names. */
enum ElementType {
    F64("DoubleStorage", 8),
    F32("FloatStorage", 4),
    F16("HalfStorage", 2),
    BF16("BFloat16Storage", 2),
    I64("LongStorage", 8),
    I32("IntStorage", 4),
    I16("ShortStorage", 2),
    I8("CharStorage", 1),
    U8("ByteStorage", 1),
    BOOL("BoolStorage", 1);

    private final String storage;
    private final int bytes;

    ElementType(String storage, int bytes) {
        this.storage = storage;
        this.bytes = bytes;
    }

    static Optional<ElementType> ofStorage(String name) {
        for (ElementType type : values()) {
            if (type.storage.equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    boolean isFloat() {
        return ordinal() <= BF16.ordinal();
    }

    /** Of one element. */
    int bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return "torch." + storage;
    }
}
