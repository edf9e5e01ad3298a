package dev.jibe.controllers.poolstatus;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.api.resource.v1.ResourceClaim;
import dev.jibe.object.api.resource.v1.ResourceSlice;
import dev.jibe.object.api.resource.v1alpha3.ResourcePoolStatusRequest;
import dev.jibe.object.protobuf.Times;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a request is told about the pools of a driver: how many devices there are, and how many of them are taken.
 *
 * @param status of the request
 * @param complete whether all slices of all pools that it is told of are there
 */
record PoolStatusPlan(JsonMap status, boolean complete) {

    /** The world as one request sees it. */
    record Observed(
            ResourcePoolStatusRequest request,
            Collection<ResourceSlice> slices,
            Collection<ResourceClaim> claims,
            Instant now) {}

    private static final int MAX_ERROR = 256;
    private static final long USUAL_LIMIT = 100;

    static PoolStatusPlan of(Observed observed) {
        var spec = observed.request().tree().map("spec");
        var driver = spec.string("driver");
        var pools = new TreeMap<String, List<JsonMap>>();
        pools.putAll(observed.slices().stream()
                .map(slice -> slice.tree().map("spec"))
                .filter(slice -> slice.string("driver").equals(driver)
                        && (spec.string("poolName").isEmpty()
                                || slice.map("pool").string("name").equals(spec.string("poolName"))))
                .collect(Collectors.groupingBy(slice -> slice.map("pool").string("name"))));
        var taken = taken(observed.claims(), driver);
        long limit = spec.has("limit") ? spec.number("limit") : USUAL_LIMIT;
        var told = pools.entrySet().stream()
                .limit(limit)
                .map(pool -> pool(driver, pool.getKey(), pool.getValue(), taken.getOrDefault(pool.getKey(), 0L)))
                .toList();
        var condition = JsonMap.of("type", "Complete", "status", "True", "reason", "CalculationComplete")
                .with("message", "Calculated status for " + told.size() + " pools" + incomplete(told))
                .with("lastTransitionTime", Times.seconds(observed.now()));
        var status = JsonMap.of("poolCount", (long) pools.size(), "conditions", JsonList.of(condition));
        return new PoolStatusPlan(
                told.isEmpty() ? status : status.with("pools", JsonList.copyOf(told)),
                told.stream().noneMatch(PoolStatusPlan::isIncomplete));
    }

    private static boolean isIncomplete(JsonMap pool) {
        return pool.has("validationError");
    }

    private static String incomplete(List<JsonMap> told) {
        long count = told.stream().filter(PoolStatusPlan::isIncomplete).count();
        return count == 0 ? "" : " (" + count + " incomplete)";
    }

    /** How many devices of each pool are allocated to claims. */
    private static Map<String, Long> taken(Collection<ResourceClaim> claims, String driver) {
        var taken = new HashMap<String, Long>();
        for (var claim : claims) {
            claim.tree()
                    .map("status")
                    .map("allocation")
                    .map("devices")
                    .list("results")
                    .maps()
                    .filter(result -> result.string("driver").equals(driver))
                    .forEach(result -> taken.merge(result.string("pool"), 1L, Long::sum));
        }
        return taken;
    }

    /** Only the slices of the newest generation count. */
    private static JsonMap pool(String driver, String name, List<JsonMap> slices, long taken) {
        long generation =
                slices.stream().mapToLong(PoolStatusPlan::generation).max().orElseThrow();
        var newest =
                slices.stream().filter(slice -> generation(slice) == generation).toList();
        var pool = JsonMap.of("driver", driver, "poolName", name, "generation", generation);
        var nodes = newest.stream()
                .map(slice -> slice.string("nodeName"))
                .distinct()
                .toList();
        if (nodes.size() == 1 && !nodes.getFirst().isEmpty()) {
            pool = pool.with("nodeName", nodes.getFirst());
        }
        long expected = newest.getFirst().map("pool").number("resourceSliceCount");
        if (newest.size() < expected) {
            var error = "pool " + driver + "/" + name + " is incomplete: observed " + newest.size() + "/" + expected
                    + " slices at generation " + generation;
            return pool.with("validationError", error.substring(0, Math.min(error.length(), MAX_ERROR)));
        }
        long devices =
                newest.stream().mapToLong(slice -> slice.list("devices").size()).sum();
        return pool.with("resourceSliceCount", (long) newest.size())
                .with("totalDevices", devices)
                .with("allocatedDevices", taken)
                .with("availableDevices", Math.max(0, devices - taken))
                .with("unavailableDevices", 0L);
    }

    private static long generation(JsonMap slice) {
        return slice.map("pool").number("generation");
    }
}
