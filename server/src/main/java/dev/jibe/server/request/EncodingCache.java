package dev.jibe.server.request;

import dev.jibe.object.JsonMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One encoding of the objects that were written out lately, shared by everybody who is sent them.
 *
 * <p>An object has two places it may be in, and a newcomer replaces what is in the second, so the cache needs no lock and
 * holds at most {@link #SLOTS} texts of {@link #MAX_BYTES}: 16 MiB.
 */
final class EncodingCache {

    private static final int BITS = 11;
    private static final int SLOTS = 1 << BITS;
    private static final int MAX_BYTES = 8 << 10;

    private record Encoded(JsonMap object, byte[] bytes) {}

    private final @Nullable Encoded[] slots = new Encoded[SLOTS];
    private final Function<JsonMap, byte[]> encoder;

    EncodingCache(Function<JsonMap, byte[]> encoder) {
        this.encoder = encoder;
    }

    /** The text of one of so many objects that are written together; of more than there is room for none is kept. */
    byte[] of(JsonMap object, int together) {
        return of(object, together <= SLOTS / 2);
    }

    byte[] of(JsonMap object) {
        return of(object, true);
    }

    @SuppressWarnings("ReferenceEquality") // the same version of an object is the same tree
    private byte[] of(JsonMap object, boolean isKept) {
        int first = (System.identityHashCode(object) * 0x9E3779B9) >>> (32 - BITS);
        int second = first ^ 1;
        var known = slots[first];
        if (known != null && known.object() == object) {
            return known.bytes();
        }
        var other = slots[second];
        if (other != null && other.object() == object) {
            return other.bytes();
        }
        var bytes = encoder.apply(object);
        if (isKept && bytes.length <= MAX_BYTES) {
            slots[known == null ? first : second] = new Encoded(object, bytes);
        }
        return bytes;
    }
}
