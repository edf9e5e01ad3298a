package dev.jibe.object;

import java.util.List;

/**
 * Keys that are looked for together in one map after the other, such as the fields of a type.
 *
 * <p>Maps of the same shape have them at the same places, so {@link JsonMap#places} looks for them once a shape. To be kept
 * where the keys are kept: another lookup of the same keys finds the places anew.
 */
public final class KeyLookup {

    /** Not there. */
    public static final int ABSENT = -1;

    private final String[] keys;

    public KeyLookup(List<String> keys) {
        this.keys = keys.toArray(String[]::new);
    }

    int[] in(Shape shape) {
        var places = new int[keys.length];
        for (int i = 0; i < keys.length; i++) {
            places[i] = Math.max(shape.indexOf(keys[i]), ABSENT); // any negative number says so
        }
        return places;
    }
}
