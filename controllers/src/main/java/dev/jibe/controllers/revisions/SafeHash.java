package dev.jibe.controllers.revisions;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.json.Json;

/** The hash of a template as names and labels hold it: 32 bits of FNV-1a, in letters that make no words. */
public final class SafeHash {
    private static final int FNV_OFFSET = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;
    private static final String SAFE_LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private SafeHash() {}

    /** The hash of a reduced tree as canonical JSON. A collision count other than zero gives another value. */
    public static String of(JsonMap reduced, int collisionCount) {
        int hash = FNV_OFFSET;
        for (byte b : Json.write(reduced)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        if (collisionCount != 0) {
            for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                hash = (hash ^ (collisionCount >>> shift & 0xff)) * FNV_PRIME;
            }
        }
        return letters(hash);
    }

    /** The digits of the number, each as a letter. */
    static String letters(int hash) {
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
