package dev.jibe.object;

import dev.jibe.object.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value kept as its text: what nobody looks into between the request and the store.
 *
 * <p>Managed fields are most of an object's nodes and are read by server-side apply alone; as text they take a tenth of
 * the heap.
 */
public final class RawJson {

    /** Texts that came lately: the objects of one controller share a few. A newcomer takes the place of what is there. */
    private static final int SLOTS = 1 << 12;

    private static final AtomicReferenceArray<RawJson> LATELY = new AtomicReferenceArray<>(SLOTS);

    private final byte[] utf8;
    private final byte[] spelled;
    private final int hash;

    private RawJson(byte[] utf8) {
        this(utf8, utf8);
    }

    private RawJson(byte[] utf8, byte[] spelled) {
        this.utf8 = utf8;
        this.spelled = spelled;
        this.hash = Arrays.hashCode(spelled);
    }

    /** Takes text that is known to be compact JSON; likely the very instance that other objects hold. */
    public static RawJson pooled(byte[] compact) {
        var made = new RawJson(compact);
        int slot = (made.hash ^ made.hash >>> 16) & (SLOTS - 1);
        var known = LATELY.get(slot);
        if (made.equals(known)) {
            return known;
        }
        LATELY.set(slot, made);
        return made;
    }

    /** Keeps the compact form of the value, so that equal values have equal text. */
    public static RawJson of(Object value) {
        return value instanceof RawJson raw ? raw : pooled(Json.write(value));
    }

    /** Takes text that is known to be compact JSON, and ownership of the array. */
    public static RawJson ofUtf8(byte[] compact) {
        return new RawJson(compact);
    }

    /** Keeps the text as it came as well, which makes it another than the same value in other words. */
    public static RawJson spelled(byte[] text) {
        return new RawJson(Json.write(Json.parse(text)), text);
    }

    /** The text as it came; must not be written to. */
    public byte[] spelled() {
        return spelled;
    }

    /** The text, compact; must not be written to. */
    public byte[] utf8() {
        return utf8;
    }

    /** The value, parsed. */
    public Object parse() {
        return Json.parse(utf8);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof RawJson raw && hash == raw.hash && Arrays.equals(spelled, raw.spelled));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
