package dev.jibe.store;

import dev.jibe.runtime.Clock;
import dev.jibe.store.wal.Wal;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The log on the disk of this machine: a bounded queue in front of the one thread that commits.
 *
 * <p>The queue is bounded in writes and in bytes. When it is full, writers wait, and after a while are told so.
 */
final class LocalLog<V> implements CommitLog<V> {

    private final StoreConfig config;
    private final Values<V> values;
    private final Clock clock;
    private final BlockingQueue<Pending<V>> queue;
    private final Semaphore queueBytes;
    private final Committer<V> committer;
    private final Thread thread;
    private final @Nullable Wal wal;
    private final Closeable lock;
    private final AtomicBoolean closed = new AtomicBoolean();

    LocalLog(
            StoreConfig config,
            Values<V> values,
            Clock clock,
            @Nullable Wal wal,
            Closeable lock,
            History<V> history,
            CommitListener<V> listener) {
        this.config = config;
        this.values = values;
        this.clock = clock;
        this.wal = wal;
        this.lock = lock;
        this.queue = new ArrayBlockingQueue<>(config.queueWrites());
        this.queueBytes = new Semaphore(config.queueBytes());
        this.committer = new Committer<>(config, values, clock, wal, history, queue, queueBytes, listener);
        this.thread = config.threads().start("store-committer", committer);
    }

    @Override
    public CompletableFuture<Committed<V>> submit(Write<V> write) {
        var pending = Pending.Writing.of(write, values, clock.millis());
        if (pending.sizeBytes > Math.min(config.maxWriteBytes(), config.queueBytes())) {
            pending.result.completeExceptionally(
                    new StoreException.TooLarge(pending.sizeBytes, config.maxWriteBytes()));
            return pending.result;
        }
        if (closed.get()) {
            pending.result.completeExceptionally(new StoreException.Unavailable("the store is closed", null));
            return pending.result;
        }
        StoreException.Unavailable failure = committer.failure();
        if (failure != null) {
            pending.result.completeExceptionally(failure);
            return pending.result;
        }
        enqueue(pending);
        return pending.result;
    }

    private void enqueue(Pending.Writing<V> pending) {
        long timeoutMillis = config.queueTimeout().toMillis();
        try {
            if (queueBytes.tryAcquire(pending.sizeBytes, timeoutMillis, TimeUnit.MILLISECONDS)) {
                if (queue.offer(pending, timeoutMillis, TimeUnit.MILLISECONDS)) {
                    if (closed.get() && !thread.isAlive()) {
                        committer.refuseRest();
                    }
                    return;
                }
                queueBytes.release(pending.sizeBytes);
            }
            pending.result.completeExceptionally(new StoreException.TooBusy(timeoutMillis));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            pending.result.completeExceptionally(
                    new StoreException.Unavailable("interrupted before the write was taken", interrupted));
        }
    }

    @Override
    public void catchUp() {
        // Nobody else writes, and what was acknowledged is published.
    }

    @Override
    public void probe(Duration timeout) {
        var failure = committer.failure();
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void compact(long revision) {
        if (closed.get()) {
            return;
        }
        var done = new CompletableFuture<@Nullable Void>();
        try {
            queue.put(new Pending.Command<>(() -> {
                committer.compact(revision);
                done.complete(null);
            }));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return;
        }
        // Once the log is closing, the command may have come after the end.
        if (!closed.get()) {
            done.join();
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            queue.put(new Pending.Command<>(committer::stop));
            thread.join();
            committer.refuseRest();
            if (wal != null) {
                wal.close();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IOException failure) {
            throw new StoreException.Unavailable("closing the log failed: " + failure.getMessage(), failure);
        } finally {
            release();
        }
    }

    private void release() {
        try {
            lock.close();
        } catch (IOException failure) {
            throw new StoreException.Unavailable("giving up the lock failed: " + failure.getMessage(), failure);
        }
    }
}
