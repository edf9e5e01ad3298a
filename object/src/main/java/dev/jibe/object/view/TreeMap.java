package dev.jibe.object.view;

import dev.jibe.object.JsonMap;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A map in the tree seen as a map of Java values, each made when it is asked for. */
final class TreeMap<T> extends AbstractMap<String, T> {
    private final JsonMap tree;
    private final Function<Object, T> element;

    TreeMap(JsonMap tree, Function<Object, T> element) {
        this.tree = tree;
        this.element = element;
    }

    JsonMap tree() {
        return tree;
    }

    @Override
    public @Nullable T get(Object key) {
        Object value = key instanceof String name ? tree.get(name) : null;
        return value == null ? null : element.apply(value);
    }

    @Override
    public boolean containsKey(Object key) {
        return key instanceof String name && tree.has(name);
    }

    @Override
    public Set<Map.Entry<String, T>> entrySet() {
        return new Entries();
    }

    private final class Entries extends AbstractSet<Map.Entry<String, T>> {
        @Override
        public int size() {
            return tree.size();
        }

        @Override
        public Iterator<Map.Entry<String, T>> iterator() {
            return new Iterator<>() {
                private int next;

                @Override
                public boolean hasNext() {
                    return next < tree.size();
                }

                @Override
                public Map.Entry<String, T> next() {
                    if (next >= tree.size()) {
                        throw new NoSuchElementException();
                    }
                    int index = next++;
                    return Map.entry(tree.keyAt(index), element.apply(tree.valueAt(index)));
                }
            };
        }
    }
}
