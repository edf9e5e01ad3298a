package dev.jibe.object;

import java.util.concurrent.ConcurrentHashMap;

/**
 * Short strings that many objects repeat: keys, enumerated values, names of images and owners.
 *
 * <p>Values share a direct-mapped table in which a newcomer replaces what is there: it is a cache, needs no lock, and
 * cannot grow. A lost race costs one duplicate string.
 */
public final class StringPool {

    private static final int SLOTS = 1 << 13;
    private static final int MAX_LENGTH = 48;
    private static final int MAX_KEYS = 1 << 16;
    private static final String[] VALUES = new String[SLOTS];
    private static final ConcurrentHashMap<String, String> KEYS = new ConcurrentHashMap<>();

    private StringPool() {}

    /** An equal string, likely the one that other objects hold. */
    public static String value(String string) {
        if (string.length() > MAX_LENGTH) {
            return string;
        }
        int hash = string.hashCode();
        int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
        String known = VALUES[slot];
        if (string.equals(known)) {
            return known;
        }
        VALUES[slot] = string;
        return string;
    }

    /** An equal string for use as a key, the same one as the literal in the code where there is one. */
    static String key(String string) {
        var known = KEYS.get(string);
        if (known != null) {
            return known;
        }
        if (KEYS.size() >= MAX_KEYS || string.length() > MAX_LENGTH) {
            return string;
        }
        var interned = string.intern();
        KEYS.put(interned, interned);
        return interned;
    }
}
