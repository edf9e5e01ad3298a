package dev.jibe.server.request;

import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of objects that were written out lately, shared by everybody who is sent them.
 *
 * <p>A newcomer replaces what is in its place, so the cache needs no lock and holds at most {@link #SLOTS} texts of {@link
 * #MAX_BYTES}: 32 MiB.
 */
final class EncodingCache {

    private static final int SLOTS = 1 << 11;
    private static final int MAX_BYTES = 16 << 10;

    private record Encoded(JsonMap object, byte[] json) {}

    private final @Nullable Encoded[] slots = new Encoded[SLOTS];

    @SuppressWarnings("ReferenceEquality") // the same version of an object is the same tree
    byte[] json(JsonMap object) {
        int slot = (System.identityHashCode(object) * 0x9E3779B9) >>> (32 - 11);
        var known = slots[slot];
        if (known != null && known.object() == object) {
            return known.json();
        }
        var json = Json.write(object);
        if (json.length <= MAX_BYTES) {
            slots[slot] = new Encoded(object, json);
        }
        return json;
    }
}
