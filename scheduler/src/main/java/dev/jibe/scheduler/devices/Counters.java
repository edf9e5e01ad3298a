package dev.jibe.scheduler.devices;

import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Amounts that the devices of a pool are cut out of, by counter.
 *
 * <p>See <a href="https://github.com/kubernetes/enhancements/issues/4815">KEP-4815, Partitionable devices</a>.
 */
record Counters(Map<Id, Quantity> amounts) {
    static final Counters NONE = new Counters(Map.of());

    /** A counter of a set, in one pool. */
    record Id(String set, String name) {}

    /** What the slices of a pool say that there is; nothing if they contradict each other. */
    static Optional<Counters> shared(Collection<JsonMap> slices) {
        var result = new HashMap<Id, Quantity>();
        var sets = new HashMap<String, JsonMap>();
        for (var slice : slices) {
            for (var set : slice.map("spec").list("sharedCounters").maps().toList()) {
                if (sets.put(set.string("name"), set) != null) {
                    return Optional.empty();
                }
                read(set.string("name"), set.map("counters"), result);
            }
        }
        return Optional.of(new Counters(Map.copyOf(result)));
    }

    /** What a device takes while it is given to anybody. */
    static Counters consumed(JsonMap device) {
        var sets = device.list("consumesCounters");
        if (sets.isEmpty()) {
            return NONE;
        }
        var result = new HashMap<Id, Quantity>();
        sets.maps().forEach(set -> read(set.string("counterSet"), set.map("counters"), result));
        return new Counters(Map.copyOf(result));
    }

    private static void read(String set, JsonMap counters, Map<Id, Quantity> into) {
        for (int i = 0; i < counters.size(); i++) {
            var amount = Quantity.parse(((JsonMap) counters.valueAt(i)).string("value"));
            into.put(new Id(set, counters.keyAt(i)), amount);
        }
    }

    boolean isEmpty() {
        return amounts.isEmpty();
    }

    /** Whether all that the other is about is there. */
    boolean knows(Counters other) {
        return amounts.keySet().containsAll(other.amounts.keySet());
    }
}
