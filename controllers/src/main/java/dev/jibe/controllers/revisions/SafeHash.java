package dev.jibe.controllers.revisions;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;

/** How names and labels hold the hash of a template: 32 bits of FNV-1a, in letters that make no words. */
public final class SafeHash {
    /** The hash of the empty text. */
    public static final int SEED = 0x811c9dc5;

    private static final int FNV_PRIME = 0x01000193;
    private static final String SAFE_LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private SafeHash() {}

    /** The hash of a text to which a byte has been added. */
    public static int with(int hash, byte next) {
        return (hash ^ (next & 0xff)) * FNV_PRIME;
    }

    /** The digits of the number, each as a letter. */
    public static String letters(int hash) {
        var text = new StringBuilder();
        Integer.toUnsignedString(hash)
                .chars()
                .forEach(c -> text.append(SAFE_LETTERS.charAt(c % SAFE_LETTERS.length())));
        return text.toString();
    }

    /** The tree without what says nothing: nulls, empty maps and lists, which clients add and leave out at will. */
    public static JsonMap reduced(JsonMap map) {
        var result = JsonMap.builder();
        map.forEach((key, value) -> {
            var kept = reduced(value);
            if (!saysNothing(kept)) {
                result.put(key, kept);
            }
        });
        return result.build();
    }

    private static Object reduced(Object value) {
        return switch (value) {
            case JsonMap map -> reduced(map);
            case JsonList list -> list.map(SafeHash::reduced); // places in a list count, even empty ones
            default -> value;
        };
    }

    private static boolean saysNothing(Object value) {
        return value == Null.NULL
                || (value instanceof JsonMap map && map.isEmpty())
                || (value instanceof JsonList list && list.isEmpty());
    }
}
