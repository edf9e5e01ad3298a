package dev.jibe.server.fairness;

import dev.jibe.server.authn.User;
import dev.jibe.server.request.Passage;
import dev.jibe.server.request.RequestInfo;
import java.util.concurrent.Semaphore;

/**
 * Two plain limits instead of {@link Fairness}: for requests that read, and for those that write. Nobody waits; whoever may do
 * everything is let in all the same.
 */
public final class MaxInFlight implements FlowControl {

    private final Semaphore reads;
    private final Semaphore writes;

    /** Limits; 0 is none. */
    public MaxInFlight(int reads, int writes) {
        this.reads = semaphore(reads);
        this.writes = semaphore(writes);
    }

    private static Semaphore semaphore(int limit) {
        return new Semaphore(limit == 0 ? Integer.MAX_VALUE : limit);
    }

    @Override
    public Seat admit(User user, RequestInfo info, Passage passage) {
        if (info.isConnection() || info.verb().equals("watch")) {
            return new Seat.Uncounted();
        }
        var limit = FlowControl.isRead(info) ? reads : writes;
        if (limit.tryAcquire()) {
            return new Seat.Taken(limit::release);
        }
        return user.isIn(User.MASTERS) ? new Seat.Uncounted() : new Seat.Refused();
    }
}
