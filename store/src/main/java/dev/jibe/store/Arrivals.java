package dev.jibe.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Who waits for a revision to be published. */
final class Arrivals {

    private final ConcurrentSkipListMap<Long, CompletableFuture<@Nullable Void>> waiting =
            new ConcurrentSkipListMap<>();
    private final LongSupplier newest;

    /** @param newest the newest revision that was published */
    Arrivals(LongSupplier newest) {
        this.newest = newest;
    }

    /** Completes when the revision has been published, on the thread that publishes. */
    CompletableFuture<@Nullable Void> of(long revision) {
        if (newest.getAsLong() >= revision) {
            return CompletableFuture.completedFuture(null);
        }
        var arrival = waiting.computeIfAbsent(revision, missing -> new CompletableFuture<>());
        // It may have been published between the look and the entry.
        published();
        return arrival;
    }

    void published() {
        if (waiting.isEmpty()) {
            return;
        }
        long revision = newest.getAsLong();
        for (var first = waiting.firstEntry();
                first != null && first.getKey() <= revision;
                first = waiting.firstEntry()) {
            if (waiting.remove(first.getKey(), first.getValue())) {
                first.getValue().complete(null);
            }
        }
    }
}
