package dev.jibe.object.ownership;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.Null;
import dev.jibe.object.ownership.MergeType.Items;
import dev.jibe.object.ownership.MergeType.Relation;
import dev.jibe.object.typing.GoFormat;
import java.util.stream.Collectors;

/** How the items of a list are called in paths. */
final class ListItems {

    private ListItems() {}

    /** @throws MalformedException if the item lacks what it should be known by */
    static PathElement element(Items type, Object item) {
        if (type.relation() == Relation.ATOMIC) {
            throw new MalformedException("invalid indexing of non-associative list");
        }
        return type.relation() == Relation.MAP ? keyed(type, item) : valued(item);
    }

    private static PathElement keyed(Items type, Object item) {
        if (item == Null.NULL) {
            throw new MalformedException("associative list with keys may not have a null element");
        }
        if (!(item instanceof JsonMap map)) {
            throw new MalformedException("associative list with keys may not have non-map elements");
        }
        var fields = JsonMap.builder();
        for (var key : type.keys()) {
            var value = map.get(key);
            value = value == null ? type.keyDefaults().get(key) : value;
            if (value != null) {
                fields.put(key, value);
            }
        }
        var known = fields.build();
        if (known.isEmpty()) {
            throw new MalformedException("associative list with keys has an element that omits all key fields ["
                    + type.keys().stream().map(GoFormat::quoted).collect(Collectors.joining(" "))
                    + "] (and doesn't have default values for any key fields)");
        }
        return new PathElement.Key(known);
    }

    private static PathElement valued(Object item) {
        return switch (item) {
            case JsonMap ignored ->
                throw new MalformedException("associative list without keys has an element that's a map type");
            case JsonList ignored ->
                throw new MalformedException("not supported: associative list with lists as elements");
            case Null ignored ->
                throw new MalformedException("associative list without keys has an element that's an explicit null");
            default -> new PathElement.Item(item);
        };
    }
}
