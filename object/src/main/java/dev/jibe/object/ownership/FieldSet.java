package dev.jibe.object.ownership;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable set of paths into an object.
 *
 * <p>A node is a sorted array of steps; each is a member of the set, or leads to further members, or both. Every operation
 * returns one of its arguments itself where the result is equal to it, so that "nothing has changed" is a comparison of
 * references.
 */
public final class FieldSet {

    public static final FieldSet EMPTY = new FieldSet(new PathElement[0], new boolean[0], new FieldSet[0]);

    private final PathElement[] elements;
    private final boolean[] members;
    private final @Nullable FieldSet[] children;

    private FieldSet(PathElement[] elements, boolean[] members, @Nullable FieldSet[] children) {
        this.elements = elements;
        this.members = members;
        this.children = children;
    }

    /** The set of one path. */
    public static FieldSet of(List<PathElement> path) {
        return single(path, 0);
    }

    /** The set of these paths. */
    public static FieldSet of(Collection<List<PathElement>> paths) {
        var set = EMPTY;
        for (var path : paths) {
            set = set.union(single(path, 0));
        }
        return set;
    }

    /** A path of names. */
    public static List<PathElement> path(String... names) {
        return Arrays.stream(names).map(PathElement::name).toList();
    }

    private static FieldSet single(List<PathElement> path, int from) {
        boolean last = from == path.size() - 1;
        return new FieldSet(new PathElement[] {path.get(from)}, new boolean[] {last}, new @Nullable FieldSet[] {
            last ? null : single(path, from + 1)
        });
    }

    public boolean isEmpty() {
        return elements.length == 0;
    }

    /** Number of steps out of this node. */
    public int width() {
        return elements.length;
    }

    public PathElement elementAt(int index) {
        return elements[index];
    }

    public boolean memberAt(int index) {
        return members[index];
    }

    /** What lies below the step; null if nothing does. */
    public @Nullable FieldSet childAt(int index) {
        return children[index];
    }

    private int indexOf(PathElement element) {
        return Arrays.binarySearch(elements, element);
    }

    /** Whether the path of this one step is in the set. */
    public boolean hasMember(PathElement element) {
        int index = indexOf(element);
        return index >= 0 && members[index];
    }

    /** The paths below a step; empty if there are none. */
    public FieldSet below(PathElement element) {
        int index = indexOf(element);
        var child = index < 0 ? null : children[index];
        return child == null ? EMPTY : child;
    }

    public boolean has(List<PathElement> path) {
        var node = this;
        for (int i = 0; i < path.size() - 1; i++) {
            node = node.below(path.get(i));
        }
        return !path.isEmpty() && node.hasMember(path.getLast());
    }

    /** Number of paths. */
    public int size() {
        int size = 0;
        for (int i = 0; i < elements.length; i++) {
            var child = children[i];
            size += (members[i] ? 1 : 0) + (child == null ? 0 : child.size());
        }
        return size;
    }

    public FieldSet union(FieldSet other) {
        return other.isEmpty() ? this : isEmpty() ? other : combine(this, other, Operation.UNION);
    }

    public FieldSet intersection(FieldSet other) {
        return isEmpty() || other.isEmpty() ? EMPTY : combine(this, other, Operation.INTERSECTION);
    }

    /** The paths that are not in the other set. What lies below a path is another path. */
    public FieldSet difference(FieldSet other) {
        return isEmpty() || other.isEmpty() ? this : combine(this, other, Operation.DIFFERENCE);
    }

    /** The paths that neither are in the other set nor lie below one that is. */
    public FieldSet without(FieldSet other) {
        return isEmpty() || other.isEmpty() ? this : combine(this, other, Operation.RECURSIVE_DIFFERENCE);
    }

    /** The paths below which there is no other one. */
    public FieldSet leaves() {
        var out = new Nodes(elements.length);
        for (int i = 0; i < elements.length; i++) {
            var child = children[i];
            out.add(elements[i], members[i] && child == null, child == null ? null : child.leaves());
        }
        return out.build(this);
    }

    private enum Operation {
        UNION,
        INTERSECTION,
        DIFFERENCE,
        RECURSIVE_DIFFERENCE
    }

    @SuppressWarnings("ReferenceEquality") // equal sets are mostly the same one
    private static FieldSet combine(FieldSet left, FieldSet right, Operation operation) {
        if (left == right) {
            return operation == Operation.UNION || operation == Operation.INTERSECTION ? left : EMPTY;
        }
        var out = new Nodes(left.elements.length + (operation == Operation.UNION ? right.elements.length : 0));
        int i = 0;
        int j = 0;
        while (i < left.elements.length || j < right.elements.length) {
            int order = i == left.elements.length
                    ? 1
                    : j == right.elements.length ? -1 : left.elements[i].compareTo(right.elements[j]);
            if (order < 0) {
                if (operation != Operation.INTERSECTION) {
                    out.add(left.elements[i], left.members[i], left.children[i]);
                }
                i++;
            } else if (order > 0) {
                if (operation == Operation.UNION) {
                    out.add(right.elements[j], right.members[j], right.children[j]);
                }
                j++;
            } else {
                both(left, i++, right, j++, operation, out);
            }
        }
        return out.build(left);
    }

