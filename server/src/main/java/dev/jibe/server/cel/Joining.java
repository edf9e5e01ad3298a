package dev.jibe.server.cel;

import java.util.ArrayList;
import java.util.List;

/** The sum of two lists. */
public final class Joining {

    private Joining() {}

    /** One list after the other, unless the first is declared as a set or a list of type map. */
    public static List<Object> of(List<?> a, List<?> b) {
        if (a instanceof Growing.Items growing) {
            return growing.with(b);
        }
        if (a instanceof ListValue declared) {
            return declared.plus(b);
        }
        var both = new ArrayList<Object>(a);
        both.addAll(b);
        return both;
    }
}
