package io.github.emotion4j.core.checkpoint.torch;

import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.core.checkpoint.torch.Pickled.Dict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The named tensors in what a pickle held: a dict of nothing else, alone or beside the rest of a training run. */
final class StateDict {

    /** Where trainers put the weights in what they save of a run. */
    private static final Set<String> IN_A_RUN = Set.of("state_dict", "model_state_dict", "model");

    private static final int LONGEST_NAME = 1000;

    private StateDict() {}

    /**
     * The tensors by name, in the file's order.
     *
     * @param root what the pickle held
     * @throws InvalidModelException if it is not clear which tensors are the weights
     */
    static Map<String, StridedView> tensors(Path file, Object root) {
        if (!(root instanceof Dict dict)) {
            throw invalid(file, "holds " + Pickled.kind(root));
        }
        if (dict.items().values().stream().noneMatch(StridedView.class::isInstance)) {
            return named(file, insideRun(file, dict));
        }
        return named(file, dict);
    }

    private static Dict insideRun(Path file, Dict run) {
        var found = new ArrayList<String>();
        var all = new ArrayList<String>();
        var known = new IdentityHashMap<Dict, Boolean>(); // one dict may be the value of many keys
        run.items().forEach((key, value) -> {
            all.add(Printable.of(key.toString()));
            if (value instanceof Dict inner && known.computeIfAbsent(inner, StateDict::isStateDict)) {
                found.add(key.toString());
            }
        });
        if (found.size() == 1 && IN_A_RUN.contains(found.get(0))) {
            return (Dict) run.items().get(found.get(0));
        }
        List<String> shown = all.subList(0, Math.min(8, all.size()));
        throw invalid(
                file,
                all.isEmpty()
                        ? "holds an empty dict"
                        : "holds a dict of " + shown + (all.size() > 8 ? " and more" : "")
                                + ", in which it is not clear where the weights are");
    }

    private static boolean isStateDict(Dict dict) {
        return !dict.items().isEmpty() && dict.items().values().stream().allMatch(StridedView.class::isInstance);
    }

    private static Map<String, StridedView> named(Path file, Dict dict) {
        var tensors = new LinkedHashMap<String, StridedView>();
        dict.items().forEach((key, value) -> {
            if (!(key instanceof String name) || name.length() > LONGEST_NAME || !name.equals(Printable.line(name))) {
                throw invalid(file, "names an entry '" + Printable.of(key.toString()) + "', which is no tensor's name");
            }
            if (!(value instanceof StridedView tensor)) {
                throw invalid(file, "holds " + Pickled.kind(value) + " as '" + name + "', expected a tensor");
            }
            tensors.put(name, tensor);
        });
        return tensors;
    }

    private static InvalidModelException invalid(Path file, String finding) {
        return new InvalidModelException(file + ": its pickle " + finding
                + "; expected named tensors as torch.save(model.state_dict(), …) writes them");
    }
}
