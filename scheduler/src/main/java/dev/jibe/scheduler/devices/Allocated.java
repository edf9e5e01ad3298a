package dev.jibe.scheduler.devices;

import dev.jibe.object.JsonMap;
import dev.jibe.object.quantity.Quantity;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The devices that claims have been given, so that others cannot have them, or not all of them. */
final class Allocated {
    private final Set<DeviceId> whole = new HashSet<>();
    private final Map<DeviceId, Set<String>> shares = new HashMap<>();
    private final Map<DeviceId, Map<String, Quantity>> consumed = new HashMap<>();

    /** Adds what a claim was given; the same once more changes nothing. */
    void add(JsonMap allocation) {
        allocation
                .map("devices")
                .list("results")
                .maps()
                .filter(it -> !it.bool("adminAccess"))
                .forEach(this::addResult);
    }

    private void addResult(JsonMap result) {
        var id = DeviceId.of(result);
        if (!result.has("shareID")) {
            whole.add(id);
        } else if (shares.computeIfAbsent(id, unknown -> new HashSet<>()).add(result.string("shareID"))) {
            var amounts = consumed.computeIfAbsent(id, unknown -> new HashMap<>());
            result.map("consumedCapacity")
                    .strings()
                    .forEach((name, amount) -> amounts.merge(name, Quantity.parse(amount), Quantity::add));
        }
    }

    /** Whether somebody has all of it. */
    boolean isWhole(DeviceId id) {
        return whole.contains(id);
    }

    /** Whether somebody has a part of it. */
    boolean isShared(DeviceId id) {
        return shares.containsKey(id);
    }

    /** How much of a capacity those have that share the device. */
    Quantity consumed(DeviceId id, String capacity) {
        return consumed.getOrDefault(id, Map.of()).getOrDefault(capacity, Quantity.ZERO);
    }
}
