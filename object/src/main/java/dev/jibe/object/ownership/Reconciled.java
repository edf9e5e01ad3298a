package dev.jibe.object.ownership;

import dev.jibe.object.ownership.MergeType.Items;
import dev.jibe.object.ownership.MergeType.Members;
import dev.jibe.object.ownership.MergeType.Relation;
import org.jspecify.annotations.Nullable;

/** Fields as today's type sees them: who owned parts of what has become one value since then owns that value. */
final class Reconciled {

    private Reconciled() {}

    static FieldSet of(FieldSet fields, MergeType type) {
        var nodes = new FieldSet.Nodes(fields.width());
        for (int i = 0; i < fields.width(); i++) {
            var child = fields.childAt(i);
            var inner = child == null ? null : below(fields.elementAt(i), type);
            if (child == null || inner == null) {
                nodes.add(fields.elementAt(i), fields.memberAt(i), child);
            } else if (isAtomic(inner)) {
                nodes.add(fields.elementAt(i), true, null);
            } else {
                nodes.add(fields.elementAt(i), fields.memberAt(i), of(child, inner));
            }
        }
        return nodes.build(fields);
    }

    private static @Nullable MergeType below(PathElement element, MergeType type) {
        return switch (element) {
            case PathElement.Name(String name) -> type instanceof Members members ? members.typeOf(name) : null;
            default -> type instanceof Items items ? items.element() : null;
        };
    }

    private static boolean isAtomic(MergeType type) {
        return (type instanceof Members members && members.isAtomic())
                || (type instanceof Items items && items.relation() == Relation.ATOMIC);
    }
}
