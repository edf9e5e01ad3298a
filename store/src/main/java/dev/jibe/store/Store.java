package dev.jibe.store;

import dev.jibe.runtime.Clock;
import dev.jibe.store.etcd.EtcdConfig;
import dev.jibe.store.etcd.Keys;
import dev.jibe.store.tree.Tree;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A durable, ordered map of keys in buckets, in which every change has a revision.
 *
 * <p>Reads are of immutable snapshots and take no lock. A write returns when it is on disk and can be read. Watches walk
 * the same revisions in the same order. Safe for threads throughout.
 *
 * @param <V> the type of the values
 */
public final class Store<V> implements AutoCloseable {

    private final Clock clock;
    private final History<V> history;
    private final Arrivals arrivals;
    private final Waker<V> waker = new Waker<>();
    private final Expiry<V> expiry;
    private final CommitLog<V> log;
    private volatile boolean closed;

    /** What opens a log that publishes to the store's history. */
    private interface Opening<V> {
        CommitLog<V> open(Arrivals arrivals, CommitListener<V> listener);
    }

    private Store(History<V> history, Clock clock, Opening<V> opening) {
        this.clock = clock;
        this.history = history;
        this.arrivals = new Arrivals(this::revision);
        this.expiry = new Expiry<>(clock, this::submit);
        this.log = opening.open(arrivals, new Announcing());
        for (Iterator<Tree<Entry<V>>> buckets = history.latest().buckets().from(0); buckets.hasNext(); ) {
            buckets.next().from(0).forEachRemaining(expiry::add);
        }
    }

    /**
     * Opens the store of the configuration, recovering what was acknowledged before.
     *
     * @throws StoreException.Damaged if the files are not what was written to them
     * @throws StoreException.Unavailable if they cannot be read or written, or another process has the store open
     */
    public static <V> Store<V> open(StoreConfig config, Values<V> values, Clock clock) {
        var opened = Opened.open(config, values, clock);
        var history = opened.history();
        return new Store<>(
                history,
                clock,
                (_, listener) -> new LocalLog<>(config, values, clock, opened.wal(), opened.lock(), history, listener));
    }

    /**
     * Opens a store over etcd, which others may write as well.
     *
     * @param limits of queues and of the history; the disk is not used
     * @throws StoreException.Unavailable if etcd cannot be read
     */
    public static <V> Store<V> over(EtcdConfig etcd, Keys keys, StoreConfig limits, Values<V> values, Clock clock) {
        var history = new History<V>(limits);
        return new Store<>(
                history,
                clock,
                (arrivals, listener) -> new EtcdLog<>(limits, etcd, keys, values, clock, history, arrivals, listener));
    }

    /** The newest state that this process knows: all that it wrote, and what others wrote as soon as it hears of it. */
    public Snapshot<V> latest() {
        return new Snapshot<>(history.latest());
    }

    /**
     * A state that has every write acknowledged before the call, whoever made it. The same as {@link #latest} unless
     * others write too; then it takes a round trip that all who ask at the same time share.
     *
     * @throws StoreException.Unreachable if it cannot be known what others wrote
     * @throws StoreException.TimedOut if it took too long
     */
    public Snapshot<V> fresh() {
        log.catchUp();
        return latest();
    }

    /** An entry that is there now, even if another has written it a moment ago; or null. */
    public @Nullable Entry<V> find(String bucket, String key) {
        var known = latest().get(bucket, key);
        return known != null ? known : fresh().get(bucket, key);
    }

    /** Whether others may write what is stored, too. */
    public boolean isShared() {
        return log instanceof EtcdLog;
    }

    /** Waits until the revision can be read; false if it could not in time. */
    public boolean await(long revision, Duration timeout) throws InterruptedException {
        var there = arrivals.of(revision).thenApply(_ -> true);
        if (there.isDone()) {
            return true;
        }
        var timer = clock.schedule(timeout, () -> there.complete(false));
        try {
            return there.get();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            timer.cancel();
        }
    }

    /**
     * Says whether the log is there.
     *
     * @throws StoreException if it is not
     */
    public void probe(Duration timeout) {
        log.probe(timeout);
    }

    /**
     * The state at a revision.
     *
     * @throws StoreException.Compacted if it is no longer kept
     * @throws StoreException.FutureRevision if it has not happened yet
     */
    public Snapshot<V> at(long revision) {
        return new Snapshot<>(history.at(revision));
    }

    /** The newest revision; 1 if nothing was ever written. */
    public long revision() {
        return history.latest().revision();
    }

    /** The oldest revision that can be read; a watch of a bucket in which nothing happened since can begin earlier. */
    public long compactedRevision() {
        return history.compactedRevision();
    }

    /**
     * Writes, and returns when the write is durable and can be read. Meant for virtual threads: it blocks for about as
     * long as the disk takes to sync.
     *
     * @throws StoreException.Conflict if a key is not as expected
     * @throws StoreException.TooBusy if too many writes wait
     * @throws StoreException.Unavailable if the disk fails; the write may turn out to have happened when the store is
     *     opened again
     * @throws StoreException.Unreachable if etcd does not take the write; it may have happened
     * @throws StoreException.TimedOut if etcd does not answer; it may have happened
     */
    public Committed<V> commit(Write<V> write) {
        try {
            return log.submit(write).join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failure;
        }
    }

    /**
     * Writes without waiting for the disk, though it blocks while the queue is full. What depends on the future runs on a
     * virtual thread; a failure is one that {@link #commit} throws.
     */
    public CompletableFuture<Committed<V>> submit(Write<V> write) {
        var result = new CompletableFuture<Committed<V>>();
        var _ = log.submit(write)
                .whenComplete((committed, failure) -> Thread.startVirtualThread(() -> {
                    if (failure == null) {
                        result.complete(committed);
                    } else {
                        result.completeExceptionally(failure);
                    }
                }));
        return result;
    }

    /**
     * A cursor over the changes of a bucket's keys with the prefix, after the revision.
     *
     * @throws StoreException.Compacted if changes after the revision are no longer kept
     */
    public Watch<V> watch(String bucket, String keyPrefix, long afterRevision) {
        return watch(bucket, afterRevision, event -> event.current().key().startsWith(keyPrefix));
    }

    /**
     * A cursor over those changes of a bucket that are of interest, after the revision.
     *
     * @param interest called for every change of the bucket, by several threads: must be short, and always of the same opinion
     * @throws StoreException.Compacted if changes after the revision are no longer kept
     */
    public Watch<V> watch(String bucket, long afterRevision, Predicate<Event<V>> interest) {
        return new Watch<>(this, history, waker, clock, bucket, interest, afterRevision);
    }

    /** Lets go of everything before the revision, which itself stays readable. */
    public void compact(long revision) {
        log.compact(revision);
    }

    boolean isClosed() {
        return closed;
    }

    private final class Announcing implements CommitListener<V> {

        @Override
        public void published(List<Change<V>> changes) {
            expiry.published(changes);
            arrivals.published();
            for (Change<V> change : changes) {
                for (Event<V> event : change.events()) {
                    waker.signal(history.feed(event.current().bucket()));
                }
            }
        }

        @Override
        public void restarted() {
            arrivals.published();
            waker.wakeAll(history.feeds());
        }
    }

    /** Finishes the writes that were taken and lets go of the disk. Watches end; snapshots stay readable. */
    @Override
    public void close() {
        expiry.close();
        log.close();
        closed = true;
        waker.wakeAll(history.feeds());
        waker.close();
    }
}
