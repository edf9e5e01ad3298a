package dev.jibe.client.leader;

import dev.jibe.client.Client;
import dev.jibe.runtime.Cancellable;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The time during which one holds a lease, and the work that is done in it. */
final class Leadership {
    private static final Log LOG = Log.of(Leadership.class);

    private final LeaderElector.Candidate candidate;
    private final Clock clock;
    private final Term term;
    private final AutoCloseable work;
    private @Nullable Cancellable deadline;
    private long renewedNanos;
    private boolean over;
    private boolean quiet;

    /** Begins the work; the lease was written not before {@code begunNanos}. */
    Leadership(
            LeaderElector.Candidate candidate, Client client, LeaderElector.Work work, Clock clock, long begunNanos) {
        this.candidate = candidate;
        this.clock = clock;
        this.term = new Term(client.transport(), clock, end(begunNanos));
        this.work = work.begin(new Client(term));
        extend(begunNanos);
    }

    private long end(long begunNanos) {
        return begunNanos + candidate.timing().leaseDuration().toNanos();
    }

    /** Notes that the lease was written, not before that time. */
    synchronized void extend(long begunNanos) {
        if (over) {
            return;
        }
        renewedNanos = begunNanos;
        term.extend(end(begunNanos));
        if (deadline != null) {
            deadline.cancel();
        }
        deadline = clock.schedule(left(), this::expire);
    }

    /** How long until it is too late to renew the lease. */
    private Duration left() {
        return candidate.timing().renewDeadline().minusNanos(clock.nanoTime() - renewedNanos);
    }

    private synchronized void expire() {
        // It may have been renewed in the moment in which this began.
        if (!over && !left().isPositive()) {
            LOG.warn("lease not renewed in time", "lease", candidate.lease());
            end();
        }
    }

    synchronized boolean isOver() {
        return over;
    }

    /** Stops the work, once; true if none of it is under way any more. */
    synchronized boolean end() {
        if (over) {
            return quiet;
        }
        over = true;
        if (deadline != null) {
            deadline.cancel();
        }
        term.end();
        try {
            work.close();
            Duration limit = candidate.timing().renewDeadline();
            quiet = term.awaitQuiet(limit);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } catch (Exception failure) {
            LOG.error("work did not stop as it should", failure, "lease", candidate.lease());
        }
        if (!quiet) {
            LOG.warn("calls are still under way", "lease", candidate.lease());
        }
        return quiet;
    }
}
