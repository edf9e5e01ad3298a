package dev.jibe.object.ownership;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.ownership.MergeType.Deduced;
import dev.jibe.object.ownership.MergeType.Items;
import dev.jibe.object.ownership.MergeType.Members;
import dev.jibe.object.ownership.MergeType.Relation;
import dev.jibe.object.ownership.MergeType.Scalar;
import java.util.HashSet;

/** The set of fields that an applied configuration names. */
final class TreeFields {

    private final FieldSetBuilder.Trail trail = new FieldSetBuilder.Trail();
    private final FieldSetBuilder set = new FieldSetBuilder(trail);

    private TreeFields() {}

    /** @throws dev.jibe.object.MalformedException if a list's item cannot be told from others */
    static FieldSet of(Object value, MergeType type) {
        var fields = new TreeFields();
        fields.value(value, type);
        return fields.set.build();
    }

    private void value(Object value, MergeType type) {
        switch (type.of(value)) {
            case Scalar ignored -> set.insert();
            case Items items -> {
                if (items.relation() == Relation.ATOMIC) {
                    set.insert();
                } else if (value instanceof JsonList list) {
                    list(list, items);
                }
            }
            case Members members -> {
                if (members.isAtomic()) {
                    set.insert();
                } else if (value instanceof JsonMap map) {
                    map(map, members);
                }
            }
            case Deduced ignored -> throw new IllegalStateException("a value decides on its type");
        }
    }

    private void list(JsonList list, Items type) {
        var seen = new HashSet<PathElement>();
        var twice = new HashSet<PathElement>();
        for (var item : list) {
            var element = ListItems.element(type, item);
            if (!seen.add(element)) {
                twice.add(element);
            }
        }
        for (var item : list) {
            var element = ListItems.element(type, item);
            trail.enter(element);
            if (!twice.contains(element)) {
                value(item, type.element());
            }
            set.leaving();
            set.insert();
            trail.leave();
        }
    }

    private void map(JsonMap map, Members type) {
        for (int i = 0; i < map.size(); i++) {
            var key = map.keyAt(i);
            var value = map.valueAt(i);
            var inner = type.typeOf(key);
            trail.enter(PathElement.name(key));
            value(value, inner == null ? Deduced.DEDUCED : inner);
            set.leaving();
            if (value == Null.NULL || (value instanceof JsonMap nested && nested.isEmpty()) || !type.declares(key)) {
                set.insert();
            }
            trail.leave();
        }
    }
}
