package dev.jibe.controllers.nodelifecycle;

import dev.jibe.object.JsonMap;
import dev.jibe.object.api.coordination.v1.Lease;
import dev.jibe.object.api.v1.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When signs of life of each node were last new to us.
 *
 * <p>What counts is when we saw a heartbeat change and not the time written in it, because the node's clock may differ
 * from ours; and how long ago that was is measured by a clock that nobody sets.
 */
final class Sightings {
    private final Map<String, Sighting> byUid = new ConcurrentHashMap<>();

    private record Sighting(JsonMap heartbeat, long atNanos, Map<String, Instant> taints) {}

    /** Notes what is seen of the node now. */
    void see(Node node, Optional<Lease> lease, Instant now, long nanos) {
        byUid.compute(node.uid(), (uid, before) -> {
            var heartbeat = heartbeat(node, lease);
            var taints = new HashMap<String, Instant>();
            for (var taint : node.spec().taints()) {
                var earlier = before == null ? now : before.taints().getOrDefault(taint.key(), now);
                taints.put(taint.key(), earlier);
            }
            boolean isSame = before != null && before.heartbeat().equals(heartbeat);
            return new Sighting(heartbeat, isSame ? before.atNanos() : nanos, taints);
        });
    }

    /** How long ago the last new sign of life of a node was that has been seen. */
    Duration silence(Node node, long nanos) {
        var sighting = byUid.get(node.uid());
        return sighting == null ? Duration.ZERO : Duration.ofNanos(nanos - sighting.atNanos());
    }

    Map<String, Instant> taintsSeenAt(Node node) {
        var sighting = byUid.get(node.uid());
        return sighting == null ? Map.of() : sighting.taints();
    }

    void forget(String uid) {
        byUid.remove(uid);
    }

    /** Everything that a living node changes from time to time. */
    private static JsonMap heartbeat(Node node, Optional<Lease> lease) {
        var beats = JsonMap.builder();
        beats.put("lease", lease.map(it -> it.spec().tree().string("renewTime")).orElse(""));
        for (var condition : node.status().conditions()) {
            beats.put(condition.type(), condition.tree().string("lastHeartbeatTime"));
        }
        return beats.build();
    }
}
