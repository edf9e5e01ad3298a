package dev.jibe.scheduler.queue;

import dev.jibe.object.JsonMap;
import dev.jibe.scheduler.config.Plugin;
import dev.jibe.scheduler.config.Profile;
import dev.jibe.scheduler.snapshot.PodInfo;
import dev.jibe.scheduler.snapshot.Template;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The pods that wait for a node: those to try now, and those that have to wait for a time or for a change.
 *
 * <p>Time is a parameter. Belongs to the scheduler's one thread.
 */
public final class PodQueue {

    /** After this time a pod is tried again even if nothing has changed that could help it. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    /** Upstream's name of what brings a pod back that could not be scheduled. */
    private static final String FAILURE = "ScheduleAttemptFailure";

    private enum State {
        ACTIVE,
        BACKING_OFF,
        WAITING_FOR_CHANGE,
        TAKEN
    }

    private static final class Waiting {
        PodInfo pod;
        final long arrival;
        int attempts;
        State state = State.TAKEN;

        /** Since when it has been waiting for a change, or until when it backs off. */
        Instant at = Instant.EPOCH;

        Set<Plugin> rejectedBy = Set.of();

        /** When it was tried first. */
        Optional<Instant> firstTried = Optional.empty();

        Waiting(PodInfo pod, long arrival) {
            this.pod = pod;
            this.arrival = arrival;
        }
    }

    /** Important pods first, then those that came first. */
    private static final Comparator<Waiting> ORDER =
            Comparator.comparingLong((Waiting w) -> -w.pod.priority()).thenComparingLong(w -> w.arrival);

    private static final Comparator<Waiting> BY_TIME =
            Comparator.comparing((Waiting w) -> w.at).thenComparingLong(w -> w.arrival);

    private final Map<String, Waiting> all = new HashMap<>();
    private final TreeSet<Waiting> active = new TreeSet<>(ORDER);
    private final TreeSet<Waiting> backingOff = new TreeSet<>(BY_TIME);
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();
    private final Hints hints;
    private final Duration firstBackoff;
    private final Duration maxBackoff;
    private final QueueWatcher watcher;
    private long arrivals;

    /**
     * An empty queue.
     *
     * @param namespaceLabels finds them by the namespace's name
     * @param profiles how pods are decided
     * @param madeUp resources that devices make up where a node has none of them
     */
    public PodQueue(
            Function<String, JsonMap> namespaceLabels,
            Function<Template, Profile> profiles,
            Function<Template, Set<String>> madeUp,
            Duration firstBackoff,
            Duration maxBackoff,
            QueueWatcher watcher) {
        this.watcher = watcher;
        this.firstBackoff = firstBackoff;
        this.maxBackoff = maxBackoff;
        this.hints = new Hints(namespaceLabels, profiles, madeUp);
    }

    /** Adds a pod, or replaces what is known of it; a pod whose needs have changed is tried again. */
    public void put(PodInfo pod, Instant now) {
        var known = all.get(pod.key());
        if (known == null) {
            var fresh = new Waiting(pod, arrivals++);
            all.put(pod.key(), fresh);
            set(fresh, State.ACTIVE, now, "UnscheduledPodAdd");
            return;
        }
        boolean changed = known.pod.template() != pod.template()
                || !known.pod.pod().uid().equals(pod.pod().uid());
        if (known.state == State.TAKEN || !changed) {
            known.pod = pod;
        } else {
            leave(known);
            known.pod = pod;
            known.attempts = 0;
            set(known, State.ACTIVE, now, "UnscheduledPodUpdate");
        }
    }

    public void remove(String key) {
        var known = all.remove(key);
        if (known != null) {
            leave(known);
        }
    }

    /** What is known of a pod that is here. */
    public @Nullable PodInfo pod(String key) {
        var known = all.get(key);
        return known == null ? null : known.pod;
    }

