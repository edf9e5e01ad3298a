package dev.jibe.object.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds which of some places comes first in a document. */
public final class FirstPlace {

    private final JsonScanner in;
    private final Set<String> wanted;
    private final ArrayList<Object> path = new ArrayList<>();
    private int begin;

    private FirstPlace(JsonScanner in, Set<String> wanted) {
        this.in = in;
        this.wanted = wanted;
    }

    /**
     * The first of the places, such as {@code spec.containers[0].image}; empty if the document has none of them.
     *
     * @param utf8 well-formed
     */
    public static String of(byte[] utf8, List<String> places) {
        var first = new FirstPlace(new JsonScanner(utf8), Set.copyOf(places));
        return first.value("");
    }

    /** The text of a value at a place; empty if there is none. */
    public static String textAt(byte[] utf8, String place) {
        var first = new FirstPlace(new JsonScanner(utf8), Set.of(place));
        if (first.value("").isEmpty()) {
            return "";
        }
        first.in.skip(JsonReader.MAX_DEPTH);
        return new String(first.in.text(first.begin), StandardCharsets.UTF_8);
    }

    private String value(String here) {
        if (wanted.contains(here)) {
            begin = in.place();
            return here;
        }
        return switch (in.peek()) {
            case '{' -> map();
            case '[' -> list(here);
            default -> {
                in.scalar();
                yield "";
            }
        };
    }

    private String list(String here) {
        in.step();
        int index = 0;
        for (boolean more = !in.stepOver(']'); more; more = in.more(']')) {
            path.add(index);
            var found = value(here + "[" + index + "]");
            if (!found.isEmpty()) {
                return found;
            }
            path.removeLast();
            index++;
        }
        return "";
    }

    private String map() {
        in.step();
        for (boolean more = !in.stepOver('}'); more; more = in.more('}')) {
            var key = in.key();
            var place = FieldPath.join(path, key);
            path.add(key);
            var found = value(place);
            if (!found.isEmpty()) {
                return found;
            }
            path.removeLast();
        }
        return "";
    }
}
