package dev.jibe.object.ownership;

import java.util.List;

/** Which changes of a write count: those that an endpoint undoes belong to nobody. */
public sealed interface FieldFilter {

    /** All but these, and what lies below them. */
    record Except(FieldSet fields) implements FieldFilter {}

    /** Those at or below one of the paths, and the steps that lead there. In a path {@code *} is any item. */
    record Only(List<List<String>> paths) implements FieldFilter {}

    /** Every change. */
    static FieldFilter all() {
        return new Except(FieldSet.EMPTY);
    }

    /** All but what lies at and below these dotted paths. */
    static FieldFilter except(String... dotted) {
        var set = FieldSet.EMPTY;
        for (var path : dotted) {
            set = set.union(FieldSet.of(FieldSet.path(path.split("\\.", -1))));
        }
        return new Except(set);
    }

    default FieldSet apply(FieldSet set) {
        return switch (this) {
            case Except(FieldSet fields) -> set.without(fields);
            case Only(List<List<String>> paths) -> only(set, paths, 0);
        };
    }

    private static FieldSet only(FieldSet set, List<List<String>> paths, int depth) {
        if (paths.stream().anyMatch(path -> path.size() == depth)) {
            return set;
        }
        var nodes = new FieldSet.Nodes(set.width());
        for (int i = 0; i < set.width(); i++) {
            var element = set.elementAt(i);
            var matching = paths.stream()
                    .filter(path -> matches(path.get(depth), element))
                    .toList();
            if (!matching.isEmpty()) {
                var child = set.childAt(i);
                nodes.add(element, set.memberAt(i), child == null ? null : only(child, matching, depth + 1));
            }
        }
        return nodes.build(set);
    }

    private static boolean matches(String pattern, PathElement element) {
        return pattern.equals("*") || (element instanceof PathElement.Name(String name) && name.equals(pattern));
    }
}
