package dev.jibe.object.ownership;

import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.RawJson;
import dev.jibe.object.StringPool;
import dev.jibe.object.json.Json;
import dev.jibe.object.json.JsonReader;
import dev.jibe.object.json.JsonScanner;
import dev.jibe.object.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The text form of a {@link FieldSet}: nested objects whose keys are {@code f:NAME}, {@code k:KEYS}, {@code v:VALUE} or
 * {@code i:INDEX}; {@code .} marks a step that has members below it as one itself.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/#System">FieldsV1</a>
 */
public final class FieldsV1 {

    private static final byte[] SELF = "\".\":{}".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LEAF = ":{}".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OPEN = "{".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSE = "}".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COMMA = ",".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COLON = ":".getBytes(StandardCharsets.US_ASCII);

    /** Sets that were read lately: the objects of one controller all have the same few. */
    private static final int SLOTS = 1 << 10;

    private static final int MAX_KEPT_BYTES = 8 << 10;
    private static final AtomicReferenceArray<Read> LATELY = new AtomicReferenceArray<>(SLOTS);

    private record Read(RawJson text, FieldSet set) {}

    private FieldsV1() {}

    public static RawJson encode(FieldSet set) {
        var writer = new JsonWriter(512);
        node(writer, set, false);
        var text = RawJson.pooled(writer.toBytes());
        remember(text, set);
        return text;
    }

    private static void node(JsonWriter writer, FieldSet set, boolean self) {
        writer.raw(OPEN);
        if (self) {
            writer.raw(SELF);
        }
        for (int i = 0; i < set.width(); i++) {
            if (self || i > 0) {
                writer.raw(COMMA);
            }
            writer.value(key(set.elementAt(i)));
            var child = set.childAt(i);
            if (child == null) {
                writer.raw(LEAF);
            } else {
                writer.raw(COLON);
                node(writer, child, set.memberAt(i));
            }
        }
        writer.raw(CLOSE);
    }

    private static String key(PathElement element) {
        return switch (element) {
            case PathElement.Name(String name) -> "f:" + name;
            case PathElement.Key(JsonMap fields) -> "k:" + Values.plainJson(fields);
            case PathElement.Item(Object value) -> "v:" + Values.plainJson(value);
            case PathElement.Index(int index) -> "i:" + index;
        };
    }

    private static void remember(RawJson text, FieldSet set) {
        if (text.utf8().length <= MAX_KEPT_BYTES) {
            LATELY.set(slot(text), new Read(text, set));
        }
    }

    private static int slot(RawJson text) {
        int hash = text.hashCode();
        return (hash ^ hash >>> 16) & (SLOTS - 1);
    }

    /**
     * Reads a set.
     *
     * @throws MalformedException if the text is not that of one
     */
    public static FieldSet decode(RawJson text) {
        var known = LATELY.get(slot(text));
        if (known != null && known.text.equals(text)) {
            return known.set;
        }
        var in = new JsonScanner(text.utf8());
        if (!in.stepOver('{')) {
            throw new MalformedException("fieldsV1 is not an object");
        }
        var trail = new FieldSetBuilder.Trail();
        var builder = new FieldSetBuilder(trail);
        read(in, trail, builder, 1);
        var set = builder.build();
        remember(text, set);
        return set;
    }

    /** Reads the rest of an object. One without steps makes the step that leads to it a member. */
    private static void read(JsonScanner in, FieldSetBuilder.Trail trail, FieldSetBuilder builder, int depth) {
        if (depth > JsonReader.MAX_DEPTH) {
            throw JsonReader.tooDeep();
        }
        boolean any = false;
        boolean self = false;
        for (boolean more = !in.stepOver('}'); more; more = in.more('}')) {
            var key = in.key();
            var element = key.equals(".") ? null : element(key);
            if (element == null) {
                self |= key.equals(".");
                in.skip(JsonReader.MAX_DEPTH - depth);
                continue;
            }
            if (!in.stepOver('{')) {
                throw new MalformedException("fieldsV1: an object is expected at " + key);
            }
            any = true;
            trail.enter(element);
            read(in, trail, builder, depth + 1);
            builder.leaving();
            trail.leave();
        }
        if (self || !any) {
            builder.insert();
        }
    }

    /** The step that a key says, or null if it is of a kind that a later version may know. */
    private static @Nullable PathElement element(String key) {
        if (key.length() < 2) {
            throw new MalformedException("key must be 2 characters long: " + key);
        }
        if (key.charAt(1) != ':') {
            throw new MalformedException("missing colon: " + key);
        }
        var rest = key.substring(2);
        return switch (key.charAt(0)) {
            case 'f' -> PathElement.name(rest);
            case 'k' -> new PathElement.Key(Json.parseMap(rest));
            case 'v' -> new PathElement.Item(pooled(Json.parse(rest)));
            case 'i' -> new PathElement.Index(index(rest));
            default -> null;
        };
    }

    private static Object pooled(Object value) {
        return value instanceof String string ? StringPool.value(string) : value;
    }

    private static int index(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new MalformedException("strconv.Atoi: parsing " + text + ": invalid syntax", e);
        }
    }
}
