package dev.jibe.store;

import dev.jibe.runtime.Clock;
import dev.jibe.runtime.logging.Log;
import dev.jibe.store.etcd.Compactor;
import dev.jibe.store.etcd.Etcd;
import dev.jibe.store.etcd.EtcdConfig;
import dev.jibe.store.etcd.Keys;
import dev.jibe.store.etcd.Leases;
import io.etcd.jetcd.api.TxnResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The log that etcd keeps: etcd decides, and what it decided is published when its watch reports it.
 *
 * <p>A write is one transaction, acknowledged when etcd has acknowledged it and the history has its revision, so that
 * whoever wrote reads what he wrote. Writes under way are bounded in number and in bytes.
 */
final class EtcdLog<V> implements CommitLog<V> {

    private static final Log LOG = Log.of(Store.class);

    /** How long a start waits for etcd to be there. */
    private static final Duration START_PATIENCE = Duration.ofSeconds(20);

    private static final Duration START_PAUSE = Duration.ofMillis(250);

    private final StoreConfig config;
    private final EtcdConfig settings;
    private final Values<V> values;
    private final Keys keys;
    private final Clock clock;
    private final History<V> history;
    private final Arrivals arrivals;
    private final Etcd etcd;
    private final ReadIndex readIndex;
    private final Leases leases;
    private final @Nullable Compactor compactor;
    private final EtcdFeed<V> feed;
    private final Thread thread;
    private final Semaphore room;
    private final Semaphore roomBytes;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Reads all that etcd holds, and begins to follow it. */
    EtcdLog(
            StoreConfig config,
            EtcdConfig settings,
            Keys keys,
            Values<V> values,
            Clock clock,
            History<V> history,
            Arrivals arrivals,
            CommitListener<V> listener) {
        this.config = config;
        this.settings = settings;
        this.values = values;
        this.keys = keys;
        this.clock = clock;
        this.history = history;
        this.arrivals = arrivals;
        this.room = new Semaphore(config.queueWrites());
        this.roomBytes = new Semaphore(config.queueBytes());
        this.etcd = new Etcd(settings);
        try {
            history.begin(contents(etcd, settings, new EtcdContents<>(etcd, keys, values, true), clock));
        } catch (RuntimeException failure) {
            etcd.close();
            throw failure;
        }
        this.readIndex = new ReadIndex(etcd, keys.prefix() + "health", settings.requestTimeout(), clock);
        this.leases = new Leases(etcd, clock);
        this.feed = new EtcdFeed<>(
                etcd,
                new EtcdContents<>(etcd, keys, values, false),
                history,
                listener,
                readIndex,
                settings.requestTimeout(),
                clock);
        this.thread = config.threads().start("store-etcd", feed);
        var interval = settings.compactionInterval();
        this.compactor = interval.isZero() ? null : new Compactor(etcd, clock, interval);
    }

    private static <V> Root<V> contents(Etcd etcd, EtcdConfig settings, EtcdContents<V> contents, Clock clock) {
        long sinceNanos = clock.nanoTime();
        while (true) {
            try {
                var root = contents.read();
                LOG.info("opened over etcd", "revision", root.revision(), "endpoints", settings.endpoints());
                return root;
            } catch (CompletionException failure) {
                boolean patient = clock.nanoTime() - sinceNanos < START_PATIENCE.toNanos();
                if (!EtcdFailure.isUnavailable(failure) || !patient) {
                    throw new StoreException.Unavailable(
                            "cannot read from etcd at " + settings.endpoints() + ": "
                                    + EtcdFailure.of(failure).getMessage(),
                            EtcdFailure.cause(failure));
                }
            }
            try {
                clock.sleep(START_PAUSE);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new StoreException.Unavailable("interrupted while waiting for etcd", interrupted);
            }
            etcd.reconnect();
        }
    }

    @Override
    public CompletableFuture<Committed<V>> submit(Write<V> write) {
        var encoded = EtcdWrite.of(write, values, keys);
        int bytes = encoded.sizeBytes();
        if (bytes > Math.min(config.maxWriteBytes(), config.queueBytes())) {
            return CompletableFuture.failedFuture(new StoreException.TooLarge(bytes, config.maxWriteBytes()));
        }
        if (closed.get()) {
            return CompletableFuture.failedFuture(new StoreException.Unavailable("the store is closed", null));
        }
        var refusal = enter(bytes);
        if (refusal != null) {
            return CompletableFuture.failedFuture(refusal);
        }
        var own = expect(encoded);
        var result = new CompletableFuture<Committed<V>>();
        var _ = send(encoded).thenCompose(answer -> outcome(encoded, answer)).whenComplete((committed, failure) -> {
            own.forEach(Runnable::run);
            roomBytes.release(bytes);
            room.release();
            if (failure == null) {
                result.complete(committed);
            } else {
                result.completeExceptionally(EtcdFailure.of(failure));
            }
        });
        return result;
    }

