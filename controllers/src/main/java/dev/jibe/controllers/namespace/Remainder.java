package dev.jibe.controllers.namespace;

import dev.jibe.object.JsonMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is left of one resource in a namespace after everything was told to go.
 *
 * @param resource as messages name it, such as {@code deployments.apps}
 * @param finalizers how many objects each finalizer keeps
 */
record Remainder(String resource, int count, Map<String, Integer> finalizers) {

    Remainder {
        finalizers = Map.copyOf(finalizers);
    }

    static Remainder of(String resource, List<JsonMap> objects) {
        var finalizers = new TreeMap<String, Integer>();
        for (var object : objects) {
            object.map("metadata")
                    .list("finalizers")
                    .strings()
                    .forEach(finalizer -> finalizers.merge(finalizer, 1, Integer::sum));
        }
        return new Remainder(resource, objects.size(), finalizers);
    }

    /** {@code pods. has 2 resource instances}, and so on for each. */
    static String describe(List<Remainder> remainders) {
        var parts = new ArrayList<String>();
        for (var remainder : remainders) {
            parts.add(remainder.resource() + " has " + remainder.count() + " resource instances");
        }
        return String.join(", ", parts.stream().sorted().toList());
    }

    /** {@code example.com/hold in 2 resource instances}, and so on for each finalizer. */
    static String describeFinalizers(List<Remainder> remainders) {
        var totals = new TreeMap<String, Integer>();
        remainders.forEach(
                remainder -> remainder.finalizers().forEach((name, count) -> totals.merge(name, count, Integer::sum)));
        var parts = new ArrayList<String>();
        totals.forEach((name, count) -> parts.add(name + " in " + count + " resource instances"));
        return String.join(", ", parts);
    }
}
