package io.github.emotion4j.core.checkpoint.torch;

import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.core.checkpoint.torch.Pickled.Constant;
import io.github.emotion4j.core.checkpoint.torch.Pickled.Dict;
import io.github.emotion4j.core.checkpoint.torch.Pickled.Tuple;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a state dict is made of: ordered dicts, storages, tensors and parameters. Three names are constants of ours, those of storages an enum; none is
 * looked up anywhere else.
 *
 * @see <a href="https://github.com/pytorch/pytorch/blob/v2.13.0/torch/_utils.py">PyTorch's _rebuild_tensor_v2, whose arguments these are</a>
 */
final class TorchGlobals implements Globals {

    /** As for safetensors. */
    private static final int MAX_RANK = 8;

    private enum Callee {
        ORDERED_DICT("collections.OrderedDict"),
        REBUILD_TENSOR("torch._utils._rebuild_tensor_v2"),
        REBUILD_PARAMETER("torch._utils._rebuild_parameter");

        private final String path;

        Callee(String path) {
            this.path = path;
        }

        @Override
        public String toString() {
            return path;
        }
    }

    private final Path file;
    private final Archive archive;
    private final Map<String, Storage> storages = new HashMap<>();

    TorchGlobals(Path file, Archive archive) {
        this.file = file;
        this.archive = archive;
    }

    @Override
    public Object named(String module, String name) {
        String path = module + "." + name;
        for (Callee callee : Callee.values()) {
            if (callee.path.equals(path)) {
                return callee;
            }
        }
        Optional<ElementType> type = module.equals("torch") ? ElementType.ofStorage(name) : Optional.empty();
        return type.orElseThrow(() -> new InvalidModelException(file + ": its pickle asks for '" + Printable.of(path)
                + "', which is not part of a dict of tensors; it was neither loaded nor run. Expected what"
                + " torch.save(model.state_dict(), …) writes: save that, or take another file"));
    }

    @Override
    public Object call(Object callee, Tuple arguments) {
        Object[] items = arguments.items();
        if (callee == Callee.ORDERED_DICT && items.length == 0) {
            return new Dict();
        }
        if (callee == Callee.REBUILD_TENSOR && (items.length == 6 || items.length == 7)) {
            return tensor(items);
        }
        if (callee == Callee.REBUILD_PARAMETER && items.length == 3 && items[0] instanceof StridedView view) {
            requireNoHooks(items[2]);
            return view;
        }
        throw invalid("calls " + Pickled.kind(callee) + " with "
                + Arrays.stream(items).limit(8).map(Pickled::kind).toList());
    }

    @Override
    public Object persistent(Object id) throws IOException {
        if (!(id instanceof Tuple tuple)
                || tuple.items().length != 5
                || !"storage".equals(tuple.items()[0])
                || !(tuple.items()[1] instanceof ElementType type)
                || !(tuple.items()[2] instanceof String key)
                || !(tuple.items()[3] instanceof String)
                || !(tuple.items()[4] instanceof Long size)) {
            throw invalid("describes something outside of it by " + Pickled.kind(id)
                    + ", expected ('storage', type, key, device, number of elements)");
        }
        Storage storage = storages.get(key);
        if (storage == null) {
            storage = open(key, type);
            storages.put(key, storage);
        }
        if (storage.type() != type || storage.size() != size) {
            throw invalid("describes storage '" + Printable.of(key) + "' as " + size + " elements of " + type
                    + ", but the file holds " + storage.size() + " of " + storage.type());
        }
        return storage;
    }

    private Storage open(String key, ElementType type) throws IOException {
        String record = "data/" + key;
        ByteBuffer content = archive.find(record)
                .orElseThrow(() -> invalid(
                        "describes storage '" + Printable.of(key) + "', but the archive does not hold its data"));
        if (content.limit() % type.bytes() != 0) {
            throw invalid("describes storage '" + Printable.of(key) + "' as of " + type + ", but it has "
                    + content.limit() + " bytes");
        }
        return new Storage(archive, record, type, content);
    }

    /** {@code (storage, offset, size, stride, requires_grad, backward_hooks[, metadata])}. */
    private StridedView tensor(Object[] items) {
        if (!(items[0] instanceof Storage storage)
                || !(items[1] instanceof Long offset)
                || !(items[2] instanceof Tuple sizes)
                || !(items[3] instanceof Tuple steps)
                || !(items[4] instanceof Boolean)) {
            throw invalid("describes a tensor by "
                    + Arrays.stream(items).map(Pickled::kind).toList());
        }
        requireNoHooks(items[5]);
        if (items.length == 7
                && !(items[6] instanceof Dict metadata && metadata.items().isEmpty())) {
            throw invalid("describes a tensor that is a conjugate or negative view; expected its values themselves");
        }
        if (offset < 0 || offset > storage.size()) {
            throw invalid("describes a tensor from element " + offset + " of a storage of " + storage.size());
        }
        int[] shape = integers(sizes);
        int[] strides = integers(steps);
        if (shape.length != strides.length) {
            throw invalid("describes a tensor of shape " + Arrays.toString(shape) + " by the strides "
                    + Arrays.toString(strides));
        }
        long size = 1;
        long last = offset;
        for (int axis = 0; axis < shape.length; axis++) {
            size *= shape[axis];
            last += Math.max(0, shape[axis] - 1L) * strides[axis];
            if (size > Integer.MAX_VALUE || last < 0) {
                throw invalid("describes a tensor of the impossible shape " + Arrays.toString(shape));
            }
        }
        if (size > 0 && last >= storage.size()) {
            throw invalid("describes a tensor of shape " + Arrays.toString(shape) + " and strides "
                    + Arrays.toString(strides) + " from element " + offset + " of a storage of " + storage.size()
                    + " elements: it reaches beyond its end");
        }
        return storage.view(offset.intValue(), shape, strides);
    }

    private int[] integers(Tuple tuple) {
        Object[] items = tuple.items();
        int[] integers = new int[items.length];
        if (items.length > MAX_RANK) {
            throw invalid("describes a tensor of " + items.length + " axes; expected at most " + MAX_RANK);
        }
        for (int i = 0; i < items.length; i++) {
            if (!(items[i] instanceof Long value) || value < 0 || value > Integer.MAX_VALUE) {
                throw invalid("describes a tensor whose sizes and strides hold "
                        + (items[i] instanceof Long ? items[i] : Pickled.kind(items[i]))
                        + "; expected numbers from 0 to " + Integer.MAX_VALUE);
            }
            integers[i] = value.intValue();
        }
        return integers;
    }

    private void requireNoHooks(Object hooks) {
        if (hooks != Constant.NONE
                && !(hooks instanceof Dict dict && dict.items().isEmpty())) {
            throw invalid("describes a tensor with hooks, " + Pickled.kind(hooks) + "; expected an empty dict");
        }
    }

    private InvalidModelException invalid(String finding) {
        return new InvalidModelException(file + ": its pickle " + finding + ". Expected a dict of tensors as torch.save"
                + " writes state_dict(); fetch the file again, or take another");
    }
}
