package dev.jibe.server.admission.optional;

import dev.jibe.runtime.Clock;
import dev.jibe.server.admission.Admission;
import dev.jibe.server.admission.Attributes;
import dev.jibe.server.request.ApiException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Refuses events that come too fast.
 *
 * <p>See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#eventratelimit">EventRateLimit</a>.
 */
public final class EventRates implements Admission.Validating {

    /**
     * How fast events may come of each sender, or of all.
     *
     * @param type {@code Server}, {@code Namespace}, {@code User} or {@code SourceAndObject}
     * @param perSecond for ever
     * @param burst at once
     * @param remembered how many senders are told apart
     */
    public record Limit(String type, long perSecond, long burst, int remembered) {}

    private static final double NANOS = 1e9;

    private final List<Buckets> limits;

    public EventRates(List<Limit> limits, Clock clock) {
        this.limits = limits.stream().map(limit -> new Buckets(limit, clock)).toList();
    }

    @Override
    public void validate(Attributes attributes) {
        boolean written = attributes.isCreate() || attributes.isUpdate();
        if (!written || attributes.dryRun() || !attributes.isOf("", "events")) {
            return;
        }
        var reached = limits.stream()
                .filter(each -> !each.takes(key(each.limit.type(), attributes)))
                .map(each ->
                        "limit reached on type " + each.limit.type() + " for key " + key(each.limit.type(), attributes))
                .toList();
        if (!reached.isEmpty()) {
            throw ApiException.of(
                    429,
                    "TooManyRequests",
                    reached.size() == 1 ? reached.getFirst() : "[" + String.join(", ", reached) + "]");
        }
    }

    private static String key(String type, Attributes attributes) {
        return switch (type) {
            case "Namespace" -> attributes.namespace();
            case "User" -> attributes.user().name();
            case "SourceAndObject" -> {
                var source = attributes.object().map("source");
                var about = attributes.object().map("involvedObject");
                yield source.string("component")
                        + source.string("host")
                        + about.string("kind")
                        + about.string("namespace")
                        + about.string("name")
                        + about.string("uid")
                        + about.string("apiVersion");
            }
            default -> "";
        };
    }

    /** The buckets of one limit: those that were used least recently are forgotten, and full when they come again. */
    private static final class Buckets {
        private final Limit limit;
        private final Clock clock;
        private final Map<String, Bucket> byKey;

        Buckets(Limit limit, Clock clock) {
            this.limit = limit;
            this.clock = clock;
            this.byKey = new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                    return size() > limit.remembered();
                }
            };
        }

        synchronized boolean takes(String key) {
            long now = clock.nanoTime();
            var bucket = byKey.computeIfAbsent(key, fresh -> new Bucket((double) limit.burst(), now));
            bucket.left = Math.min(
                    (double) limit.burst(), bucket.left + (now - bucket.atNanos) / NANOS * (double) limit.perSecond());
            bucket.atNanos = now;
            if (bucket.left < 1) {
                return false;
            }
            bucket.left--;
            return true;
        }
    }

    /** How much is left of a burst, and since when. */
    private static final class Bucket {
        private double left;
        private long atNanos;

        Bucket(double left, long atNanos) {
            this.left = left;
            this.atNanos = atNanos;
        }
    }
}
