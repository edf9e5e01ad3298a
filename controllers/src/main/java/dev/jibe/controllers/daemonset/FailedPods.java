package dev.jibe.controllers.daemonset;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long failed pods on each node are left, so that a DaemonSet and a node that turns its pods away do not keep each
 * other busy: one second, and twice as long each time, up to fifteen minutes.
 */
final class FailedPods {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final Map<Place, Wait> waits = new ConcurrentHashMap<>();

    private record Place(String set, String node) {}

    private record Wait(Instant since, Duration length) {}

    /** Notes that a failed pod of the set is replaced now. */
    void replaced(String set, String node, Instant now) {
        waits.compute(new Place(set, node), (place, before) -> {
            boolean isFirst =
                    before == null || now.isAfter(before.since().plus(LONGEST).plus(LONGEST));
            var doubled = isFirst ? FIRST : before.length().multipliedBy(2);
            return new Wait(now, doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled);
        });
    }

    /** Until when the failed pods of a set stay, by node. */
    Map<String, Instant> of(String set) {
        var result = new HashMap<String, Instant>();
        waits.forEach((place, wait) -> {
            if (place.set().equals(set)) {
                result.put(place.node(), wait.since().plus(wait.length()));
            }
        });
        return result;
    }

    void forget(String set) {
        waits.keySet().removeIf(place -> place.set().equals(set));
    }
}
