package dev.jibe.object.view;

import dev.jibe.object.JsonList;
import java.util.AbstractList;
import java.util.RandomAccess;
import java.util.function.Function;

/** A list in the tree seen as a list of Java values, each made when it is asked for. */
final class TreeList<T> extends AbstractList<T> implements RandomAccess {
    private final JsonList tree;
    private final Function<Object, T> element;

    TreeList(JsonList tree, Function<Object, T> element) {
        this.tree = tree;
        this.element = element;
    }

    JsonList tree() {
        return tree;
    }

    @Override
    public T get(int index) {
        return element.apply(tree.get(index));
    }

    @Override
    public int size() {
        return tree.size();
    }
}
