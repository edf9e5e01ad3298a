package dev.jibe.client.queue;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Backoff;
import dev.jibe.runtime.Cancellable;
import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keys that await work, each at most once, and the virtual threads that do it.
 *
 * <p>A key is worked on by one thread at a time; added meanwhile, it is worked on again. It holds at most one entry for
 * each key that exists, so it needs no other bound. Until {@link #open} it only collects.
 *
 * @param <K> the key, with value equality
 */
public final class WorkQueue<K> implements AutoCloseable {
    private static final Log LOG = Log.of(WorkQueue.class);

    private final String name;
    private final int parallelism;
    private final Clock clock;
    private final Backoff backoff;
    private final QueueMetrics metrics;
    private final Function<K, Outcome> work;

    /** Waiting keys in order, with the time at which each was added. */
    private final LinkedHashMap<K, Long> waiting = new LinkedHashMap<>();

    private final Map<K, Running> running = new HashMap<>();
    private final Set<K> addedMeanwhile = new HashSet<>();
    private final Map<K, Integer> failures = new HashMap<>();
    private final Map<K, Later> later = new HashMap<>();

    /** Keys that are not to be worked on for a while, and whether they were added meanwhile. */
    private final Map<K, Boolean> resting = new HashMap<>();

    private final QueueMetrics.State state = new QueueMetrics.State() {
        @Override
        public int depth() {
            return WorkQueue.this.depth();
        }

        @Override
        public List<Long> runningNanos() {
            return WorkQueue.this.runningNanos();
        }
    };

    private boolean open;
    private boolean closed;

    /** Who works on a key, and since when. */
    private record Running(Thread thread, long sinceNanos) {}

    /** A key that comes back at a time (of {@link Clock#nanoTime}). */
    private record Later(long atNanos, Cancellable timer) {}

    public WorkQueue(String name, int parallelism, Clock clock, QueueMetrics metrics, Function<K, Outcome> work) {
        this(name, parallelism, clock, Backoff.QUEUE, metrics, work);
    }

    public WorkQueue(
            String name,
            int parallelism,
            Clock clock,
            Backoff backoff,
            QueueMetrics metrics,
            Function<K, Outcome> work) {
        this.name = name;
        this.parallelism = parallelism;
        this.clock = clock;
        this.backoff = backoff;
        this.metrics = metrics;
        this.work = work;
        metrics.opened(name, state);
    }

    /** Lets the work begin. */
    public synchronized void open() {
        open = true;
        dispatch();
    }

    public synchronized void add(K key) {
        if (closed) {
            return;
        }
        if (resting.containsKey(key)) {
            if (!resting.put(key, true)) {
                metrics.added(name);
            }
        } else if (running.containsKey(key)) {
            if (addedMeanwhile.add(key)) {
                metrics.added(name);
            }
        } else if (waiting.putIfAbsent(key, clock.nanoTime()) == null) {
            metrics.added(name);
            dispatch();
        }
    }

    /** Adds the key after a delay; of several delays for one key the one that ends first counts. */
    public synchronized void addAfter(K key, Duration delay) {
        if (closed) {
            return;
        }
        if (delay.isZero() || delay.isNegative()) {
            add(key);
            return;
        }
        long at = clock.nanoTime() + delay.toNanos();
        var pending = later.get(key);
        if (pending != null && pending.atNanos() - at <= 0) {
            return;
        }
        if (pending != null) {
            pending.timer().cancel();
        }
        later.put(key, new Later(at, clock.schedule(delay, () -> due(key, at))));
    }

    /** Keys that wait for a worker. */
    public synchronized int depth() {
        return waiting.size();
    }

    private synchronized List<Long> runningNanos() {
        long now = clock.nanoTime();
        return running.values().stream().map(each -> now - each.sinceNanos()).toList();
    }

    /** Nothing waits and nothing runs; keys that come back later do not count. */
    public synchronized boolean isIdle() {
        return waiting.isEmpty() && running.isEmpty();
    }

    /** Starts no more work and interrupts what runs. */
    @Override
    public synchronized void close() {
        closed = true;
        waiting.clear();
        later.values().forEach(pending -> pending.timer().cancel());
        later.clear();
        running.values().forEach(each -> each.thread().interrupt());
        metrics.closed(name, state);
    }

    private synchronized void due(K key, long atNanos) {
        var pending = later.get(key);
        if (pending != null && pending.atNanos() == atNanos) {
            later.remove(key);
            add(key);
        }
    }

    private void rest(K key, Duration pause) {
        resting.put(key, addedMeanwhile.remove(key));
        clock.schedule(pause, () -> rested(key));
    }

    private synchronized void rested(K key) {
        boolean isAdded = Boolean.TRUE.equals(resting.remove(key));
        if (isAdded && !closed) {
            waiting.putIfAbsent(key, clock.nanoTime());
            dispatch();
        }
    }

    private void dispatch() {
        while (open && !closed && running.size() < parallelism && !waiting.isEmpty()) {
            var key = take();
            var worker = Thread.ofVirtual().name(name + " " + key).unstarted(() -> workOn(key));
            running.put(key, new Running(worker, clock.nanoTime()));
            worker.start();
        }
    }

    private K take() {
        var first = Objects.requireNonNull(waiting.pollFirstEntry());
        metrics.taken(name, clock.nanoTime() - first.getValue());
        return first.getKey();
    }

    /** Works on the key and then on the next that waits, as long as there is one. */
    private void workOn(K first) {
        @Nullable K key = first;
        while (key != null) {
            long begun = clock.nanoTime();
            var outcome = outcome(key);
            metrics.finished(name, clock.nanoTime() - begun);
            key = finish(key, outcome);
        }
    }

    private Outcome outcome(K key) {
        try {
            return work.apply(key);
        } catch (RuntimeException failure) {
            return Outcome.retry(failure);
        }
    }

    private synchronized @Nullable K finish(K key, Outcome outcome) {
        running.remove(key);
        if (closed) {
            return null;
        }
        switch (outcome) {
            case Outcome.Done() -> failures.remove(key);
            case Outcome.Again(Duration delay) -> {
                failures.remove(key);
                addAfter(key, delay);
            }
            case Outcome.Rest(Duration pause, Optional<Duration> again) -> {
                failures.remove(key);
                again.ifPresent(delay -> addAfter(key, delay));
                rest(key, pause);
            }
            case Outcome.Retry(RuntimeException failure) -> retry(key, failure);
            case Outcome.Reject(RuntimeException failure) -> {
                failures.remove(key);
                LOG.error("rejected", failure, "queue", name, "key", key);
            }
        }
        if (addedMeanwhile.remove(key)) {
            waiting.putIfAbsent(key, clock.nanoTime());
        }
        if (waiting.isEmpty()) {
            return null;
        }
        var next = take();
        running.put(next, new Running(Thread.currentThread(), clock.nanoTime()));
        return next;
    }

    private void retry(K key, RuntimeException failure) {
        int count = failures.merge(key, 1, Integer::sum);
        metrics.retried(name);
        if (failure instanceof ApiFailure known
                && (known.isConflict() || known.isUnreachable() || known.isNotFound())) {
            LOG.debug("will retry", "queue", name, "key", key, "failure", known.getMessage());
        } else if (failure instanceof ApiFailure known) {
            LOG.info("will retry", "queue", name, "key", key, "failure", known.getMessage());
        } else {
            LOG.warn("will retry", failure, "queue", name, "key", key);
        }
        addAfter(key, backoff.after(count));
    }
}
