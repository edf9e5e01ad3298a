package dev.jibe.object.json;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Reads JSON text in which keys come twice as upstream's decoder does: what comes later is read into what came before.
 *
 * <p>{@link JsonReader} takes the last value of each key, which is the same as long as no key comes twice.
 */
public final class DoubledKeys {

    private final JsonScanner in;
    private final Merge merge;
    private final ArrayList<Object> path = new ArrayList<>();

    /** Says what two values of one key make. */
    @FunctionalInterface
    public interface Merge {

        /**
         * One value.
         *
         * @param path of keys, and of indices in lists
         */
        Object of(List<Object> path, Object earlier, Object later);
    }

    private DoubledKeys(JsonScanner in, Merge merge) {
        this.in = in;
        this.merge = merge;
    }

    /**
     * The value that the text makes.
     *
     * @param utf8 well-formed
     */
    public static Object read(byte[] utf8, Merge merge) {
        return new DoubledKeys(new JsonScanner(utf8), merge).value();
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
        var entries = new LinkedHashMap<String, Object>();
        for (boolean more = !in.stepOver('}'); more; more = in.more('}')) {
            var key = in.key();
            path.add(key);
            var value = value();
            var earlier = entries.get(key);
            entries.put(key, earlier == null ? value : merge.of(List.copyOf(path), earlier, value));
            path.removeLast();
        }
        return JsonMap.copyOf(entries);
    }

    private JsonList list() {
        in.step();
        var items = new ArrayList<Object>();
        for (boolean more = !in.stepOver(']'); more; more = in.more(']')) {
            path.add(items.size());
            items.add(value());
            path.removeLast();
        }
        return JsonList.copyOf(items);
    }
}
