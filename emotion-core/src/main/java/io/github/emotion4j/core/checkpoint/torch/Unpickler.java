package io.github.emotion4j.core.checkpoint.torch;

import io.github.emotion4j.core.checkpoint.InvalidModelException;
import io.github.emotion4j.core.checkpoint.torch.Pickled.Constant;
import io.github.emotion4j.core.checkpoint.torch.Pickled.Dict;
import io.github.emotion4j.core.checkpoint.torch.Pickled.Tuple;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a pickle of protocol 2 to 5 with the instructions that dicts of tensors consist of: numbers, texts, tuples, dicts and lists, the memo, and calls that
 * {@link Globals} allows. Work and memory are bounded by the number of instructions, whatever counts and sizes the pickle claims. For one use.
 *
 * @see <a href="https://peps.python.org/pep-3154/">PEP 3154, protocol 4</a>
 */
final class Unpickler {

    /** A tensor takes about 45; checkpoints of encoders, optimizer included, have some thousand tensors. */
    private static final int MAX_INSTRUCTIONS = 250_000;

    private static final int MAX_TEXT = 1 << 16;

    private final String place;
    private final ByteBuffer in;
    private final Globals globals;
    private final List<Object> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Integer, Object> memo = new HashMap<>();

    /**
     * Prepares a run.
     *
     * @param place the file and the entry in it, for messages
     * @param pickle little-endian, from position 0 to its limit
     */
    Unpickler(String place, ByteBuffer pickle, Globals globals) {
        this.place = place;
        this.in = pickle;
        this.globals = globals;
    }

    /**
     * Runs the pickle.
     *
     * @return its value
     * @throws InvalidModelException if it is damaged, or asks for anything that a dict of tensors does without
     */
    Object run() throws IOException {
        if (in.limit() < 2 || Opcode.of(in.get(0)) != Opcode.PROTO || in.get(1) < 2 || in.get(1) > 5) {
            throw invalid("does not begin as a pickle of protocol 2 to 5 does");
        }
        for (int count = 0; count < MAX_INSTRUCTIONS; count++) {
            int at = in.position();
            Opcode opcode = Opcode.of(next(1).get());
            if (opcode == Opcode.STOP) {
                return result();
            }
            run(opcode, at);
        }
        throw invalid("has more than " + MAX_INSTRUCTIONS
                + " instructions; expected a state dict alone, without the state of a training run");
    }

    private Object result() {
        if (stack.size() != 1 || !marks.isEmpty() || in.hasRemaining()) {
            throw invalid("ends with " + stack.size() + " values and " + in.remaining()
                    + " bytes behind its end; expected one value and none");
        }
        return stack.get(0);
    }

    private void run(Opcode opcode, int at) throws IOException {
        switch (opcode) {
            case PROTO -> {
                if (at != 0) {
                    throw invalid("begins anew at byte " + at);
                }
                next(1).get();
            }
            case FRAME -> length(next(8).getLong());
            case NONE -> push(Constant.NONE);
            case NEWTRUE -> push(true);
            case NEWFALSE -> push(false);
            case BININT -> push((long) next(4).getInt());
            case BININT1 -> push((long) unsignedByte());
            case BININT2 -> push((long) Short.toUnsignedInt(next(2).getShort()));
            case LONG1 -> push(wholeNumber());
            case BINFLOAT -> push(Double.longBitsToDouble(Long.reverseBytes(next(8).getLong())));
            case SHORT_BINUNICODE -> push(text(unsignedByte()));
            case BINUNICODE -> push(text(length(Integer.toUnsignedLong(next(4).getInt()))));
            case BINUNICODE8 -> push(text(length(next(8).getLong())));
            case EMPTY_LIST -> push(Constant.LIST);
            case APPEND -> {
                pop();
                requireList();
            }
            case APPENDS -> {
                popToMark();
                requireList();
            }
            case EMPTY_TUPLE -> push(new Tuple());
            case TUPLE -> push(new Tuple(popToMark()));
            case TUPLE1 -> push(new Tuple(pop(1)));
            case TUPLE2 -> push(new Tuple(pop(2)));
            case TUPLE3 -> push(new Tuple(pop(3)));
            case EMPTY_DICT -> push(new Dict());
            case SETITEM -> setItems(pop(2));
            case SETITEMS -> setItems(popToMark());
            case MARK -> marks.add(stack.size());
            case BINGET -> push(remembered(unsignedByte()));
            case LONG_BINGET -> push(remembered(next(4).getInt()));
            case BINPUT -> memo.put(unsignedByte(), top());
            case LONG_BINPUT -> memo.put(next(4).getInt(), top());
            case MEMOIZE -> memo.put(memo.size(), top());
            case GLOBAL -> push(globals.named(line(), line()));
            case STACK_GLOBAL -> stackGlobal();
            case REDUCE -> reduce();
            case BUILD -> build();
            case BINPERSID -> push(globals.persistent(pop()));
            default ->
                throw invalid("asks for " + (opcode == Opcode.UNKNOWN ? "an unknown instruction" : opcode) + " at byte "
                        + at + ", which no dict of tensors needs; it is not carried out");
        }
    }

