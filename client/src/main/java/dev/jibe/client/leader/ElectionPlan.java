package dev.jibe.client.leader;

import dev.jibe.object.api.coordination.v1.Lease;
import dev.jibe.object.api.coordination.v1.LeaseSpec;
import java.time.Instant;

/**
 * What one who wants a lease does about it, as upstream's client library decides it.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/architecture/leases/#leader-election">Leader election</a>.
 */
final class ElectionPlan {

    /** How long a released lease lasts: nobody needs to wait for it. */
    private static final int RELEASED_SECONDS = 1;

    /** What to do next. */
    sealed interface Step {
        /** There is none yet. */
        record Create(LeaseSpec spec) implements Step {}

        /** Take it or keep it; it must not have been written in between. */
        record Replace(Lease lease) implements Step {}

        /** Another holds it. */
        record Wait(String holder) implements Step {}

        /** Somebody better is to have it. */
        record Yield(String preferred) implements Step {}
    }

    private ElectionPlan() {}

    static Step next(String identity, Timing timing, Sighting seen, Instant now, long nowNanos) {
        var mine = LeaseSpec.EMPTY
                .withHolderIdentity(identity)
                .withLeaseDurationSeconds((int) timing.leaseDuration().toSeconds())
                .withAcquireTime(now)
                .withRenewTime(now)
                .withLeaseTransitions(0);
        if (seen.lease().isEmpty()) {
            return new Step.Create(mine);
        }
        var lease = seen.lease().get();
        if (seen.isHeldByOther(identity) && !seen.hasRunOut(nowNanos)) {
            return new Step.Wait(seen.holder());
        }
        var before = lease.spec();
        boolean keeps = seen.holder().equals(identity);
        var next = keeps
                ? mine.withAcquireTime(before.acquireTime()).withLeaseTransitions(before.leaseTransitions())
                : mine.withLeaseTransitions(before.leaseTransitions() + 1);
        return new Step.Replace(lease.withSpec(next));
    }

    /** The same where others choose who holds the lease: it is kept, never taken. */
    static Step nextChosen(String identity, Timing timing, Sighting seen, Instant now, long nowNanos) {
        if (!seen.holder().equals(identity) || seen.hasRunOut(nowNanos)) {
            return new Step.Wait(seen.holder());
        }
        var lease = seen.lease().orElseThrow();
        var before = lease.spec();
        if (!before.preferredHolder().isEmpty() && !before.preferredHolder().equals(identity)) {
            return new Step.Yield(before.preferredHolder());
        }
        var next = before.withLeaseDurationSeconds((int) timing.leaseDuration().toSeconds())
                .withRenewTime(now);
        if (!before.hasAcquireTime()) {
            next = next.withAcquireTime(now).withLeaseTransitions(before.leaseTransitions() + 1);
        }
        return new Step.Replace(lease.withSpec(next));
    }

    /** The lease as its holder leaves it: anybody may take it at once. */
    static Lease released(Lease lease, Instant now) {
        return lease.withSpec(LeaseSpec.EMPTY
                .withLeaseDurationSeconds(RELEASED_SECONDS)
                .withAcquireTime(now)
                .withRenewTime(now)
                .withLeaseTransitions(lease.spec().leaseTransitions()));
    }
}
