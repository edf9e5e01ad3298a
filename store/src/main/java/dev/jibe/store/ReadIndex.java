package dev.jibe.store;

import dev.jibe.runtime.Clock;
import dev.jibe.store.etcd.Etcd;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks etcd how new it is, once for all who ask at the same time: who comes while a question is under way shares the next
 * one, since the answer to this one may be older than what he has heard of.
 */
final class ReadIndex {

    /** How long etcd may be away before readers are told; about as long as upstream's client goes on trying. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Etcd etcd;
    private final String key;
    private final Duration timeout;
    private final Clock clock;
    private @Nullable CompletableFuture<Long> running;
    private @Nullable CompletableFuture<Long> next;

    ReadIndex(Etcd etcd, String key, Duration timeout, Clock clock) {
        this.etcd = etcd;
        this.key = key;
        this.timeout = timeout;
        this.clock = clock;
    }

    /** A revision that is no older than any write acknowledged before the call. */
    synchronized CompletableFuture<Long> revision() {
        if (running == null) {
            var first = new CompletableFuture<Long>();
            running = first;
            ask(first, clock.nanoTime());
            return first;
        }
        if (next == null) {
            next = new CompletableFuture<>();
        }
        return next;
    }

    private void ask(CompletableFuture<Long> round, long sinceNanos) {
        var _ = etcd.currentRevision(key, timeout).whenComplete((revision, failure) -> {
            if (failure == null) {
                end();
                round.complete(revision);
            } else if (EtcdFailure.isUnavailable(failure) && clock.nanoTime() - sinceNanos < PATIENCE.toNanos()) {
                etcd.reconnect();
                clock.schedule(PAUSE, () -> ask(round, sinceNanos));
            } else {
                end();
                round.completeExceptionally(failure);
            }
        });
    }

    /** The round is over: those who came meanwhile are asked for now. */
    private void end() {
        CompletableFuture<Long> following;
        synchronized (this) {
            following = next;
            running = following;
            next = null;
        }
        if (following != null) {
            ask(following, clock.nanoTime());
        }
    }
}
