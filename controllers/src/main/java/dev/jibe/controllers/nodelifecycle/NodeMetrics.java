package dev.jibe.controllers.nodelifecycle;

import dev.jibe.client.cache.Cache;
import dev.jibe.object.api.v1.Node;
import dev.jibe.runtime.metrics.Buckets;
import dev.jibe.runtime.metrics.Counter;
import dev.jibe.runtime.metrics.Histogram;
import dev.jibe.runtime.metrics.Metrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What is counted of nodes, their zones and evictions, by upstream's names and labels. */
final class NodeMetrics {
    private static final String REGION = "topology.kubernetes.io/region";
    private static final String ZONE = "topology.kubernetes.io/zone";
    private static final double PERCENT = 100;
    private static final double MILLIS_PER_SECOND = 1000;

    private final Counter evictions;
    private final Counter deletions;
    private final Histogram deletionTime;
    private final Histogram health;

    NodeMetrics(Metrics metrics, Cache<Node> nodes) {
        evictions = metrics.counter(
                "node_collector_evictions_total",
                "[STABLE] Number of Node evictions that happened since current instance of NodeController started.",
                "zone");
        health = metrics.histogram(
                "node_collector_update_node_health_duration_seconds",
                "[ALPHA] Duration in seconds for NodeController to update the health of a single node.",
                Buckets.exponential(0.001, 4, 8));
        deletions = metrics.counter(
                "taint_eviction_controller_pod_deletions_total",
                "[ALPHA] Total number of Pods deleted by TaintEvictionController since its start.");
        deletionTime = metrics.histogram(
                "taint_eviction_controller_pod_deletion_duration_seconds",
                "[ALPHA] Latency, in seconds, between the time when a taint effect has been activated for the Pod and"
                        + " its deletion via TaintEvictionController.",
                new double[] {0.005, 0.025, 0.1, 0.5, 1, 2.5, 10, 30, 60, 120, 180, 240});
        byZone(
                metrics,
                nodes,
                "node_collector_zone_size",
                "[ALPHA] Gauge measuring number of registered Nodes per zones.",
                List::size);
        byZone(
                metrics,
                nodes,
                "node_collector_unhealthy_nodes_in_zone",
                "[ALPHA] Gauge measuring number of not Ready Nodes per zones.",
                NodeMetrics::unhealthy);
        byZone(
                metrics,
                nodes,
                "node_collector_zone_health",
                "[ALPHA] Gauge measuring percentage of healthy nodes per zone.",
                zone -> PERCENT * (zone.size() - unhealthy(zone)) / zone.size());
    }

    private static void byZone(
            Metrics metrics, Cache<Node> nodes, String name, String help, ToDoubleFunction<List<Node>> figure) {
        metrics.gauges(
                name,
                help,
                List.of("zone"),
                reading -> zones(nodes).forEach((zone, members) -> reading.is(figure.applyAsDouble(members), zone)));
    }

    private static Map<String, List<Node>> zones(Cache<Node> nodes) {
        return nodes.all().stream().collect(Collectors.groupingBy(NodeMetrics::zone));
    }

    /** Region and zone in one, as upstream has them. */
    private static String zone(Node node) {
        var labels = node.metadata().labelsTree();
        var region = labels.string(REGION);
        var zone = labels.string(ZONE);
        return region.isEmpty() && zone.isEmpty() ? "" : region + ":\u0000:" + zone;
    }

    private static long unhealthy(List<Node> nodes) {
        return nodes.stream()
                .filter(node -> node.status().conditions().stream()
                        .noneMatch(
                                it -> it.type().equals("Ready") && it.status().equals("True")))
                .count();
    }

    void looked(Duration time) {
        health.observe(time.toNanos() / 1e9);
    }

    /** All pods of a node are to go. */
    void evicting(Node node) {
        evictions.increment(zone(node));
    }

    void deleted(Duration sinceTaint) {
        deletions.increment();
        deletionTime.observe(sinceTaint.toMillis() / MILLIS_PER_SECOND);
    }
}
