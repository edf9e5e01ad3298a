package dev.jibe.node.volume;

import dev.jibe.node.api.ClusterApi;
import dev.jibe.object.api.v1.Pod;
import dev.jibe.runtime.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The service account tokens of the node's pods, each renewed when 80 % of its life is over. */
final class Tokens {
    private record Key(String podUid, String audience, long seconds) {}

    private record Held(String value, Instant renewAt) {}

    private final ClusterApi api;
    private final Clock clock;
    private final Map<Key, Held> held = new ConcurrentHashMap<>();

    Tokens(ClusterApi api, Clock clock) {
        this.api = api;
        this.clock = clock;
    }

    String current(Pod pod, String audience, long seconds) {
        var key = new Key(pod.uid(), audience, seconds);
        Instant now = clock.now();
        Held known = held.get(key);
        if (known != null && known.renewAt().isAfter(now)) {
            return known.value();
        }
        var token = api.token(pod, audience, seconds);
        long lifeMillis = Duration.between(now, token.expiresAt()).toMillis();
        held.put(key, new Held(token.value(), now.plusMillis(lifeMillis * 8 / 10)));
        return token.value();
    }

    /** When the first token of a pod must be renewed. */
    Optional<Instant> nextRenewal(String podUid) {
        return held.entrySet().stream()
                .filter(entry -> entry.getKey().podUid().equals(podUid))
                .map(entry -> entry.getValue().renewAt())
                .min(Instant::compareTo);
    }

    void forget(String podUid) {
        held.keySet().removeIf(key -> key.podUid().equals(podUid));
    }
}