    /** Takes the next pod to try. It stays taken until it is removed or {@link #failed}. */
    public Optional<PodInfo> take(Instant now) {
        while (!backingOff.isEmpty() && !backingOff.first().at.isAfter(now)) {
            set(backingOff.first(), State.ACTIVE, now, "BackoffComplete");
        }
        while (!waiting.isEmpty() && !firstWaiting().at.plus(LONGEST_WAIT).isAfter(now)) {
            set(firstWaiting(), State.ACTIVE, now, "UnschedulableTimeout");
        }
        if (active.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(take(active.first(), now));
    }

    private PodInfo take(Waiting pod, Instant now) {
        pod.attempts++;
        pod.firstTried = pod.firstTried.or(() -> Optional.of(now));
        set(pod, State.TAKEN, now, "");
        return pod.pod;
    }

    /** Takes those of these pods that wait, for a time or a change or not, in the order in which they are to be tried. */
    public List<PodInfo> takeTogether(Collection<String> keys, Instant now) {
        return keys.stream()
                .map(all::get)
                .filter(pod -> pod != null && pod.state != State.TAKEN)
                .sorted(ORDER)
                .map(pod -> take(pod, now))
                .toList();
    }

    private Waiting firstWaiting() {
        return waiting.values().iterator().next();
    }

    /** Puts a taken pod back, to wait until something changes that could help it. */
    public void failed(String key, Set<Plugin> rejectedBy, Instant now) {
        var known = all.get(key);
        if (known != null && known.state == State.TAKEN) {
            known.rejectedBy = rejectedBy;
            set(known, State.WAITING_FOR_CHANGE, now, FAILURE);
        }
    }

    /** Has a pod that is taken or waits tried again after its back-off, whatever happens. */
    public void retry(String key, Instant now) {
        var known = all.get(key);
        if (known != null && (known.state == State.TAKEN || known.state == State.WAITING_FOR_CHANGE)) {
            set(known, State.BACKING_OFF, now.plus(backoff(known.attempts)), FAILURE);
        }
    }

    /** Something has changed that may let pods that wait for it be scheduled. */
    public void changed(ClusterEvent event, Instant now) {
        if (waiting.isEmpty()) {
            return;
        }
        Template asked = null;
        Set<Plugin> askedOf = Set.of();
        boolean helps = false;
        for (var pod : new ArrayList<>(waiting.values())) {
            if (pod.pod.template() != asked || !pod.rejectedBy.equals(askedOf)) {
                asked = pod.pod.template();
                askedOf = pod.rejectedBy;
                helps = hints.mayHelp(event, pod.pod, askedOf);
            }
            if (helps) {
                var until = pod.at.plus(backoff(pod.attempts));
                set(pod, until.isAfter(now) ? State.BACKING_OFF : State.ACTIVE, until, event.title());
            }
        }
    }

    /** When the next pod's back-off ends, or its longest wait. */
    public Optional<Instant> nextWakeUp() {
        var backoff = backingOff.isEmpty() ? Instant.MAX : backingOff.first().at;
        var longest = waiting.isEmpty() ? Instant.MAX : firstWaiting().at.plus(LONGEST_WAIT);
        var next = backoff.isBefore(longest) ? backoff : longest;
        return next.equals(Instant.MAX) ? Optional.empty() : Optional.of(next);
    }

    /**
     * What it took so far to find a node for a pod.
     *
     * @param first when it was tried first
     */
    public record Effort(int tries, Instant first) {}

    /** What it took so far to find a node for a pod that was taken. */
    public Effort effort(String key) {
        var known = all.get(key);
        return known == null
                ? new Effort(0, Instant.EPOCH)
                : new Effort(known.attempts, known.firstTried.orElse(Instant.EPOCH));
    }

    public int active() {
        return active.size();
    }

    public int backingOff() {
        return backingOff.size();
    }

    public int waitingForChange() {
        return waiting.size();
    }

    public int size() {
        return all.size();
    }

    private Duration backoff(int attempts) {
        var backoff = firstBackoff.multipliedBy(1L << Math.min(Math.max(attempts - 1, 0), 10));
        return backoff.compareTo(maxBackoff) > 0 ? maxBackoff : backoff;
    }

    private void leave(Waiting pod) {
        switch (pod.state) {
            case ACTIVE -> active.remove(pod);
            case BACKING_OFF -> backingOff.remove(pod);
            case WAITING_FOR_CHANGE -> {
                waiting.remove(pod.pod.key());
                watcher.rejected(pod.pod, pod.rejectedBy, -1);
            }
            case TAKEN -> {}
        }
    }

    private void set(Waiting pod, State state, Instant at, String event) {
        leave(pod);
        pod.state = state;
        pod.at = at;
        switch (state) {
            case ACTIVE -> {
                active.add(pod);
                watcher.came(event, "active");
            }
            case BACKING_OFF -> {
                backingOff.add(pod);
                watcher.came(event, "backoff");
            }
            case WAITING_FOR_CHANGE -> {
                waiting.put(pod.pod.key(), pod);
                watcher.came(event, "unschedulable");
                watcher.rejected(pod.pod, pod.rejectedBy, 1);
            }
            case TAKEN -> {}
        }
    }
}