    private void stackGlobal() {
        Object[] names = pop(2);
        if (!(names[0] instanceof String module) || !(names[1] instanceof String name)) {
            throw invalid("names something by " + Pickled.kind(names[0]) + " and " + Pickled.kind(names[1]));
        }
        push(globals.named(module, name));
    }

    private void reduce() {
        Object[] call = pop(2);
        if (!(call[1] instanceof Tuple arguments)) {
            throw invalid("calls with " + Pickled.kind(call[1]) + ", expected a tuple");
        }
        push(globals.call(call[0], arguments));
    }

    /** Attributes of a dict, of which torch's {@code _metadata} is one, say nothing of tensors. */
    private void build() {
        Object state = pop();
        if (!(top() instanceof Dict) || !(state instanceof Dict)) {
            throw invalid("sets the state of " + Pickled.kind(top()) + " by " + Pickled.kind(state)
                    + "; expected attributes of a dict");
        }
    }

    private void setItems(Object[] items) {
        if (!(top() instanceof Dict dict)) {
            throw invalid("sets items of " + Pickled.kind(top()) + ", expected a dict");
        }
        if (items.length % 2 != 0) {
            throw invalid("sets a key without a value");
        }
        for (int i = 0; i < items.length; i += 2) {
            Object key = items[i];
            if (!(key instanceof String) && !(key instanceof Long)) {
                throw invalid("has " + Pickled.kind(key) + " as the key of a dict; expected a text or a number");
            }
            if (!dict.set(key, items[i + 1])) {
                throw invalid("sets the key '" + Printable.of(key.toString()) + "' of a dict twice");
            }
        }
    }

    private void requireList() {
        if (top() != Constant.LIST) {
            throw invalid("appends to " + Pickled.kind(top()) + ", expected a list");
        }
    }

    private Object remembered(int key) {
        Object value = memo.get(key);
        if (value == null) {
            throw invalid("asks for value " + Integer.toUnsignedString(key) + " of its memo, which was not put there");
        }
        return value;
    }

    private void push(Object value) {
        stack.add(value);
    }

    private Object pop() {
        Object value = top();
        stack.remove(stack.size() - 1);
        return value;
    }

    private Object[] pop(int count) {
        int begin = stack.size() - count;
        if (begin < bottom()) {
            throw invalid("takes more values from its stack than there are");
        }
        return popFrom(begin);
    }

    private Object[] popToMark() {
        if (marks.isEmpty()) {
            throw invalid("has no mark where one is needed");
        }
        return popFrom(marks.remove(marks.size() - 1));
    }

    private Object[] popFrom(int begin) {
        List<Object> values = stack.subList(begin, stack.size());
        Object[] popped = values.toArray();
        values.clear();
        return popped;
    }

    private Object top() {
        if (stack.size() <= bottom()) {
            throw invalid("takes more values from its stack than there are");
        }
        return stack.get(stack.size() - 1);
    }

    /** Values below the last mark are out of reach. */
    private int bottom() {
        return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
    }

    private int unsignedByte() {
        return next(1).get() & 0xff;
    }

    private long wholeNumber() {
        byte[] digits = new byte[unsignedByte()];
        if (digits.length > Long.BYTES) {
            throw invalid("holds a whole number of " + digits.length + " bytes; expected at most " + Long.BYTES);
        }
        next(digits.length).get(digits);
        long value = digits.length > 0 && digits[digits.length - 1] < 0 ? -1 : 0;
        for (int i = digits.length - 1; i >= 0; i--) {
            value = value << 8 | digits[i] & 0xff;
        }
        return value;
    }

    private int length(long claimed) {
        if (claimed < 0 || claimed > in.remaining()) {
            throw invalid("claims " + Long.toUnsignedString(claimed) + " bytes at byte " + in.position() + ", but has "
                    + in.remaining() + " left");
        }
        return (int) claimed;
    }

    private String text(int length) {
        if (length > MAX_TEXT) {
            throw invalid("holds a text of " + length + " bytes; expected at most " + MAX_TEXT);
        }
        try {
            ByteBuffer bytes = next(length).slice(in.position(), length);
            in.position(in.position() + length);
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw invalid("holds a text that is not UTF-8");
        }
    }

    private String line() {
        int begin = in.position();
        while (next(1).get() != '\n') {
            if (in.position() - begin > MAX_TEXT) {
                throw invalid("holds a name of more than " + MAX_TEXT + " bytes");
            }
        }
        int length = in.position() - begin - 1;
        in.position(begin);
        String line = text(length);
        in.get();
        return line;
    }

    /** The pickle, which has so many bytes left. */
    private ByteBuffer next(int count) {
        if (count > in.remaining()) {
            throw invalid("is cut off after " + in.limit() + " bytes");
        }
        return in;
    }

    private InvalidModelException invalid(String finding) {
        return new InvalidModelException(place + " " + finding + ". Expected a dict of tensors as torch.save writes"
                + " state_dict(); fetch the file again, or convert it to safetensors");
    }
}
