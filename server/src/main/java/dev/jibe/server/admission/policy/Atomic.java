package dev.jibe.server.admission.policy;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.ownership.MergeType;
import dev.jibe.object.ownership.MergeType.Items;
import dev.jibe.object.ownership.MergeType.Members;
import dev.jibe.object.ownership.MergeType.Relation;
import java.util.List;

/** Finds lists and maps in a configuration that can only be replaced as a whole, which a policy must not do. */
final class Atomic {

    private Atomic() {}

    static void find(Object value, MergeType type, String path, List<String> found) {
        switch (type.of(value)) {
            case Items items
            when value instanceof JsonList list -> {
                if (items.relation() == Relation.ATOMIC) {
                    found.add(path);
                } else {
                    for (int i = 0; i < list.size(); i++) {
                        find(list.get(i), items.element(), path + "[" + i + "]", found);
                    }
                }
            }
            case Members members
            when value instanceof JsonMap map -> {
                if (members.isAtomic() && !path.isEmpty()) {
                    found.add(path);
                } else {
                    map.forEach((key, child) -> {
                        var inner = members.typeOf(key);
                        if (inner != null) {
                            find(child, inner, path + "." + key, found);
                        }
                    });
                }
            }
            default -> {}
        }
    }
}
