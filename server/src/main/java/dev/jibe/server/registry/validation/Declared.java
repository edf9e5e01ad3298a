package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.server.registry.Semantic;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks in the words of those that upstream generates from what its types declare.
 *
 * <p>See <a href="https://github.com/kubernetes/enhancements/issues/5073">KEP-5073</a>.
 */
final class Declared {

    private Declared() {}

    /**
     * Whether a field is as it was, so that nobody looks at it again.
     *
     * @param old what the struct was; null if it is new
     */
    static boolean same(Place place, String key, @Nullable JsonMap old) {
        return old != null && Semantic.equal(place.get(key), old.get(key));
    }

    /** Whether a field is there, and is not null: some are shown as that if they are not. */
    static boolean isSet(Place place, String key) {
        return place.get(key) != null && place.get(key) != Null.NULL;
    }

    /** Upstream does not show what a field that may not change would have become. */
    static void immutable(Place place, String key) {
        place.invalid(key, null, "field is immutable");
    }

    /** Exactly one of these is there. */
    static void union(Place place, String... members) {
        var all = List.of(members);
        var there = all.stream().filter(member -> isSet(place, member)).toList();
        var names = all.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
        if (there.isEmpty()) {
            place.invalid("", "", "must specify one of: " + names);
        } else if (there.size() > 1) {
            place.invalid("", "{" + String.join(", ", there) + "}", "must specify exactly one of: " + names);
        }
    }

    static void least(Place place, String key, long least) {
        if (place.number(key) < least) {
            place.invalid(key, place.number(key), "must be greater than or equal to " + least);
        }
    }

    static void most(Place place, String key, long most) {
        if (place.number(key) > most) {
            place.invalid(key, place.number(key), "must be less than or equal to " + most);
        }
    }

    /** Whether a list is not too long; notes that it is. */
    static boolean fits(Place place, String key, int most) {
        int size = place.list(key).size();
        if (size > most) {
            place.tooMany(key, size, most);
        }
        return size <= most;
    }

    /** No two items have the same name. */
    static void distinct(Place place, String key, String name, String type) {
        var seen = new ArrayList<String>();
        place.each(key, item -> {
            var own = item.text(name);
            if (seen.contains(own)) {
                item.duplicate("", GoStructs.text(type, item.map()));
            }
            seen.add(own);
        });
    }

    /** The item of the list that has this name, if there was one. */
    static @Nullable JsonMap named(@Nullable JsonMap old, String key, String name, String value) {
        return old == null
                ? null
                : old.list(key)
                        .maps()
                        .filter(item -> item.string(name).equals(value))
                        .findFirst()
                        .orElse(null);
    }
}