    private static void both(FieldSet left, int i, FieldSet right, int j, Operation operation, Nodes out) {
        boolean mine = left.members[i];
        boolean theirs = right.members[j];
        var below = left.children[i];
        var other = right.children[j];
        switch (operation) {
            case UNION ->
                out.add(
                        left.elements[i],
                        mine || theirs,
                        below == null ? other : other == null ? below : below.union(other));
            case INTERSECTION ->
                out.add(
                        left.elements[i],
                        mine && theirs,
                        below == null || other == null ? null : below.intersection(other));
            case DIFFERENCE ->
                out.add(
                        left.elements[i],
                        mine && !theirs,
                        below == null || other == null ? below : below.difference(other));
            case RECURSIVE_DIFFERENCE -> {
                if (!theirs) {
                    out.add(left.elements[i], mine, below == null || other == null ? below : below.without(other));
                }
            }
        }
    }

    /** This set, and in it all fields with a name in the type that lead to one of its paths. */
    public FieldSet withNamedFields(@Nullable MergeType type) {
        var out = new Nodes(elements.length);
        for (int i = 0; i < elements.length; i++) {
            var element = elements[i];
            var child = children[i];
            boolean declared = false;
            MergeType inner = null;
            if (element instanceof PathElement.Name(String name) && type instanceof MergeType.Members map) {
                declared = map.declares(name);
                inner = map.typeOf(name);
            } else if (element instanceof PathElement.Key && type instanceof MergeType.Items items) {
                inner = items.element();
            }
            out.add(
                    element,
                    members[i] || (child != null && declared),
                    child == null ? null : child.withNamedFields(inner));
        }
        return out.build(this);
    }

    /** Calls the action with every path; at each step first the paths that end there. */
    public void forEach(Consumer<List<PathElement>> action) {
        forEach(new ArrayList<>(), action);
    }

    private void forEach(List<PathElement> prefix, Consumer<List<PathElement>> action) {
        for (int i = 0; i < elements.length; i++) {
            if (members[i]) {
                prefix.add(elements[i]);
                action.accept(List.copyOf(prefix));
                prefix.removeLast();
            }
        }
        for (int i = 0; i < elements.length; i++) {
            var child = children[i];
            if (child != null) {
                prefix.add(elements[i]);
                child.forEach(prefix, action);
                prefix.removeLast();
            }
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof FieldSet that
                        && Arrays.equals(elements, that.elements)
                        && Arrays.equals(members, that.members)
                        && Arrays.equals(children, that.children));
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(elements) + Arrays.hashCode(members)) + Arrays.hashCode(children);
    }

    /** The set as the text of its {@code fieldsV1}. */
    @Override
    public String toString() {
        return FieldsV1.encode(this).toString();
    }

    /** As messages print a path. */
    public static String text(List<PathElement> path) {
        var text = new StringBuilder();
        path.forEach(text::append);
        return text.toString();
    }

    /** A node that is being made: steps in rising order. */
    static final class Nodes {

        private final PathElement[] elements;
        private final boolean[] members;
        private final @Nullable FieldSet[] children;
        private int size;

        Nodes(int capacity) {
            this.elements = new PathElement[capacity];
            this.members = new boolean[capacity];
            this.children = new @Nullable FieldSet[capacity];
        }

        void add(PathElement element, boolean member, @Nullable FieldSet child) {
            var below = child == null || child.isEmpty() ? null : child;
            if (member || below != null) {
                elements[size] = element;
                members[size] = member;
                children[size++] = below;
            }
        }

        /** The set, or the given one if the two are the same. */
        @SuppressWarnings("ReferenceEquality") // children that have not changed are the same ones
        FieldSet build(FieldSet like) {
            boolean same = size == like.elements.length;
            for (int i = 0; same && i < size; i++) {
                same = members[i] == like.members[i]
                        && children[i] == like.children[i]
                        && (elements[i] == like.elements[i] || elements[i].equals(like.elements[i]));
            }
            if (same) {
                return like;
            }
            if (size == 0) {
                return EMPTY;
            }
            return size == elements.length
                    ? new FieldSet(elements, members, children)
                    : new FieldSet(
                            Arrays.copyOf(elements, size), Arrays.copyOf(members, size), Arrays.copyOf(children, size));
        }
    }
}
