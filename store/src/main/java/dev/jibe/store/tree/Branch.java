package dev.jibe.store.tree;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An upper node: children in order.
 *
 * <p>{@code bounds[i]} separates the children i and i + 1: everything in child i is below it, nothing in child i + 1
 * is. A bound need not be a key that exists.
 */
final class Branch<E> implements Node<E> {

    final String[] bounds;
    final Node<E>[] children;
    private final int size;

    Branch(String[] bounds, Node<E>[] children) {
        this.bounds = bounds;
        this.children = children;
        int sum = 0;
        for (Node<E> child : children) {
            sum += child.size();
        }
        this.size = sum;
    }

    /** A branch over nodes that are in order. */
    static <E> Branch<E> over(List<Node<E>> nodes) {
        Node<E>[] children = array(nodes.size());
        String[] bounds = new String[children.length - 1];
        for (int i = 0; i < children.length; i++) {
            children[i] = nodes.get(i);
            if (i > 0) {
                bounds[i - 1] = children[i].firstKey();
            }
        }
        return new Branch<>(bounds, children);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <E> Node<E>[] array(int length) {
        return new Node[length];
    }

    /** The child that the key is in, if it is anywhere. */
    int childOf(String key) {
        int at = Arrays.binarySearch(bounds, key);
        return at >= 0 ? at + 1 : -at - 1;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int width() {
        return children.length;
    }

    @Override
    public String firstKey() {
        return children[0].firstKey();
    }

    @Override
    public @Nullable E get(String key) {
        return children[childOf(key)].get(key);
    }

    @Override
    public Grown<E> with(String key, E value) {
        int at = childOf(key);
        return switch (children[at].with(key, value)) {
            case One<E>(Node<E> node) -> new One<>(replaced(at, node));
            case Split<E>(Node<E> left, Node<E> right) -> grown(at, left, right);
        };
    }

    private Branch<E> replaced(int at, Node<E> child) {
        Node<E>[] newChildren = children.clone();
        newChildren[at] = child;
        return new Branch<>(bounds, newChildren);
    }

    private Grown<E> grown(int at, Node<E> left, Node<E> right) {
        Node<E>[] newChildren = Arrays.copyOf(children, children.length + 1);
        System.arraycopy(children, at + 1, newChildren, at + 2, children.length - at - 1);
        newChildren[at] = left;
        newChildren[at + 1] = right;
        String[] newBounds = Arrays.copyOf(bounds, bounds.length + 1);
        System.arraycopy(bounds, at, newBounds, at + 1, bounds.length - at);
        newBounds[at] = right.firstKey();
        if (newChildren.length <= MAX) {
            return new One<>(new Branch<>(newBounds, newChildren));
        }
        int middle = at == children.length - 1 ? MAX : newChildren.length / 2;
        return new Split<>(
                new Branch<>(Arrays.copyOf(newBounds, middle - 1), Arrays.copyOf(newChildren, middle)),
                new Branch<>(
                        Arrays.copyOfRange(newBounds, middle, newBounds.length),
                        Arrays.copyOfRange(newChildren, middle, newChildren.length)));
    }

    @Override
    public @Nullable Node<E> without(String key) {
        int at = childOf(key);
        Node<E> child = children[at].without(key);
        if (child == null) {
            return children.length == 1 ? null : dropped(at);
        }
        if (child.width() < MIN) {
            if (at > 0 && children[at - 1].width() + child.width() <= MAX) {
                return merged(at - 1, children[at - 1].joined(child));
            }
            if (at < children.length - 1 && child.width() + children[at + 1].width() <= MAX) {
                return merged(at, child.joined(children[at + 1]));
            }
        }
        return replaced(at, child);
    }

    private Branch<E> dropped(int at) {
        Node<E>[] newChildren = Arrays.copyOf(children, children.length - 1);
        System.arraycopy(children, at + 1, newChildren, at, newChildren.length - at);
        return new Branch<>(withoutBound(Math.max(at - 1, 0)), newChildren);
    }

    /** The children at and at + 1 replaced by one. */
    private Branch<E> merged(int at, Node<E> child) {
        Node<E>[] newChildren = Arrays.copyOf(children, children.length - 1);
        System.arraycopy(children, at + 1, newChildren, at, newChildren.length - at);
        newChildren[at] = child;
        return new Branch<>(withoutBound(at), newChildren);
    }

    private String[] withoutBound(int at) {
        String[] newBounds = Arrays.copyOf(bounds, bounds.length - 1);
        System.arraycopy(bounds, at + 1, newBounds, at, newBounds.length - at);
        return newBounds;
    }

    @Override
    public Node<E> joined(Node<E> right) {
        Branch<E> other = (Branch<E>) right;
        Node<E>[] newChildren = Arrays.copyOf(children, children.length + other.children.length);
        System.arraycopy(other.children, 0, newChildren, children.length, other.children.length);
        String[] newBounds = Arrays.copyOf(bounds, newChildren.length - 1);
        newBounds[bounds.length] = other.firstKey();
        System.arraycopy(other.bounds, 0, newBounds, bounds.length + 1, other.bounds.length);
        return new Branch<>(newBounds, newChildren);
    }
}