    private @Nullable StoreException enter(int bytes) {
        long timeoutMillis = config.queueTimeout().toMillis();
        try {
            if (room.tryAcquire(timeoutMillis, TimeUnit.MILLISECONDS)) {
                if (roomBytes.tryAcquire(bytes, timeoutMillis, TimeUnit.MILLISECONDS)) {
                    return null;
                }
                room.release();
            }
            return new StoreException.TooBusy(timeoutMillis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new StoreException.Unavailable("interrupted before the write was taken", interrupted);
        }
    }

    /** Says what is about to come back; what is returned takes that back. */
    private List<Runnable> expect(EtcdWrite<V> write) {
        List<Runnable> forget = new ArrayList<>(write.parts().size());
        for (var part : write.parts()) {
            var bytes = part.bytes();
            if (bytes != null && part.write() instanceof Write.Put<V> put) {
                var own = new EtcdFeed.Own<>(bytes, put.value());
                feed.expect(part.key(), own);
                forget.add(() -> feed.forget(part.key(), own));
            }
        }
        return forget;
    }

    private CompletableFuture<TxnResponse> send(EtcdWrite<V> write) {
        long begunNanos = clock.nanoTime();
        return ask(write).whenComplete((_, failure) -> {
            var first = write.parts().getFirst().write();
            settings.calls().ended(operation(first), first.bucket(), clock.nanoTime() - begunNanos, failure != null);
        });
    }

    private static String operation(Write.Single<?> write) {
        return switch (write) {
            case Write.Put<?> put -> put.expect() instanceof Expect.Absent ? "create" : "update";
            case Write.Delete<?> _ -> "delete";
        };
    }

    private CompletableFuture<TxnResponse> ask(EtcdWrite<V> write) {
        long ttlMillis = write.ttlMillis();
        if (ttlMillis == 0) {
            return etcd.transact(write.request(0));
        }
        return leases.of(ttlMillis)
                .thenCompose(lease -> etcd.transact(write.request(lease)))
                .exceptionallyCompose(failure -> {
                    if (!EtcdFailure.isLeaseGone(failure)) {
                        return CompletableFuture.failedFuture(failure);
                    }
                    leases.forget();
                    return leases.of(ttlMillis).thenCompose(lease -> etcd.transact(write.request(lease)));
                });
    }

    private CompletableFuture<Committed<V>> outcome(EtcdWrite<V> write, TxnResponse answer) {
        long revision = answer.getHeader().getRevision();
        boolean changed = answer.getResponsesList().stream()
                .anyMatch(each ->
                        each.hasResponsePut() || each.getResponseDeleteRange().getDeleted() > 0);
        return arrived(revision).thenApply(_ -> {
            if (!answer.getSucceeded()) {
                throw conflict(write);
            }
            if (!changed) {
                return new Committed<>(revision, List.of());
            }
            var events = EtcdFeed.events(history, revision, write.parts());
            if (events.isEmpty()) {
                throw new StoreException.TimedOut("revision " + revision + " was written, but has been overtaken");
            }
            return new Committed<>(revision, events);
        });
    }

    private CompletableFuture<@Nullable Void> arrived(long revision) {
        var arrival = arrivals.of(revision);
        return arrival.isDone()
                ? arrival
                : arrival.copy().orTimeout(settings.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What the write met; by now it may have changed again. */
    private StoreException.Conflict conflict(EtcdWrite<V> write) {
        var state = history.latest();
        for (var part : write.parts()) {
            var single = part.write();
            var current = state.get(single.bucket(), single.key());
            if (!Transition.isMet(single.expect(), current)) {
                return new StoreException.Conflict(single, current);
            }
        }
        var first = write.parts().getFirst().write();
        return new StoreException.Conflict(first, state.get(first.bucket(), first.key()));
    }

    @Override
    public void catchUp() {
        await(
                readIndex.revision().thenCompose(this::arrived),
                settings.requestTimeout().multipliedBy(2));
    }

    @Override
    public void probe(Duration timeout) {
        await(etcd.currentRevision(keys.prefix() + "health", timeout), timeout.multipliedBy(2));
    }

    private static void await(CompletableFuture<?> future, Duration timeout) {
        try {
            future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StoreException.Unavailable("interrupted while waiting for etcd", interrupted);
        } catch (ExecutionException | TimeoutException failure) {
            throw EtcdFailure.of(failure);
        }
    }

    @Override
    public void compact(long revision) {
        if (closed.get()) {
            return;
        }
        feed.compact(Math.min(revision, history.latest().revision()));
        await(etcd.compact(revision), settings.requestTimeout().multipliedBy(2));
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (compactor != null) {
            compactor.close();
        }
        // What is under way may still end well; nothing new is taken.
        try {
            var _ = room.tryAcquire(config.queueWrites(), config.queueTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        feed.close();
        thread.interrupt();
        etcd.close();
    }
}
