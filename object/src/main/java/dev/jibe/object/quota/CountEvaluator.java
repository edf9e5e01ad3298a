package dev.jibe.object.quota;

import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Objects of which only their number counts.
 *
 * @param alias a second name for the number; empty if there is none
 */
record CountEvaluator(CountedResource resource, String alias) implements Evaluator {

    @Override
    public boolean counts(String name) {
        return name.equals(resource.countName()) || (!alias.isEmpty() && name.equals(alias));
    }

    @Override
    public SortedMap<String, Quantity> usage(JsonMap object, Instant now) {
        var usage = new TreeMap<String, Quantity>();
        usage.put(resource.countName(), Quantity.of(1));
        if (!alias.isEmpty()) {
            usage.put(alias, Quantity.of(1));
        }
        return usage;
    }
}
