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

/**
 * The devices that a node can use, out of the newest generation of each pool.
 *
 * @param offers those of pools of which all slices are known, and none is listed twice
 * @param isWhole whether all pools with devices for the node are like that
 */
record Inventory(List<Offer> offers, boolean isWhole) {

    private record Pool(String driver, String name) {}

    static Inventory of(List<JsonMap> slices, NodeInfo node) {
        var newest = new HashMap<Pool, List<JsonMap>>();
        for (var slice : slices) {
            var pool = pool(slice);
            var known = newest.getOrDefault(pool, List.of());
            long generation = generation(slice);
            if (known.isEmpty() || generation > generation(known.getFirst())) {
                newest.put(pool, new ArrayList<>(List.of(slice)));
            } else if (generation == generation(known.getFirst())) {
                known.add(slice);
            }
        }
        var offers = new ArrayList<Offer>();
        boolean isWhole = true;
        for (var pool : sorted(newest)) {
            var found = offers(pool.getValue(), node);
            boolean isSound = isComplete(pool.getValue()) && !hasDuplicates(pool.getValue());
            if (isSound) {
                offers.addAll(found);
            } else {
                isWhole &= found.isEmpty();
            }
        }
        return new Inventory(offers, isWhole);
    }

    private static List<Map.Entry<Pool, List<JsonMap>>> sorted(Map<Pool, List<JsonMap>> pools) {
        return pools.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<Pool, List<JsonMap>> it) ->
                                it.getKey().driver())
                        .thenComparing(it -> it.getKey().name()))
                .toList();
    }

    private static Pool pool(JsonMap slice) {
        var spec = slice.map("spec");
        return new Pool(spec.string("driver"), spec.map("pool").string("name"));
    }

    private static long generation(JsonMap slice) {
        return slice.map("spec").map("pool").number("generation");
    }

    private static boolean isComplete(List<JsonMap> slices) {
        return slices.size() == slices.getFirst().map("spec").map("pool").number("resourceSliceCount");
    }

    private static boolean hasDuplicates(List<JsonMap> slices) {
        var names = new HashSet<String>();
        return slices.stream()
                .flatMap(slice -> slice.map("spec").list("devices").maps())
                .anyMatch(device -> !names.add(device.string("name")));
    }

    private static List<Offer> offers(List<JsonMap> slices, NodeInfo node) {
        var offers = new ArrayList<Offer>();
        slices.stream()
                .sorted(Comparator.comparing(slice -> slice.map("metadata").string("name")))
                .forEach(slice -> {
                    var spec = slice.map("spec");
                    boolean perDevice = spec.bool("perDeviceNodeSelection");
                    spec.list("devices").maps().forEach(device -> {
                        var place = perDevice ? device : spec;
                        if (isUsable(device) && isFor(place, node)) {
                            var id = new DeviceId(
                                    spec.string("driver"), spec.map("pool").string("name"), device.string("name"));
                            offers.add(new Offer(
                                    id, device, !place.string("nodeName").isEmpty(), place.map("nodeSelector")));
                        }
                    });
                });
        return offers;
    }

    /** Devices that are cut out of others, or are given to several, are not understood, and so not given to anybody. */
    private static boolean isUsable(JsonMap device) {
        return device.list("consumesCounters").isEmpty()
                && !device.bool("allowMultipleAllocations")
                && device.list("bindingConditions").isEmpty();
    }

    private static boolean isFor(JsonMap place, NodeInfo node) {
        if (place.bool("allNodes")) {
            return true;
        }
        return place.has("nodeSelector")
                ? NodeTerm.anyMatches(NodeTerm.ofSelector(place.map("nodeSelector")), node)
                : place.string("nodeName").equals(node.name());
    }
}
