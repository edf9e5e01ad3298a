package dev.jibe.object.ownership;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.ownership.MergeType.Deduced;
import dev.jibe.object.ownership.MergeType.Items;
import dev.jibe.object.ownership.MergeType.Members;
import dev.jibe.object.ownership.MergeType.Relation;
import dev.jibe.object.ownership.MergeType.Scalar;
import java.util.ArrayList;

/** Takes fields out of an object. A map or list that has lost all of its parts stays as a null. */
final class TreeRemoval {

    private TreeRemoval() {}

    static JsonMap remove(JsonMap object, FieldSet fields, MergeType type) {
        return fields.isEmpty() ? object : value(object, fields, type) instanceof JsonMap map ? map : JsonMap.EMPTY;
    }

    private static Object value(Object value, FieldSet fields, MergeType type) {
        return switch (type.of(value)) {
            case Scalar ignored -> value;
            case Items items ->
                value instanceof JsonList list && !list.isEmpty() && items.relation() != Relation.ATOMIC
                        ? list(list, fields, items)
                        : Null.NULL;
            case Members members ->
                value instanceof JsonMap map && !map.isEmpty() && !members.isAtomic()
                        ? map(map, fields, members)
                        : Null.NULL;
            case Deduced ignored -> throw new IllegalStateException("a value decides on its type");
        };
    }

    private static Object list(JsonList list, FieldSet fields, Items type) {
        var kept = new ArrayList<Object>(list.size());
        for (var item : list) {
            var element = ListItems.element(type, item);
            if (!fields.hasMember(element)) {
                var below = fields.below(element);
                kept.add(below.isEmpty() ? item : value(item, below, type.element()));
            }
        }
        return kept.isEmpty() ? Null.NULL : JsonList.copyOf(kept);
    }

    private static Object map(JsonMap map, FieldSet fields, Members type) {
        var kept = map;
        for (int i = 0; i < map.size(); i++) {
            var key = map.keyAt(i);
            var element = PathElement.name(key);
            if (fields.hasMember(element)) {
                kept = kept.without(key);
                continue;
            }
            var below = fields.below(element);
            if (!below.isEmpty()) {
                var inner = type.typeOf(key);
                kept = kept.with(key, value(map.valueAt(i), below, inner == null ? Deduced.DEDUCED : inner));
            }
        }
        return kept.isEmpty() ? Null.NULL : kept;
    }
}
