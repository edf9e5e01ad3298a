package dev.jibe.scheduler.devices;

import dev.jibe.object.JsonMap;
import dev.jibe.scheduler.snapshot.NodeInfo;
import dev.jibe.scheduler.snapshot.NodeTerm;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The pools that nodes can use devices of, as slices list them at one moment: the newest generation of each. */
final class Inventory {
    private final Devices devices;
    private final Map<PoolId, Content> contents = new HashMap<>();

    Inventory(Devices devices) {
        this.devices = devices;
    }

    /**
     * All of a pool, whatever nodes it is for.
     *
     * @param counters nothing if its slices contradict each other
     */
    private record Content(long generation, boolean isComplete, Optional<Counters> counters, List<Offer> consumers) {}

    /** The pools that concern a node, by name; those of which a device has to be waited for come last. */
    List<Pool> of(NodeInfo node) {
        var found = new TreeMap<PoolId, List<JsonMap>>();
        Stream.concat(devices.slicesOn(node.name()).stream(), devices.sharedSlices().stream())
                .filter(slice -> concerns(slice.map("spec"), node))
                .forEach(slice -> found.computeIfAbsent(PoolId.of(slice), unknown -> new ArrayList<>())
                        .add(slice));
        var pools = new ArrayList<Pool>();
        var slow = new ArrayList<Pool>();
        found.forEach((id, slices) -> {
            var content = contents.computeIfAbsent(id, this::content);
            var current = slices.stream()
                    .filter(slice -> generation(slice) == content.generation())
                    .sorted(Comparator.comparing(slice -> slice.map("metadata").string("name")))
                    .toList();
            if (!current.isEmpty()) {
                var pool = pool(id, content, current, node);
                (pool.isSound() && isSlow(current) ? slow : pools).add(pool);
            }
        });
        pools.addAll(slow);
        return pools;
    }

    /** What is said of counters holds for the whole pool, wherever the slice is. */
    private static boolean concerns(JsonMap spec, NodeInfo node) {
        if (!spec.list("sharedCounters").isEmpty()) {
            return true;
        }
        return spec.bool("perDeviceNodeSelection")
                ? spec.list("devices").maps().anyMatch(device -> isFor(device, node))
                : isFor(spec, node);
    }

    private static boolean isFor(JsonMap place, NodeInfo node) {
        var name = place.string("nodeName");
        if (!name.isEmpty()) {
            return name.equals(node.name());
        }
        return place.bool("allNodes")
                || (place.has("nodeSelector")
                        && NodeTerm.anyMatches(NodeTerm.ofSelector(place.map("nodeSelector")), node));
    }

    private Content content(PoolId id) {
        var slices = devices.slicesOfPool(id.driver(), id.name());
        long newest = slices.stream().mapToLong(Inventory::generation).max().orElse(0);
        var current = slices.stream().filter(it -> generation(it) == newest).toList();
        boolean isComplete = current.stream()
                .anyMatch(it -> it.map("spec").map("pool").number("resourceSliceCount") == current.size());
        var consumers = current.stream()
                .flatMap(it -> it.map("spec").list("devices").maps())
                .filter(device -> device.has("consumesCounters"))
                .map(device -> Offer.of(id, device, JsonMap.EMPTY))
                .toList();
        var counters = Counters.shared(current)
                .filter(known -> consumers.stream().allMatch(consumer -> known.knows(consumer.consumes())));
        return new Content(newest, isComplete, counters, consumers);
    }

    private static long generation(JsonMap slice) {
        return slice.map("spec").map("pool").number("generation");
    }

    private static Pool pool(PoolId id, Content content, List<JsonMap> slices, NodeInfo node) {
        if (!content.isComplete()) {
            return Pool.useless(id, Pool.State.INCOMPLETE);
        }
        if (content.counters().isEmpty() || hasDuplicates(slices)) {
            return Pool.useless(id, Pool.State.INVALID);
        }
        var offers = new ArrayList<Offer>();
        for (var slice : slices) {
            var spec = slice.map("spec");
            boolean perDevice = spec.bool("perDeviceNodeSelection");
            spec.list("devices")
                    .maps()
                    .filter(device -> !perDevice || isFor(device, node))
                    .forEach(device -> offers.add(Offer.of(id, device, perDevice ? device : spec)));
        }
        return new Pool(id, Pool.State.SOUND, offers, content.counters().get(), content.consumers());
    }

    private static boolean hasDuplicates(List<JsonMap> slices) {
        var names = new HashSet<String>();
        return devices(slices).anyMatch(device -> !names.add(device.string("name")));
    }

    /** Devices that can be had at once are given away before those that have to be made ready. */
    private static boolean isSlow(List<JsonMap> slices) {
        return devices(slices).anyMatch(device -> device.has("bindingConditions"));
    }

    private static Stream<JsonMap> devices(List<JsonMap> slices) {
        return slices.stream()
                .flatMap(slice -> slice.map("spec").list("devices").maps());
    }
}
