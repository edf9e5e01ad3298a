package dev.jibe.scheduler.queue;

import dev.jibe.scheduler.snapshot.PodInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The pods that wait for a node: those to try now, and those that have to wait for a time or for a change.
 *
 * <p>Time is a parameter. Belongs to the scheduler's one thread.
 */
public final class PodQueue {

    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(10);

    private enum State {
        ACTIVE,
        BACKING_OFF,
        WAITING_FOR_CHANGE,
        TAKEN
    }

    private record Waiting(PodInfo pod, long arrival, int attempts, State state, Instant until) {}

    /** Important pods first, then those that came first. */
    private static final Comparator<Waiting> ORDER = Comparator.comparingLong(
                    (Waiting w) -> -w.pod().priority())
            .thenComparingLong(Waiting::arrival)
            .thenComparing(w -> w.pod().key());

    private static final Comparator<Waiting> BY_TIME =
            Comparator.comparing(Waiting::until).thenComparing(w -> w.pod().key());

    private final Map<String, Waiting> all = new HashMap<>();
    private final TreeSet<Waiting> active = new TreeSet<>(ORDER);
    private final TreeSet<Waiting> backingOff = new TreeSet<>(BY_TIME);
    private long arrivals;

    /** Adds a pod, or replaces what is known of it; a pod whose needs have changed is tried again. */
    public void put(PodInfo pod, Instant now) {
        var known = all.get(pod.key());
        if (known != null && known.state() == State.TAKEN) {
            all.put(pod.key(), new Waiting(pod, known.arrival(), known.attempts(), State.TAKEN, now));
            return;
        }
        boolean changed = known != null && !known.pod().spec().equals(pod.spec());
        if (known != null && !changed) {
            set(new Waiting(pod, known.arrival(), known.attempts(), known.state(), known.until()));
        } else {
            long arrival = known == null ? arrivals++ : known.arrival();
            set(new Waiting(pod, arrival, known == null ? 0 : known.attempts(), State.ACTIVE, now));
        }
    }

    public void remove(String key) {
        var known = all.remove(key);
        if (known != null) {
            active.remove(known);
            backingOff.remove(known);
        }
    }

    /** Takes the next pod to try. It stays taken until it is removed or {@link #failed}. */
    public Optional<PodInfo> take(Instant now) {
        while (!backingOff.isEmpty() && !backingOff.first().until().isAfter(now)) {
            var ready = backingOff.first();
            set(new Waiting(ready.pod(), ready.arrival(), ready.attempts(), State.ACTIVE, now));
        }
        if (active.isEmpty()) {
            return Optional.empty();
        }
        var first = active.first();
        set(new Waiting(first.pod(), first.arrival(), first.attempts() + 1, State.TAKEN, now));
        return Optional.of(first.pod());
    }

    /** Puts a taken pod back, to wait until something changes that could help it. */
    public void failed(String key, Instant now) {
        var known = all.get(key);
        if (known != null && known.state() == State.TAKEN) {
            set(new Waiting(known.pod(), known.arrival(), known.attempts(), State.WAITING_FOR_CHANGE, now));
        }
    }

    /** Has a pod that is taken or waits tried again after its back-off, whatever happens. */
    public void retry(String key, Instant now) {
        var known = all.get(key);
        if (known != null && (known.state() == State.TAKEN || known.state() == State.WAITING_FOR_CHANGE)) {
            set(new Waiting(
                    known.pod(),
                    known.arrival(),
                    known.attempts(),
                    State.BACKING_OFF,
                    now.plus(backoff(known.attempts()))));
        }
    }

    /** Something has changed that may let pods that wait for it be scheduled. */
    public void changed(Instant now) {
        for (var waiting : all.values().stream()
                .filter(w -> w.state() == State.WAITING_FOR_CHANGE)
                .toList()) {
            var until = waiting.until().plus(backoff(waiting.attempts()));
            var state = until.isAfter(now) ? State.BACKING_OFF : State.ACTIVE;
            set(new Waiting(waiting.pod(), waiting.arrival(), waiting.attempts(), state, until));
        }
    }

    /** When the next pod's back-off ends. */
    public Optional<Instant> nextWakeUp() {
        return backingOff.isEmpty()
                ? Optional.empty()
                : Optional.of(backingOff.first().until());
    }

    public int size() {
        return all.size();
    }

    private static Duration backoff(int attempts) {
        var backoff = FIRST_BACKOFF.multipliedBy(1L << Math.min(Math.max(attempts - 1, 0), 10));
        return backoff.compareTo(MAX_BACKOFF) > 0 ? MAX_BACKOFF : backoff;
    }

    private void set(Waiting waiting) {
        remove(waiting.pod().key());
        all.put(waiting.pod().key(), waiting);
        switch (waiting.state()) {
            case ACTIVE -> active.add(waiting);
            case BACKING_OFF -> backingOff.add(waiting);
            case WAITING_FOR_CHANGE, TAKEN -> {}
        }
    }
}
