package dev.jibe.controllers.endpointslice;

import dev.jibe.client.cache.Cache;
import dev.jibe.object.api.discovery.v1.EndpointSlice;
import dev.jibe.runtime.metrics.Buckets;
import dev.jibe.runtime.metrics.Counter;
import dev.jibe.runtime.metrics.Histogram;
import dev.jibe.runtime.metrics.Metrics;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is counted of EndpointSlices, by upstream's names and labels. */
final class SliceMetrics {
    private static final String PREFIX = "endpoint_slice_controller_";
    private static final double[] COUNTS = Buckets.exponential(2, 2, 15);

    private final Counter syncs;
    private final Counter changes;
    private final Histogram added;
    private final Histogram removed;
    private final Histogram changed;

    /** Figures of the slices of that cache that this controller manages. */
    SliceMetrics(Metrics metrics, Cache<EndpointSlice> cache) {
        syncs = metrics.counter(PREFIX + "syncs", "[ALPHA] Number of EndpointSlice syncs", "result");
        changes = metrics.counter(PREFIX + "changes", "[ALPHA] Number of EndpointSlice changes", "operation");
        added = metrics.histogram(
                PREFIX + "endpoints_added_per_sync", "[ALPHA] Number of endpoints added on each Service sync", COUNTS);
        removed = metrics.histogram(
                PREFIX + "endpoints_removed_per_sync",
                "[ALPHA] Number of endpoints removed on each Service sync",
                COUNTS);
        changed = metrics.histogram(
                PREFIX + "endpointslices_changed_per_sync",
                "[ALPHA] Number of EndpointSlices changed on each Service sync",
                new double[] {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000},
                "topology",
                "traffic_distribution");
        metrics.gauge(
                PREFIX + "num_endpoint_slices",
                "[ALPHA] Number of EndpointSlices",
                () -> ours(cache).size());
        metrics.gauge(
                PREFIX + "desired_endpoint_slices",
                "[ALPHA] Number of EndpointSlices that would exist with perfect endpoint allocation",
                () -> ours(cache).size());
        metrics.gauge(
                PREFIX + "endpoints_desired",
                "[ALPHA] Number of endpoints desired",
                () -> ours(cache).stream()
                        .mapToInt(slice -> slice.endpoints().size())
                        .sum());
    }

    private static List<EndpointSlice> ours(Cache<EndpointSlice> cache) {
        return cache.all().stream()
                .filter(slice -> slice.metadata()
                        .labelsTree()
                        .string(SliceShape.MANAGED_BY)
                        .equals(SliceShape.MANAGER))
                .toList();
    }

    void synced(boolean succeeded) {
        syncs.increment(succeeded ? "success" : "error");
    }

    /** What a plan does to the slices that were there. */
    void planned(List<EndpointSlice> before, List<Action> actions, String distribution) {
        var there = new HashSet<String>();
        before.forEach(slice -> there.addAll(addresses(slice)));
        var after = new HashSet<>(there);
        for (var action : actions) {
            switch (action) {
                case Action.CreateSlice(EndpointSlice slice) -> {
                    changes.increment("create");
                    after.addAll(addresses(slice));
                }
                case Action.UpdateSlice(EndpointSlice slice) -> {
                    changes.increment("update");
                    replaced(before, slice.name()).forEach(after::remove);
                    after.addAll(addresses(slice));
                }
                case Action.DeleteSlice(String name, String uid) -> {
                    changes.increment("delete");
                    replaced(before, name).forEach(after::remove);
                }
            }
        }
        added.observe((double)
                after.stream().filter(address -> !there.contains(address)).count());
        removed.observe((double)
                there.stream().filter(address -> !after.contains(address)).count());
        changed.observe(actions.size(), "Disabled", distribution);
    }

    private static Set<String> replaced(List<EndpointSlice> before, String name) {
        return before.stream()
                .filter(slice -> slice.name().equals(name))
                .findFirst()
                .map(SliceMetrics::addresses)
                .orElse(Set.of());
    }

    private static Set<String> addresses(EndpointSlice slice) {
        var result = new HashSet<String>();
        slice.endpoints().forEach(endpoint -> result.addAll(endpoint.addresses()));
        return result;
    }
}
