package dev.jibe.store.etcd;

import dev.jibe.runtime.Clock;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The leases of keys that are to expire: many keys share one, as a lease costs etcd more than a key does.
 *
 * <p>A lease is granted for a little longer than was asked, and serves those who ask within that time: a twentieth of the
 * time to live, a minute at most, as upstream does it; and a thousand keys at most.
 */
public final class Leases {

    private static final int MAX_EXTRA_SECONDS = 60;
    private static final int EXTRA_PART = 20;
    private static final int MAX_KEYS = 1_000;

    private final Etcd etcd;
    private final Clock clock;
    private @Nullable Shared current;

    private static final class Shared {
        final long untilMillis;
        final long extraMillis;
        final CompletableFuture<Long> id;
        int keys;

        Shared(long untilMillis, long extraMillis, CompletableFuture<Long> id) {
            this.untilMillis = untilMillis;
            this.extraMillis = extraMillis;
            this.id = id;
        }

        boolean fits(long wantedMillis) {
            return wantedMillis <= untilMillis
                    && wantedMillis + extraMillis >= untilMillis
                    && keys < MAX_KEYS
                    && !id.isCompletedExceptionally();
        }
    }

    public Leases(Etcd etcd, Clock clock) {
        this.etcd = etcd;
        this.clock = clock;
    }

    /** A lease under which a key lives at least so long. */
    public synchronized CompletableFuture<Long> of(long ttlMillis) {
        long wantedMillis = clock.millis() + ttlMillis;
        var shared = current;
        if (shared == null || !shared.fits(wantedMillis)) {
            long seconds = Math.ceilDiv(ttlMillis, 1_000L);
            long extra = Math.min(MAX_EXTRA_SECONDS, seconds / EXTRA_PART);
            long extraMillis = extra * 1_000;
            shared = new Shared(
                    wantedMillis + extraMillis,
                    extraMillis,
                    etcd.grant(seconds + extra).thenApply(grant -> grant.getID()));
            current = shared;
        }
        shared.keys++;
        return shared.id;
    }

    /** Gives up the lease in use: etcd does not know it. */
    public synchronized void forget() {
        current = null;
    }
}
