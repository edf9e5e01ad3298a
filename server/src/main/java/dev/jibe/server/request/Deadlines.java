package dev.jibe.server.request;

import dev.jibe.runtime.Cancellable;
import dev.jibe.runtime.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Says until when requests have to be answered, and cuts off those that are not. */
final class Deadlines {

    /** As upstream, which does not bound the time of lists of writes. */
    private static final Set<String> WRITES = Set.of("create", "update", "patch", "delete");

    private final Duration most;
    private final Clock clock;
    private final Map<Duration, Line> lines = new ConcurrentHashMap<>();

    /** Deadlines of requests that may ask for less time than this, but for no more. */
    Deadlines(Duration most, Clock clock) {
        this.most = most;
        this.clock = clock;
    }

    /** The deadline of a request that came then; it says itself if it wants less time than others have. */
    Deadline of(RequestInfo info, Query query, long begunNanos) {
        if (info.isLongRunning()) {
            return Deadline.NONE;
        }
        var bound = info.isResource() && WRITES.contains(info.verb()) ? Deadline.Bound.WRITE : Deadline.Bound.REQUEST;
        return new Deadline(clock, begunNanos, RequestTimeout.of(query, most), bound);
    }

    /** Runs the action when the time is over, unless that is cancelled. */
    Cancellable at(Deadline deadline, Runnable action) {
        if (deadline == Deadline.NONE) {
            return () -> {};
        }
        var length = deadline.length();
        return length.compareTo(most) < 0 && !deadline.isOfWrite()
                ? clock.schedule(deadline.left(most), action)
                : lines.computeIfAbsent(length, Line::new).add(action);
    }

    /**
     * Requests that may all take the same time: their time is over in the order in which they came, so that one timer does for
     * all of them, and a request costs no more than its place in the line.
     */
    private final class Line {
        private final Duration length;
        private final LinkedHashSet<Place> places = new LinkedHashSet<>();
        private final ReentrantLock lock = new ReentrantLock();
        private boolean isTimed;

        Line(Duration length) {
            this.length = length;
        }

        Cancellable add(Runnable action) {
            var place = new Place(clock.nanoTime() + length.toNanos(), action);
            lock.lock();
            try {
                places.add(place);
                time();
            } finally {
                lock.unlock();
            }
            return () -> leave(place);
        }

        private void leave(Place place) {
            lock.lock();
            try {
                places.remove(place);
            } finally {
                lock.unlock();
            }
        }

        /** Has the clock look after the first one. */
        private void time() {
            if (!isTimed && !places.isEmpty()) {
                isTimed = true;
                clock.schedule(Duration.ofNanos(places.getFirst().atNanos - clock.nanoTime()), this::pass);
            }
        }

        private void pass() {
            var over = new ArrayList<Place>();
            lock.lock();
            try {
                long now = clock.nanoTime();
                while (!places.isEmpty() && places.getFirst().atNanos - now <= 0) {
                    over.add(places.removeFirst());
                }
                isTimed = false;
                time();
            } finally {
                lock.unlock();
            }
            over.forEach(place -> place.action.run());
        }
    }

    /** A request in line, known by its identity. */
    private static final class Place {
        private final long atNanos;
        private final Runnable action;

        Place(long atNanos, Runnable action) {
            this.atNanos = atNanos;
            this.action = action;
        }
    }
}
