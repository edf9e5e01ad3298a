package dev.jibe.client.events;

import dev.jibe.object.JsonMap;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many events one object may have: a burst, refilled slowly. Belongs to one thread. */
final class SpamFilter {
    private static final int BURST = 25;
    private static final Duration REFILL = Duration.ofMinutes(5);
    private static final int REMEMBERED = 4096;

    private final Map<String, Allowance> allowances = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Allowance> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** What is left of a burst, and since when it has been refilled. */
    private record Allowance(int left, Instant since) {

        Allowance at(Instant now) {
            long refills = Duration.between(since, now).dividedBy(REFILL);
            return refills <= 0
                    ? this
                    : new Allowance((int) Math.min(BURST, left + refills), since.plus(REFILL.multipliedBy(refills)));
        }
    }

    boolean admits(JsonMap object, Instant now) {
        var key = object.string("kind") + "/" + object.string("namespace") + "/" + object.string("name") + "/"
                + object.string("uid");
        var allowance = allowances.getOrDefault(key, new Allowance(BURST, now)).at(now);
        boolean admitted = allowance.left() > 0;
        allowances.put(key, admitted ? new Allowance(allowance.left() - 1, allowance.since()) : allowance);
        return admitted;
    }
}
