package dev.jibe.object;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tree while it is read: values wait on one stack until the map or list that they belong to is closed.
 *
 * <p>For decoders, which open and close levels in order; {@link JsonMap.Builder} is for a single map.
 */
public final class TreeBuilder {

    private Object[] values = new Object[64];
    private int top;
    private Level[] levels = new Level[0];
    private int depth;

    /** An open map or list. */
    private static final class Level {

        private int base;
        private boolean map;

        /** Of a map: the keys so far. Of a list: the key that it stands at. Null where paths are not kept. */
        private @Nullable KeyPath path;

        /** The keys so far where paths are not kept. */
        private @Nullable List<String> keys;

        private @Nullable KeyPath parent;

        List<String> arrived() {
            return keys != null ? keys : path == null ? List.of() : path.keys();
        }

        KeyPath.End end() {
            return path != null ? path.end() : KeyPath.sort(arrived());
        }
    }

    /** Number of maps and lists that are open. */
    public int depth() {
        return depth;
    }

    public void openMap() {
        open(true).path = KeyPath.ROOT;
    }

    public void openList() {
        var level = open(false);
        level.path = level.parent;
    }

    private Level open(boolean map) {
        if (depth == levels.length) {
            levels = Arrays.copyOf(levels, depth + 8);
            for (int i = depth; i < levels.length; i++) {
                levels[i] = new Level();
            }
        }
        var level = levels[depth];
        level.parent = depth == 0 ? KeyPath.ROOT : levels[depth - 1].path;
        level.base = top;
        level.map = map;
        level.keys = null;
        depth++;
        return level;
    }

    /**
     * The next key, if it is a likely one, and stands in the text with a quote after it.
     *
     * @return how many bytes the key and the quote take; 0 if another key must be there
     */
    @SuppressWarnings("ReferenceEquality") // the root is one
    public int key(byte[] utf8, int at) {
        var level = levels[depth - 1];
        var path = level.path;
        if (path == null) {
            return 0;
        }
        KeyPath found;
        if (path == KeyPath.ROOT) {
            var parent = level.parent;
            found = parent == null ? null : parent.guessInside(utf8, at);
        } else {
            found = path.guess(utf8, at);
        }
        if (found == null) {
            return 0;
        }
        level.path = found;
        return found.quotedLength();
    }

    /** The next key. */
    @SuppressWarnings("ReferenceEquality") // the root is one
    public void key(String key) {
        var level = levels[depth - 1];
        var path = level.path;
        if (path == null) {
            level.arrived().add(key);
            return;
        }
        var next = path.then(key);
        if (next == null) {
            var keys = path.keys();
            keys.add(key);
            level.keys = keys;
        } else if (path == KeyPath.ROOT && level.parent != null) {
            level.parent.learnInside(next);
        }
        level.path = next;
    }

    /** The value of the last key, or the next item of the list. */
    public void add(Object value) {
        if (top == values.length) {
            values = Arrays.copyOf(values, top * 2);
        }
        values[top++] = value;
    }

    /** The key that was named last in the map so many levels above the innermost; empty in a list. */
    public String lastKey(int above) {
        int index = depth - 1 - above;
        if (index < 0 || !levels[index].map) {
            return "";
        }
        var level = levels[index];
        return level.path != null ? level.path.key() : level.arrived().getLast();
    }

    /** The way to the innermost map or list: keys, and indexes as integers. */
    public List<Object> path() {
        var steps = new ArrayList<Object>();
        for (int i = 0; i < depth - 1; i++) {
            var level = levels[i];
            steps.add(level.map ? lastKey(depth - 1 - i) : (Object) (levels[i + 1].base - level.base));
        }
        return steps;
    }

    /** The keys that the innermost map has more than once, each once. */
    public List<String> repeated() {
        var level = levels[depth - 1];
        if (top == level.base || level.end().order().length == top - level.base) {
            return List.of();
        }
        var seen = new HashSet<String>();
        return level.arrived().stream().filter(key -> !seen.add(key)).distinct().toList();
    }

    /** Closes the innermost map. Where a key came twice, its last value stays. */
    public JsonMap closeMap() {
        var level = levels[--depth];
        int base = level.base;
        if (top == base) {
            return JsonMap.EMPTY;
        }
        var end = level.end();
        var order = end.order();
        var sorted = new Object[order.length];
        for (int i = 0; i < order.length; i++) {
            sorted[i] = values[base + order[i]];
        }
        top = base;
        return JsonMap.of(end.shape(), sorted);
    }

    /** Closes the innermost list. */
    public JsonList closeList() {
        int base = levels[--depth].base;
        var list = JsonList.ofRange(values, base, top);
        top = base;
        return list;
    }
}
