package dev.jibe.object.ownership;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.ownership.MergeType.Deduced;
import dev.jibe.object.ownership.MergeType.Items;
import dev.jibe.object.ownership.MergeType.Members;
import dev.jibe.object.ownership.MergeType.Relation;
import dev.jibe.object.ownership.MergeType.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares two trees of a type.
 *
 * <p>Parts that the two share are one reference and are not looked into: of an update that changed the status, the walk
 * sees the status.
 */
final class TreeDiff {

    private final FieldSetBuilder.Trail trail = new FieldSetBuilder.Trail();
    private final FieldSetBuilder added = new FieldSetBuilder(trail);
    private final FieldSetBuilder modified = new FieldSetBuilder(trail);
    private final FieldSetBuilder removed = new FieldSetBuilder(trail);

    private TreeDiff() {}

    /** @throws dev.jibe.object.MalformedException if a list's item cannot be told from others */
    static Difference between(Object left, Object right, MergeType type) {
        var diff = new TreeDiff();
        diff.compare(left, right, type);
        return new Difference(diff.added.build(), diff.modified.build(), diff.removed.build());
    }

    @SuppressWarnings("ReferenceEquality") // the point of it
    private void compare(@Nullable Object left, @Nullable Object right, MergeType type) {
        if (left == right) {
            return;
        }
        var mine = type.of(left);
        var theirs = type.of(right);
        boolean leaf;
        if (right == null) {
            leaf = as(mine, left, null);
        } else {
            if (left != null && mine != theirs) {
                as(mine, left, right);
            }
            leaf = as(theirs, left, right);
        }
        if (!leaf && left == null) {
            added.insert();
        } else if (!leaf && right == null) {
            removed.insert();
        }
    }

    /** Compares the two as values of the type; answers whether they are seen as a whole. */
    private boolean as(MergeType type, @Nullable Object left, @Nullable Object right) {
        return switch (type) {
            case Scalar ignored -> leaf(left, right);
            case Items items -> {
                var mine = left instanceof JsonList list ? list : JsonList.EMPTY;
                var theirs = right instanceof JsonList list ? list : JsonList.EMPTY;
                if (items.relation() == Relation.ATOMIC || (mine.isEmpty() && theirs.isEmpty())) {
                    yield leaf(left, right);
                }
                lists(mine, theirs, items);
                yield false;
            }
            case Members members -> {
                var mine = left instanceof JsonMap map ? map : JsonMap.EMPTY;
                var theirs = right instanceof JsonMap map ? map : JsonMap.EMPTY;
                if (members.isAtomic() || (mine.isEmpty() && theirs.isEmpty())) {
                    yield leaf(left, right);
                }
                maps(mine, theirs, members);
                yield false;
            }
            case Deduced ignored -> throw new IllegalStateException("a value decides on its type");
        };
    }

    private boolean leaf(@Nullable Object left, @Nullable Object right) {
        if (left == null) {
            added.insert();
        } else if (right == null) {
            removed.insert();
        } else if (!Values.equal(left, right)) {
            modified.insert();
        }
        return true;
    }

    @SuppressWarnings("ReferenceEquality") // as above
    private void maps(JsonMap left, JsonMap right, Members type) {
        int i = 0;
        int j = 0;
        while (i < left.size() || j < right.size()) {
            int order = i == left.size()
                    ? 1
                    : j == right.size() ? -1 : left.keyAt(i).compareTo(right.keyAt(j));
            var key = order <= 0 ? left.keyAt(i) : right.keyAt(j);
            var mine = order <= 0 ? left.valueAt(i++) : null;
            var theirs = order >= 0 ? right.valueAt(j++) : null;
            if (mine != theirs) {
                var inner = type.typeOf(key);
                below(PathElement.name(key), mine, theirs, inner == null ? Deduced.DEDUCED : inner);
            }
        }
    }

    private void below(PathElement element, @Nullable Object left, @Nullable Object right, MergeType type) {
        trail.enter(element);
        compare(left, right, type);
        leave();
    }

    private void leave() {
        added.leaving();
        modified.leaving();
        removed.leaving();
        trail.leave();
    }

    private void mark(PathElement element, FieldSetBuilder set) {
        trail.enter(element);
        set.insert();
        leave();
    }

    /** The items of both sides that go by one name; more than one where a list has duplicates. */
    private record Namesakes(List<Object> left, List<Object> right) {}

    private void lists(JsonList left, JsonList right, Items type) {
        var all = new LinkedHashMap<PathElement, Namesakes>();
        collect(left, type, all, true);
        collect(right, type, all, false);
        all.forEach((element, found) -> items(element, found.left, found.right, type));
    }

    private static void collect(JsonList list, Items type, Map<PathElement, Namesakes> all, boolean left) {
        for (var item : list) {
            var found = all.computeIfAbsent(
                    ListItems.element(type, item), ignored -> new Namesakes(new ArrayList<>(1), new ArrayList<>(1)));
            (left ? found.left : found.right).add(item);
        }
    }

    private void items(PathElement element, List<Object> left, List<Object> right, Items type) {
        if (left.size() <= 1 && right.size() <= 1) {
            below(element, first(left), first(right), type.element());
        } else if (left.size() >= 2 && right.size() >= 2) {
            if (!left.equals(right)) {
                mark(element, modified);
            }
        } else if (left.size() >= 2) {
            if (!right.isEmpty()) {
                below(element, null, first(right), type.element());
            }
            mark(element, removed);
        } else {
            if (!left.isEmpty()) {
                below(element, first(left), null, type.element());
            }
            mark(element, added);
        }
    }

    private static @Nullable Object first(List<Object> items) {
        return items.isEmpty() ? null : items.getFirst();
    }
}
