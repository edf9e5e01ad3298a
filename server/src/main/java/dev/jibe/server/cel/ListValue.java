package dev.jibe.server.cel;

import dev.jibe.object.JsonList;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A list of the tree, whose items are wrapped when they are looked at. */
final class ListValue extends AbstractList<Object> {

    private final JsonList list;
    private final Decl.ListOf decl;

    ListValue(JsonList list, Decl.ListOf decl) {
        this.list = list;
        this.decl = decl;
    }

    @Override
    public Object get(int index) {
        return Wrapping.wrap(list.get(index), decl.element());
    }

    @Override
    public int size() {
        return list.size();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof List<?> items && isSame(items);
    }

    @Override
    public int hashCode() {
        return list.size();
    }

    /** In sets the order means nothing, in lists of type map the keys decide what is compared. */
    boolean isSame(List<?> other) {
        if (size() != other.size()) {
            return false;
        }
        return switch (decl.listType()) {
            case "set" -> stream().allMatch(item -> other.stream().anyMatch(o -> Values.equal(item, o)));
            case "map" -> sameByKeys(other);
            default -> Values.sameItems(this, other);
        };
    }

    private boolean sameByKeys(List<?> other) {
        Map<Object, Object> byKeys = new HashMap<>();
        other.forEach(item -> byKeys.put(keysOf(item), item));
        return stream().allMatch(item -> {
            var match = byKeys.get(keysOf(item));
            return match != null && Values.equal(item, match);
        });
    }

    private Object keysOf(Object item) {
        return decl.keys().stream()
                .map(key -> {
                    var name = Names.escape(key).orElse(key);
                    var value = item instanceof MapValue map ? map.get(name) : null;
                    return value == null ? "" : value;
                })
                .toList();
    }

    /** What the sum of two lists is: of sets their union, of lists of type map the later items by key. */
    List<Object> plus(List<?> other) {
        var result = new ArrayList<Object>(this);
        if (decl.listType().equals("set")) {
            other.stream()
                    .filter(item -> result.stream().noneMatch(known -> Values.equal(known, item)))
                    .forEach(result::add);
        } else if (decl.listType().equals("map")) {
            for (var item : other) {
                int at = -1;
                for (int i = 0; i < result.size() && at < 0; i++) {
                    at = keysOf(result.get(i)).equals(keysOf(item)) ? i : -1;
                }
                if (at < 0) {
                    result.add(item);
                } else {
                    result.set(at, item);
                }
            }
        } else {
            result.addAll(other);
        }
        return result;
    }
}
