package dev.jibe.store.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map from strings to values, ordered by key.
 *
 * <p>A change copies the path from the root to one leaf, about a kilobyte, and shares the rest.
 *
 * @param <E> the type of the values
 */
public final class Tree<E> {

    private static final Tree<?> EMPTY = new Tree<>(null);

    final @Nullable Node<E> root;

    private Tree(@Nullable Node<E> root) {
        this.root = root;
    }

    @SuppressWarnings("unchecked")
    public static <E> Tree<E> empty() {
        return (Tree<E>) EMPTY;
    }

    /** A tree of keys that are in ascending order, and the values beside them. */
    public static <E> Tree<E> ofSorted(List<String> keys, List<E> values) {
        List<Node<E>> level = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += Node.MAX) {
            int to = Math.min(keys.size(), from + Node.MAX);
            level.add(new Leaf<>(
                    keys.subList(from, to).toArray(new String[0]),
                    values.subList(from, to).toArray()));
        }
        while (level.size() > 1) {
            List<Node<E>> above = new ArrayList<>();
            for (int from = 0; from < level.size(); from += Node.MAX) {
                above.add(Branch.over(level.subList(from, Math.min(level.size(), from + Node.MAX))));
            }
            level = above;
        }
        return level.isEmpty() ? empty() : new Tree<>(level.getFirst());
    }

    public int size() {
        return root == null ? 0 : root.size();
    }

    public boolean isEmpty() {
        return root == null;
    }

    public @Nullable E get(String key) {
        return root == null ? null : root.get(key);
    }

    /** This tree with the key set to the value. */
    public Tree<E> with(String key, E value) {
        if (root == null) {
            return new Tree<>(new Leaf<>(new String[] {key}, new Object[] {value}));
        }
        return switch (root.with(key, value)) {
            case Node.One<E>(Node<E> node) -> new Tree<>(node);
            case Node.Split<E>(Node<E> left, Node<E> right) -> new Tree<>(Branch.over(List.of(left, right)));
        };
    }

    /** This tree without a key that it has. */
    public Tree<E> without(String key) {
        Node<E> node = root == null ? null : root.without(key);
        while (node instanceof Branch<E> branch && branch.children.length == 1) {
            node = branch.children[0];
        }
        return node == null ? empty() : new Tree<>(node);
    }

    /** How many keys are below the given one. */
    public int rank(String key) {
        int below = 0;
        Node<E> node = root;
        while (node instanceof Branch<E> branch) {
            int child = branch.childOf(key);
            for (int i = 0; i < child; i++) {
                below += branch.children[i].size();
            }
            node = branch.children[child];
        }
        if (node instanceof Leaf<E> leaf) {
            int at = Arrays.binarySearch(leaf.keys, key);
            below += at >= 0 ? at : -at - 1;
        }
        return below;
    }

    /** How many keys begin with the prefix. */
    public int count(String prefix) {
        return prefix.isEmpty() ? size() : rankAfter(prefix) - rank(prefix);
    }

    /** How many keys come before the first one that is above all keys with the prefix. */
    public int rankAfter(String prefix) {
        if (prefix.isEmpty()) {
            return size();
        }
        int below = 0;
        Node<E> node = root;
        while (node instanceof Branch<E> branch) {
            int child = 0;
            while (child < branch.bounds.length && !isAbove(branch.bounds[child], prefix)) {
                below += branch.children[child].size();
                child++;
            }
            node = branch.children[child];
        }
        if (node instanceof Leaf<E> leaf) {
            int at = 0;
            while (at < leaf.keys.length && !isAbove(leaf.keys[at], prefix)) {
                at++;
            }
            below += at;
        }
        return below;
    }

    private static boolean isAbove(String key, String prefix) {
        return key.compareTo(prefix) > 0 && !key.startsWith(prefix);
    }

    /** The values in the order of their keys, from the one that has the given number of keys before it. */
    public Iterator<E> from(int rank) {
        return new TreeIterator<>(root, rank);
    }
}
