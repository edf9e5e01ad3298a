package dev.jibe.object.json;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.RawJson;
import dev.jibe.object.TreeBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads JSON text into the tree and notes the keys that came twice. */
public final class JsonReader {

    /** Deeper than any API object; a bound on the stack that a hostile body can take. */
    public static final int MAX_DEPTH = 1000;

    private static final byte[] OPEN = {'{'};
    private static final byte[] CLOSE = {'}'};
    private static final byte[] COMMA = {','};
    private static final byte[] COLON = {':'};

    private final JsonScanner in;
    private final TreeBuilder tree = new TreeBuilder();
    private @Nullable List<String> duplicates;

    /**
     * A value, and the paths of the keys that came twice in it, as upstream's strict decoding prints them.
     *
     * @param duplicates such as {@code spec.containers[0].name}
     */
    public record Read(Object value, List<String> duplicates) {}

    private JsonReader(byte[] utf8) {
        this.in = new JsonScanner(utf8);
    }

    public static Read read(byte[] utf8) {
        var reader = new JsonReader(utf8);
        var value = reader.value();
        if (reader.in.peek() >= 0) {
            throw reader.in.malformed();
        }
        return new Read(value, reader.duplicates == null ? List.of() : List.copyOf(reader.duplicates));
    }

    private Object value() {
        return switch (in.peek()) {
            case '{' -> map();
            case '[' -> list();
            default -> in.scalar();
        };
    }

    private JsonMap map() {
        in.step();
        tree.openMap();
        checkDepth();
        for (boolean more = !in.stepOver('}'); more; more = in.more('}')) {
            in.key(tree);
            tree.add(in.peek() == '{' && isFields() ? text() : value());
        }
        for (var key : tree.repeated()) {
            duplicates = duplicates == null ? new ArrayList<>() : duplicates;
            duplicates.add(FieldPath.join(tree.path(), key));
        }
        return tree.closeMap();
    }

    private JsonList list() {
        in.step();
        tree.openList();
        checkDepth();
        for (boolean more = !in.stepOver(']'); more; more = in.more(']')) {
            tree.add(value());
        }
        return tree.closeList();
    }

    private void checkDepth() {
        if (tree.depth() > MAX_DEPTH) {
            throw tooDeep();
        }
    }

    /** What is said of text that nests deeper than {@link #MAX_DEPTH}. */
    public static MalformedException tooDeep() {
        return new MalformedException("exceeded max depth");
    }

    /** Whether the value of {@code metadata.managedFields[].fieldsV1} comes next. */
    private boolean isFields() {
        return tree.lastKey(0).equals("fieldsV1") && tree.lastKey(2).equals("managedFields");
    }

    /** The object that comes next, as compact text in the order that it came in. */
    private RawJson text() {
        var writer = new JsonWriter(512);
        copy(writer, tree.depth());
        return RawJson.pooled(writer.toBytes());
    }

    private void copy(JsonWriter writer, int depth) {
        if (depth > MAX_DEPTH) {
            throw tooDeep();
        }
        if (!in.stepOver('{')) {
            writer.value(value());
            return;
        }
        writer.raw(OPEN);
        boolean any = false;
        for (boolean more = !in.stepOver('}'); more; more = in.more('}')) {
            if (any) {
                writer.raw(COMMA);
            }
            any = true;
            writer.value(in.key()).raw(COLON);
            copy(writer, depth + 1);
        }
        writer.raw(CLOSE);
    }
}
