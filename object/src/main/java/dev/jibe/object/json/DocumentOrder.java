package dev.jibe.object.json;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What is odd about the keys of a JSON text, in the order in which a reader comes by it.
 *
 * <p>The tree sorts its keys; messages of strict decoding follow the text.
 */
public final class DocumentOrder {

    private final JsonScanner in;
    private final Set<String> unknown;
    private final Set<String> duplicates;
    private final LinkedHashSet<String> found = new LinkedHashSet<>();
    private final ArrayList<Object> path = new ArrayList<>();

    private DocumentOrder(JsonScanner in, Set<String> unknown, Set<String> duplicates) {
        this.in = in;
        this.unknown = unknown;
        this.duplicates = duplicates;
    }

    /**
     * The messages of strict decoding: {@code unknown field "a.b"}, {@code duplicate field "c[0].d"}.
     *
     * @param utf8 well-formed
     */
    public static List<String> of(byte[] utf8, List<String> unknown, List<String> duplicates) {
        var order = new DocumentOrder(new JsonScanner(utf8), Set.copyOf(unknown), Set.copyOf(duplicates));
        order.value();
        return List.copyOf(order.found);
    }

    private void value() {
        switch (in.peek()) {
            case '{' -> map();
            case '[' -> {
                in.step();
                int index = 0;
                for (boolean more = !in.stepOver(']'); more; more = in.more(']')) {
                    path.add(index++);
                    value();
                    path.removeLast();
                }
            }
            default -> in.scalar();
        }
    }

    private void map() {
        in.step();
        var seen = new HashSet<String>();
        for (boolean more = !in.stepOver('}'); more; more = in.more('}')) {
            var key = in.key();
            var place = FieldPath.join(path, key);
            if (unknown.contains(place)) {
                found.add("unknown field \"" + place + "\"");
                in.skip(JsonReader.MAX_DEPTH); // nobody looks into it
                continue;
            }
            if (!seen.add(key) && duplicates.contains(place)) {
                found.add("duplicate field \"" + place + "\"");
            }
            path.add(key);
            value();
            path.removeLast();
        }
    }
}
