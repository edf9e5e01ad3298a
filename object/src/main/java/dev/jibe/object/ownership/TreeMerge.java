package dev.jibe.object.ownership;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.ownership.MergeType.Deduced;
import dev.jibe.object.ownership.MergeType.Items;
import dev.jibe.object.ownership.MergeType.Members;
import dev.jibe.object.ownership.MergeType.Relation;
import dev.jibe.object.ownership.MergeType.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lays an applied configuration over the live object; what both have is taken from the configuration. */
public final class TreeMerge {

    private TreeMerge() {}

    /**
     * The live object with what the configuration says.
     *
     * @throws MalformedException if a list's item cannot be told from others
     */
    public static JsonMap merge(JsonMap live, JsonMap config, MergeType type) {
        return value(live, config, type) instanceof JsonMap map ? map : JsonMap.EMPTY;
    }

    /** The merged value; null if nothing is left of it. */
    private static @Nullable Object value(@Nullable Object left, @Nullable Object right, MergeType type) {
        if (right == null) {
            return as(type.of(left), left, null);
        }
        return as(type.of(right), left, right);
    }

    private static @Nullable Object as(MergeType type, @Nullable Object left, @Nullable Object right) {
        return switch (type) {
            case Scalar ignored -> whole(left, right);
            case Items items -> {
                var mine = left instanceof JsonList list ? list : JsonList.EMPTY;
                var theirs = right instanceof JsonList list ? list : JsonList.EMPTY;
                boolean asOne = items.relation() == Relation.ATOMIC || (mine.isEmpty() && theirs.isEmpty());
                yield asOne ? whole(left, right) : theirs.isEmpty() ? mine : lists(mine, theirs, items);
            }
            case Members members -> {
                var mine = left instanceof JsonMap map ? map : JsonMap.EMPTY;
                var theirs = right instanceof JsonMap map ? map : JsonMap.EMPTY;
                boolean asOne = members.isAtomic() || (mine.isEmpty() && theirs.isEmpty());
                yield asOne ? whole(left, right) : maps(mine, theirs, members);
            }
            case Deduced ignored -> throw new IllegalStateException("a value decides on its type");
        };
    }

    private static @Nullable Object whole(@Nullable Object left, @Nullable Object right) {
        return right == null ? left : right;
    }

    private static @Nullable Object maps(JsonMap left, JsonMap right, Members type) {
        var result = left;
        for (int i = 0; i < right.size(); i++) {
            var key = right.keyAt(i);
            var inner = type.typeOf(key);
            var merged = value(left.get(key), right.valueAt(i), inner == null ? Deduced.DEDUCED : inner);
            result = merged == null ? result.without(key) : result.with(key, merged);
        }
        return result.isEmpty() ? null : result;
    }

    /** A list's items with what each is called. A name that comes twice stands for no one item. */
    private record Indexed(List<PathElement> order, Map<PathElement, Optional<Object>> items) {}

    private static Indexed index(JsonList list, Items type, boolean duplicates) {
        var order = new ArrayList<PathElement>(list.size());
        var items = new HashMap<PathElement, Optional<Object>>();
        for (var item : list) {
            var element = ListItems.element(type, item);
            if (!items.containsKey(element)) {
                items.put(element, Optional.of(item));
            } else if (duplicates) {
                items.put(element, Optional.empty());
            } else {
                throw new MalformedException("duplicate entries for key " + element);
            }
            order.add(element);
        }
        return new Indexed(order, items);
    }

    /**
     * Items of both sides in the order of the configuration; items that only the live list has stay after the item that
     * they followed.
     */
    private static @Nullable Object lists(JsonList left, JsonList right, Items type) {
        var live = index(left, type, true);
        var config = index(right, type, false);
        var shared = config.order.stream().filter(live.items::containsKey).iterator();
        var nextShared = shared.hasNext() ? shared.next() : null;
        var out = new ArrayList<Object>(left.size() + right.size());
        var done = new HashSet<PathElement>();
        int l = 0;
        int r = 0;
        while (l < live.order.size() || r < config.order.size()) {
            if (l < live.order.size() && r < config.order.size()) {
                var element = live.order.get(l);
                if (element.equals(config.order.get(r))) {
                    done.add(element);
                    add(out, item(live, element), item(config, element), type);
                    l++;
                    r++;
                    nextShared = shared.hasNext() ? shared.next() : null;
                    continue;
                }
                if (config.items.containsKey(element) && nextShared != null && !nextShared.equals(element)) {
                    l++;
                    continue;
                }
            }
            if (l < live.order.size()) {
                var element = live.order.get(l);
                if (!config.items.containsKey(element)) {
                    add(out, left.get(l++), null, type);
                    continue;
                } else if (done.contains(element)) {
                    l++;
                }
            }
            if (r < config.order.size()) {
                var element = config.order.get(r++);
                done.add(element);
                add(out, item(live, element), item(config, element), type);
                if (Objects.equals(nextShared, element)) {
                    nextShared = shared.hasNext() ? shared.next() : null;
                }
            }
        }
        var merged = JsonList.copyOf(out);
        return merged.isEmpty() ? null : merged.equals(left) ? left : merged;
    }

    private static @Nullable Object item(Indexed list, PathElement element) {
        var found = list.items.get(element);
        return found == null ? null : found.orElse(null);
    }

    private static void add(List<Object> out, @Nullable Object left, @Nullable Object right, Items type) {
        var merged = value(left, right, type.element());
        if (merged != null) {
            out.add(merged);
        }
    }
}
