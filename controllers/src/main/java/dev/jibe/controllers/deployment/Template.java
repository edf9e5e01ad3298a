package dev.jibe.controllers.deployment;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.api.v1.PodTemplateSpec;
import dev.jibe.object.json.Json;

/**
 * A pod template reduced to what makes it different from another: no {@code pod-template-hash}, and nothing that says
 * nothing (nulls, empty maps and lists), which clients add and leave out at will.
 */
record Template(JsonMap canonical) {
    static final String HASH_LABEL = "pod-template-hash";

    private static final int FNV_OFFSET = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;
    private static final String SAFE_LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    static Template of(PodTemplateSpec template) {
        var tree = template.tree().withoutAt("metadata", "labels", HASH_LABEL);
        return new Template(reduced(tree));
    }

    /**
     * The value of the label {@code pod-template-hash}: the 32-bit FNV-1a hash of the template as canonical JSON, in
     * letters that make no words. A collision count other than zero gives another value.
     */
    String hash(int collisionCount) {
        int hash = FNV_OFFSET;
        for (byte b : Json.write(canonical)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        if (collisionCount != 0) {
            for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                hash = (hash ^ (collisionCount >>> shift & 0xff)) * FNV_PRIME;
            }
        }
        var text = new StringBuilder();
        Integer.toUnsignedString(hash)
                .chars()
                .forEach(c -> text.append(SAFE_LETTERS.charAt(c % SAFE_LETTERS.length())));
        return text.toString();
    }

    private static JsonMap reduced(JsonMap map) {
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
            case JsonList list -> list.map(Template::reduced); // places in a list count, even empty ones
            default -> value;
        };
    }

    private static boolean saysNothing(Object value) {
        return value == Null.NULL
                || (value instanceof JsonMap map && map.isEmpty())
                || (value instanceof JsonList list && list.isEmpty());
    }
}
