package dev.jibe.store;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * What puts writes in order and makes them durable: it takes writes, and publishes what came of them to the history.
 *
 * <p>The local log decides the order itself. The log kept by etcd lets etcd decide, and publishes what etcd's watch
 * reports; the history, snapshots and watches are the same above both.
 */
sealed interface CommitLog<V> extends AutoCloseable permits LocalLog, EtcdLog {

    /** Completes when the write is durable and published, or with a {@link StoreException}. Blocks while too many wait. */
    CompletableFuture<Committed<V>> submit(Write<V> write);

    /** Returns when everything is published that anybody's write was acknowledged for before the call. */
    void catchUp();

    /** Returns when the log has shown that it takes writes, as far as one can tell without writing. */
    void probe(Duration timeout);

    /** Drops what precedes the revision from the history; returns when it is done. */
    void compact(long revision);

    /** Finishes the writes that were taken, then lets go of the disk. */
    @Override
    void close();
}
