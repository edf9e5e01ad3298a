package dev.jibe.store.tree;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** A walk over the values of a tree in the order of their keys. */
final class TreeIterator<E> implements Iterator<E> {

    /** A branch on the way down, and the next child to enter. */
    private static final class Step<E> {
        final Branch<E> branch;
        int next;

        Step(Branch<E> branch, int next) {
            this.branch = branch;
            this.next = next;
        }
    }

    private final Deque<Step<E>> path = new ArrayDeque<>();
    private @Nullable Leaf<E> leaf;
    private int at;

    TreeIterator(@Nullable Node<E> root, int rank) {
        int skip = rank;
        Node<E> node = root;
        while (node instanceof Branch<E> branch) {
            int child = 0;
            while (child < branch.children.length - 1 && skip >= branch.children[child].size()) {
                skip -= branch.children[child].size();
                child++;
            }
            path.push(new Step<>(branch, child + 1));
            node = branch.children[child];
        }
        leaf = (Leaf<E>) node;
        at = skip;
        if (leaf != null && at >= leaf.keys.length) {
            advance();
        }
    }

    @Override
    public boolean hasNext() {
        return leaf != null;
    }

    @Override
    public E next() {
        if (leaf == null) {
            throw new NoSuchElementException();
        }
        E value = leaf.value(at++);
        if (at == leaf.keys.length) {
            advance();
        }
        return value;
    }

    /** Goes to the first entry of the next leaf. */
    private void advance() {
        leaf = null;
        at = 0;
        while (!path.isEmpty() && path.element().next == path.element().branch.children.length) {
            path.pop();
        }
        if (path.isEmpty()) {
            return;
        }
        Step<E> step = path.element();
        Node<E> node = step.branch.children[step.next++];
        while (node instanceof Branch<E> branch) {
            path.push(new Step<>(branch, 1));
            node = branch.children[0];
        }
        leaf = (Leaf<E>) node;
    }
}
