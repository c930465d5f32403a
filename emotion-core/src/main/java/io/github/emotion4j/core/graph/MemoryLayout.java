package io.github.emotion4j.core.graph;

import java.util.Map;
import java.util.TreeMap;

/** Places values in a stretch of memory that others have left: best fit, neighbouring gaps united. Places begin at multiples of 16 floats (64 bytes). */
final class MemoryLayout {

    private static final int ALIGNMENT = 16;

    /**
     * Where a value lies.
     *
     * @param from index of its first float
     * @param size its floats
     */
    record Place(int from, int size) {
        private int taken() {
            return Math.max(ALIGNMENT, Math.addExact(size, ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        }
    }

    private final TreeMap<Integer, Integer> gaps = new TreeMap<>();
    private int end;

    /** Floats needed for everything that was placed so far. */
    int size() {
        return end;
    }

    Place take(int size) {
        int needed = new Place(0, size).taken();
        int best = -1;
        for (Map.Entry<Integer, Integer> gap : gaps.entrySet()) {
            if (gap.getValue() >= needed && (best < 0 || gap.getValue() < gaps.get(best))) {
                best = gap.getKey();
            }
        }
        if (best < 0) {
            return append(size, needed);
        }
        int rest = gaps.remove(best) - needed;
        if (rest > 0) {
            gaps.put(best + needed, rest);
        }
        return new Place(best, size);
    }

    private Place append(int size, int needed) {
        int from = end;
        Map.Entry<Integer, Integer> last = gaps.lastEntry();
        if (last != null && last.getKey() + last.getValue() == end) {
            from = last.getKey();
            gaps.remove(from);
        }
        end = Math.addExact(from, needed);
        return new Place(from, size);
    }

    void giveBack(Place place) {
        int from = place.from();
        int length = place.taken();
        Map.Entry<Integer, Integer> before = gaps.floorEntry(from);
        if (before != null && before.getKey() + before.getValue() == from) {
            from = before.getKey();
            length += before.getValue();
        }
        Integer after = gaps.remove(place.from() + place.taken());
        gaps.put(from, after == null ? length : length + after);
    }
}
