package dev.jibe.store;

import dev.jibe.store.wal.Mutation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What waits for the committer. */
sealed interface Pending<V> {

    /** Something to be done between writes on the committer's thread. */
    record Command<V>(Runnable action) implements Pending<V> {}

    /** A write, already encoded by the thread that asked for it. */
    final class Writing<V> implements Pending<V> {

        /** What a write takes in the queue beside its bytes. */
        private static final int OVERHEAD_BYTES = 128;

        final Write<V> write;
        final long nowMillis;
        final List<Mutation> mutations;
        final int sizeBytes;
        final CompletableFuture<Committed<V>> result = new CompletableFuture<>();

        private Writing(Write<V> write, long nowMillis, List<Mutation> mutations) {
            this.write = write;
            this.nowMillis = nowMillis;
            this.mutations = mutations;
            int bytes = OVERHEAD_BYTES;
            for (Mutation mutation : mutations) {
                bytes += mutation.sizeBytes();
            }
            this.sizeBytes = bytes;
        }

        /** The write in the form of the log. */
        static <V> Writing<V> of(Write<V> write, Values<V> values, long nowMillis) {
            return new Writing<>(
                    write,
                    nowMillis,
                    switch (write) {
                        case Write.Single<V> single -> List.of(encode(single, values, nowMillis));
                        case Write.Batch<V> batch -> {
                            List<Mutation> all = new ArrayList<>(batch.writes().size());
                            for (Write.Single<V> single : batch.writes()) {
                                all.add(encode(single, values, nowMillis));
                            }
                            yield all;
                        }
                    });
        }

        private static <V> Mutation encode(Write.Single<V> write, Values<V> values, long nowMillis) {
            return switch (write) {
                case Write.Put<V> put ->
                    Mutation.put(
                            put.bucket(),
                            put.key(),
                            put.ttlMillis() == 0 ? Entry.NEVER : nowMillis + put.ttlMillis(),
                            values.encode(put.bucket(), put.key(), put.value()));
                case Write.Delete<V> delete -> Mutation.delete(delete.bucket(), delete.key());
            };
        }
    }
}
