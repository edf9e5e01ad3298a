package dev.jibe.client.leader;

import dev.jibe.object.api.coordination.v1.Lease;
import java.time.Duration;
import java.util.Optional;

/**
 * A lease as it was last read or written, and since when it has been seen so.
 *
 * <p>Only the own clock counts: a lease has run out if it has not changed for its duration while it was looked at, whatever
 * time its holder wrote into it.
 *
 * @param sinceNanos of a clock that never goes back
 */
record Sighting(Optional<Lease> lease, long sinceNanos) {

    static final Sighting NONE = new Sighting(Optional.empty(), 0);

    /** The lease as it is now; that nothing has changed does not make it younger. */
    Sighting next(Optional<Lease> found, long nowNanos) {
        boolean same = found.isPresent()
                && lease.isPresent()
                && found.get().spec().tree().equals(lease.get().spec().tree());
        return new Sighting(found, same ? sinceNanos : nowNanos);
    }

    String holder() {
        return lease.map(found -> found.spec().holderIdentity()).orElse("");
    }

    boolean isHeldByOther(String identity) {
        return !holder().isEmpty() && !holder().equals(identity);
    }

    boolean hasRunOut(long nowNanos) {
        long seconds = lease.map(found -> found.spec().leaseDurationSeconds()).orElse(0);
        return nowNanos - sinceNanos >= Duration.ofSeconds(seconds).toNanos();
    }
}
