package io.github.emotion4j.data.statistics;

/**
 * Which texts occurred, with which label, in about 20 bytes per distinct text however long it is: texts are known by a 64-bit hash. Among ten million
 * texts two different ones are taken for the same with a probability of 3 in a million.
 */
final class SeenTexts {

    private static final byte TWICE = 1;
    private static final byte CONFLICT = 2;

    private long[] keys = new long[1 << 12]; // 0 is free
    private int[] labels = new int[keys.length];
    private byte[] flags = new byte[keys.length];
    private int size;
    private long repeated;
    private long conflicting;

    void add(String text, int label) {
        long key = hash(text);
        int at = find(keys, key);
        if (keys[at] == 0) {
            keys[at] = key;
            labels[at] = label;
            if (++size > keys.length * 0.65) {
                grow();
            }
            return;
        }
        if ((flags[at] & TWICE) == 0) {
            flags[at] |= TWICE;
            repeated++;
        }
        if (labels[at] != label && (flags[at] & CONFLICT) == 0) {
            flags[at] |= CONFLICT;
            conflicting++;
        }
    }

    /** How many distinct texts occurred more than once. */
    long repeated() {
        return repeated;
    }

    /** How many distinct texts occurred with more than one label. */
    long conflicting() {
        return conflicting;
    }

    private void grow() {
        long[] newKeys = new long[keys.length * 2];
        int[] newLabels = new int[newKeys.length];
        byte[] newFlags = new byte[newKeys.length];
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != 0) {
                int at = find(newKeys, keys[i]);
                newKeys[at] = keys[i];
                newLabels[at] = labels[i];
                newFlags[at] = flags[i];
            }
        }
        keys = newKeys;
        labels = newLabels;
        flags = newFlags;
    }

    private static int find(long[] keys, long key) {
        int at = (int) (key >>> 20) & keys.length - 1;
        while (keys[at] != 0 && keys[at] != key) {
            at = at + 1 & keys.length - 1;
        }
        return at;
    }

    /** FNV-1a over the UTF-16 code units, finished with the mixer of MurmurHash3; never 0. */
    static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = mix(hash + text.length());
        return hash == 0 ? 1 : hash;
    }

    static long mix(long value) {
        long h = value;
        h = (h ^ h >>> 33) * 0xff51afd7ed558ccdL;
        h = (h ^ h >>> 33) * 0xc4ceb9fe1a85ec53L;
        return h ^ h >>> 33;
    }
}
