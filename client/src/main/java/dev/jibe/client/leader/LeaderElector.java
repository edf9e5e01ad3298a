package dev.jibe.client.leader;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Client;
import dev.jibe.client.Resource;
import dev.jibe.client.events.EventRecorder;
import dev.jibe.client.leader.ElectionPlan.Step;
import dev.jibe.object.api.coordination.v1.Lease;
import dev.jibe.runtime.Cancellable;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Does some work while it holds a lease, and only then.
 *
 * <p>Work is begun anew with each term. A term ends when the lease could not be renewed in time, is held by another, or
 * this elector is closed; nothing that was begun in it writes afterwards. Closing gives the lease back.
 */
public final class LeaderElector implements AutoCloseable {
    private static final Log LOG = Log.of(LeaderElector.class);

    /** What a leader does: begins at once, and goes on in its own threads until it is closed. */
    @FunctionalInterface
    public interface Work {
        AutoCloseable begin(Client client);
    }

    /**
     * Who wants which lease.
     *
     * @param identity of this process among all that want it: two that run at the same time must differ
     * @param component in whose name events are written
     * @param coordinated what is known of the candidate where others choose among candidates
     */
    public record Candidate(
            String namespace,
            String lease,
            String identity,
            String component,
            Timing timing,
            Optional<Versions> coordinated) {

        /** One that takes the lease if nobody has it. */
        public Candidate(String namespace, String lease, String identity, String component, Timing timing) {
            this(namespace, lease, identity, component, timing, Optional.empty());
        }
    }

    /**
     * Versions in the form of semver.org.
     *
     * @param emulation the version as which it behaves
     */
    public record Versions(String binary, String emulation) {}

    private final Candidate candidate;
    private final Client client;
    private final Resource<Lease> leases;
    private final Work work;
    private final EventRecorder events;
    private final LeaderMetrics metrics;
    private final Clock clock;
    private final RandomGenerator random;

    /** Held by an attempt from beginning to end, and by closing. */
    private final ReentrantLock turns = new ReentrantLock();

    private Sighting seen = Sighting.NONE;
    private volatile @Nullable Leadership leadership;
    private volatile @Nullable Cancellable next;
    private volatile boolean closed;
    private @Nullable Coordination coordination;
    private boolean yields;

    public LeaderElector(
            Candidate candidate, Client client, Work work, LeaderMetrics metrics, Clock clock, RandomGenerator random) {
        this.candidate = candidate;
        this.client = client;
        this.leases = client.of(Lease.KIND);
        this.work = work;
        this.events = new EventRecorder(client, candidate.component(), "", clock);
        this.metrics = metrics;
        this.clock = clock;
        this.random = random;
    }

    /** Asks for the lease, begins the work if it is to be had, and goes on asking until it is closed. */
    public LeaderElector start() {
        metrics.leads(candidate.lease(), false);
        candidate.coordinated().ifPresent(versions -> {
            coordination = new Coordination(candidate, versions, client, clock, this::turn);
            coordination.start();
        });
        turn();
        return this;
    }

    public String lease() {
        return candidate.lease();
    }

    public boolean isLeading() {
        var current = leadership;
        return current != null && !current.isOver();
    }

    private void turn() {
        turns.lock();
        try {
            if (closed) {
                return;
            }
            var pending = next;
            if (pending != null) {
                pending.cancel();
            }
            long begun = clock.nanoTime();
            boolean holds = attempt();
            try {
                settle(holds, begun);
            } catch (RuntimeException failure) {
                LOG.error("the leader's work does not begin", failure, "lease", candidate.lease());
                release();
            }
            var wait = isLeading()
                    ? candidate.timing().retryPeriod()
                    : candidate.timing().retry(random.nextDouble());
            next = clock.schedule(wait, this::turn);
        } finally {
            turns.unlock();
        }
    }

    private void settle(boolean holds, long begun) {
        var current = leadership;
        if (holds && current != null && !current.isOver()) {
            current.extend(begun);
        } else if (holds) {
            lead(begun);
        } else if (current != null && yields) {
            if (step(current)) {
                release();
            }
        } else if (current != null && (current.isOver() || seen.isHeldByOther(candidate.identity()))) {
            step(current);
        }
    }

    private void lead(long begun) {
        var former = leadership;
        if (former != null) {
            step(former);
        }
        LOG.info("became leader", "lease", candidate.lease(), "identity", candidate.identity());
        leadership = new Leadership(candidate, client, work, clock, begun);
        metrics.leads(candidate.lease(), true);
        tell("became leader");
    }

    /** Ends a term; true if nothing of it is under way any more. */
    private boolean step(Leadership current) {
        boolean quiet = current.end();
        leadership = null;
        metrics.leads(candidate.lease(), false);
        LOG.info("stopped leading", "lease", candidate.lease(), "identity", candidate.identity());
        tell("stopped leading");
        return quiet;
    }

    private void tell(String what) {
        seen.lease()
                .ifPresent(lease -> events.normal(
                        Lease.KIND.of(leases.complete(lease.tree())),
                        "LeaderElection",
                        candidate.identity() + " " + what));
    }

    /** Tries to get or to keep the lease; answers whether it is ours. */
    private boolean attempt() {
        try {
            if (isLeading()) {
                try {
                    return carryOut(plan());
                } catch (ApiFailure stale) {
                    metrics.tookSlowPath(candidate.lease());
                }
            }
            seen = seen.next(leases.find(candidate.namespace(), candidate.lease()), clock.nanoTime());
            return carryOut(plan());
        } catch (RuntimeException failure) {
            LOG.debug("lease not written", "lease", candidate.lease(), "why", failure.getMessage());
            return false;
        }
    }

    private Step plan() {
        if (candidate.coordinated().isPresent()) {
            return ElectionPlan.nextChosen(
                    candidate.identity(), candidate.timing(), seen, clock.now(), clock.nanoTime());
        }
        return ElectionPlan.next(candidate.identity(), candidate.timing(), seen, clock.now(), clock.nanoTime());
    }

    private boolean carryOut(Step step) {
        yields = step instanceof Step.Yield;
        var written = switch (step) {
            case Step.Wait(String holder) -> Optional.<Lease>empty();
            case Step.Yield(String preferred) -> Optional.<Lease>empty();
            case Step.Create(var spec) -> {
                var lease = Lease.KIND.create(candidate.namespace(), candidate.lease());
                yield Optional.of(leases.create(lease.withSpec(spec)));
            }
            case Step.Replace(Lease lease) -> Optional.of(leases.update(lease));
        };
        if (written.isPresent()) {
            seen = seen.next(written, clock.nanoTime());
        }
        return written.isPresent();
    }

    /** Stops what was begun, waits for the calls that are under way, and gives the lease to whoever wants it. */
    @Override
    public void close() {
        closed = true;
        var pending = next;
        if (pending != null) {
            pending.cancel();
        }
        turns.lock();
        try {
            var current = leadership;
            var word = coordination;
            if (word != null) {
                word.close();
            }
            // What may still write must not be joined by somebody else before the lease has run out.
            if (current != null && step(current)) {
                release();
            }
        } finally {
            turns.unlock();
            events.close();
        }
    }

    private void release() {
        try {
            var lease = leases.get(candidate.namespace(), candidate.lease());
            if (lease.spec().holderIdentity().equals(candidate.identity())) {
                leases.update(ElectionPlan.released(lease, clock.now()));
            }
        } catch (ApiFailure failure) {
            LOG.info("lease not released", "lease", candidate.lease(), "why", failure.getMessage());
        }
    }
}
