package dev.jibe.object.cbor;

import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.schema.StructType;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Values as CBOR, in the form that the API gives and takes: what is written is enclosed in the tag of self-described CBOR,
 * strings are byte strings, keys are sorted. See <a
 * href="https://kubernetes.io/docs/reference/using-api/api-concepts/#cbor-encoding">CBOR resource encoding</a>.
 */
public final class Cbor {

    /** The head of tag 55799, with which everything begins that is written. */
    private static final byte[] SELF_DESCRIBED = {(byte) 0xd9, (byte) 0xd9, (byte) 0xf7};

    private Cbor() {}

    /** Whether bytes begin as what {@link #write} gives. */
    public static boolean isSelfDescribed(byte[] bytes) {
        return bytes.length >= SELF_DESCRIBED.length
                && bytes[0] == SELF_DESCRIBED[0]
                && bytes[1] == SELF_DESCRIBED[1]
                && bytes[2] == SELF_DESCRIBED[2];
    }

    /**
     * An object.
     *
     * @param type says which text is Base64 of bytes, and which whole numbers are floats; null if nothing is known
     */
    public static byte[] write(JsonMap object, @Nullable StructType type) {
        return new CborWriter().raw(SELF_DESCRIBED).struct(object, type).toBytes();
    }

    /** One event of a watch: self-delimiting, so that events follow each other. */
    public static byte[] watchEvent(String eventType, JsonMap object, @Nullable StructType type) {
        return new CborWriter()
                .raw(SELF_DESCRIBED)
                .mapHead(2)
                .string("type")
                .string(eventType)
                .string("object")
                .struct(object, type)
                .toBytes();
    }

    /**
     * A list; every list has the same four parts.
     *
     * @param type of the items
     */
    public static byte[] list(
            String apiVersion, String kind, JsonMap metadata, List<JsonMap> items, @Nullable StructType type) {
        var writer = new CborWriter()
                .raw(SELF_DESCRIBED)
                .mapHead(4)
                .string("kind")
                .string(kind)
                .string("items")
                .arrayHead(items.size());
        items.forEach(item -> writer.struct(item, type));
        return writer.string("metadata")
                .struct(metadata, null)
                .string("apiVersion")
                .string(apiVersion)
                .toBytes();
    }

    /**
     * Reads one value.
     *
     * @throws MalformedException if it is none, or one that the API has no place for
     */
    public static Object read(byte[] bytes) {
        return new CborReader(bytes).whole();
    }

    /** What a value that was read is called, such as {@code array}. */
    public static String typeOf(byte[] bytes) {
        var in = new CborScanner(bytes);
        do {
            in.head();
        } while (in.major() == CborScanner.TAG);
        return CborScanner.name(in.major());
    }

    /**
     * Where in its map the first of some fields stands, in the order of the text.
     *
     * @param paths as {@code spec.containers[0].name}
     */
    public static OptionalInt firstOf(byte[] bytes, Collection<String> paths) {
        return new CborFields(bytes, paths).find();
    }
}
