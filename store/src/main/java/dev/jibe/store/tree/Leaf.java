package dev.jibe.store.tree;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The lowest node: keys in order, and their values beside them. */
final class Leaf<E> implements Node<E> {

    final String[] keys;
    final Object[] values;

    Leaf(String[] keys, Object[] values) {
        this.keys = keys;
        this.values = values;
    }

    @Override
    public int size() {
        return keys.length;
    }

    @Override
    public int width() {
        return keys.length;
    }

    @Override
    public String firstKey() {
        return keys[0];
    }

    @SuppressWarnings("unchecked")
    E value(int index) {
        return (E) values[index];
    }

    @Override
    public @Nullable E get(String key) {
        int at = Arrays.binarySearch(keys, key);
        return at < 0 ? null : value(at);
    }

    @Override
    public Grown<E> with(String key, E value) {
        int at = Arrays.binarySearch(keys, key);
        if (at >= 0) {
            Object[] newValues = values.clone();
            newValues[at] = value;
            return new One<>(new Leaf<>(keys, newValues));
        }
        int insertion = -at - 1;
        String[] newKeys = Arrays.copyOf(keys, keys.length + 1);
        Object[] newValues = Arrays.copyOf(values, values.length + 1);
        System.arraycopy(keys, insertion, newKeys, insertion + 1, keys.length - insertion);
        System.arraycopy(values, insertion, newValues, insertion + 1, values.length - insertion);
        newKeys[insertion] = key;
        newValues[insertion] = value;
        if (newKeys.length <= MAX) {
            return new One<>(new Leaf<>(newKeys, newValues));
        }
        // Keys that come in order leave full leaves behind, not half-empty ones.
        int middle = insertion == keys.length ? MAX : newKeys.length / 2;
        return new Split<>(slice(newKeys, newValues, 0, middle), slice(newKeys, newValues, middle, newKeys.length));
    }

    private static <E> Leaf<E> slice(String[] keys, Object[] values, int from, int to) {
        return new Leaf<>(Arrays.copyOfRange(keys, from, to), Arrays.copyOfRange(values, from, to));
    }

    @Override
    public @Nullable Node<E> without(String key) {
        int at = Arrays.binarySearch(keys, key);
        if (at < 0) {
            throw new AssertionError("key to remove is not in its leaf: " + key);
        }
        if (keys.length == 1) {
            return null;
        }
        String[] newKeys = Arrays.copyOf(keys, keys.length - 1);
        Object[] newValues = Arrays.copyOf(values, values.length - 1);
        System.arraycopy(keys, at + 1, newKeys, at, newKeys.length - at);
        System.arraycopy(values, at + 1, newValues, at, newValues.length - at);
        return new Leaf<>(newKeys, newValues);
    }

    @Override
    public Node<E> joined(Node<E> right) {
        Leaf<E> other = (Leaf<E>) right;
        String[] newKeys = Arrays.copyOf(keys, keys.length + other.keys.length);
        Object[] newValues = Arrays.copyOf(values, values.length + other.values.length);
        System.arraycopy(other.keys, 0, newKeys, keys.length, other.keys.length);
        System.arraycopy(other.values, 0, newValues, values.length, other.values.length);
        return new Leaf<>(newKeys, newValues);
    }
}
