package dev.jibe.store.tree;

import org.jspecify.annotations.Nullable;

/** A node of the B-tree. Immutable once it can be reached from a tree. */
sealed interface Node<E> permits Leaf, Branch {

    /** The most entries of a leaf, and the most children of a branch. */
    int MAX = 32;

    /** A node smaller than this is merged into its neighbour if the two fit into one. */
    int MIN = MAX / 4;

    /** How many entries are below. */
    int size();

    /** How many slots of this node itself are used. */
    int width();

    String firstKey();

    @Nullable
    E get(String key);

    /** The node with the entry put in; {@link Split} if it had to become two. */
    Grown<E> with(String key, E value);

    /** The node without a key that is in it; null if nothing is left. */
    @Nullable
    Node<E> without(String key);

    /** The two nodes as one; their widths must add up to no more than {@link #MAX}. */
    Node<E> joined(Node<E> right);

    /** What becomes of a node that an entry was put into. */
    sealed interface Grown<E> {}

    record One<E>(Node<E> node) implements Grown<E> {}

    record Split<E>(Node<E> left, Node<E> right) implements Grown<E> {}
}
