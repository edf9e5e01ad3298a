package dev.jibe.object;

import dev.jibe.object.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A JSON value kept as its text: what nobody looks into between the request and the store.
 *
 * <p>Managed fields are most of an object's nodes and are read by server-side apply alone; as text they take a tenth of
 * the heap.
 */
public final class RawJson {

    private final byte[] utf8;

    private RawJson(byte[] utf8) {
        this.utf8 = utf8;
    }

    /** Keeps the compact form of the value, so that equal values have equal text. */
    public static RawJson of(Object value) {
        return value instanceof RawJson raw ? raw : new RawJson(Json.write(value));
    }

    /** Takes text that is known to be compact JSON, and ownership of the array. */
    public static RawJson ofUtf8(byte[] compact) {
        return new RawJson(compact);
    }

    /** The text; must not be written to. */
    public byte[] utf8() {
        return utf8;
    }

    /** The value, parsed. */
    public Object parse() {
        return Json.parse(utf8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawJson raw && Arrays.equals(utf8, raw.utf8);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(utf8);
    }

    @Override
    public String toString() {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
