package dev.jibe.store;

import dev.jibe.runtime.Clock;
import dev.jibe.store.tree.Tree;
import dev.jibe.store.wal.Mutation;
import dev.jibe.store.wal.Replay;
import dev.jibe.store.wal.SnapshotEntry;
import dev.jibe.store.wal.SnapshotReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What rebuilds the history from the log at a start: the state of the snapshot, and every revision after it as if it had
 * just been written, so that a watch can go on across a restart.
 */
final class Rebuild<V> implements Replay {

    private final Values<V> values;
    private final History<V> history;
    private final Clock clock;
    private final List<Event<V>> events = new ArrayList<>();
    private int sizeBytes = Change.OVERHEAD_BYTES;
    private Root<V> state;

    Rebuild(Values<V> values, History<V> history, Clock clock) {
        this.values = values;
        this.history = history;
        this.clock = clock;
        this.state = history.latest();
    }

    @Override
    public void snapshot(SnapshotReader reader) throws IOException {
        List<String> bucketNames = new ArrayList<>();
        List<Tree<Entry<V>>> buckets = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        List<Entry<V>> entries = new ArrayList<>();
        for (SnapshotEntry read = reader.next(); read != null; read = reader.next()) {
            if (!entries.isEmpty() && !entries.getLast().bucket().equals(read.bucket())) {
                bucketNames.add(entries.getLast().bucket());
                buckets.add(Tree.ofSorted(keys, entries));
                keys.clear();
                entries.clear();
            }
            String bucket =
                    entries.isEmpty() ? read.bucket() : entries.getLast().bucket();
            keys.add(read.key());
            entries.add(new Entry<>(
                    bucket,
                    read.key(),
                    values.stamp(values.decode(read.bucket(), read.key(), read.value()), read.modRevision()),
                    read.createRevision(),
                    read.modRevision(),
                    read.expiresAtMillis()));
        }
        if (!entries.isEmpty()) {
            bucketNames.add(entries.getLast().bucket());
            buckets.add(Tree.ofSorted(keys, entries));
        }
        state = new Root<>(reader.revision(), Tree.ofSorted(bucketNames, buckets));
        history.begin(state);
    }

    @Override
    public void mutation(long revision, long timeMillis, Mutation mutation, boolean continued) {
        String bucket = mutation.bucket();
        byte[] bytes = mutation.value();
        Transition.Applied<V> applied = bytes == null
                ? Transition.delete(state, bucket, mutation.key(), values, revision)
                : Transition.put(
                        state,
                        bucket,
                        mutation.key(),
                        values.stamp(values.decode(bucket, mutation.key(), bytes), revision),
                        mutation.expiresAtMillis(),
                        revision);
        state = applied.root();
        events.addAll(applied.events());
        sizeBytes += mutation.sizeBytes();
        if (!continued) {
            long elapsedMillis = History.elapsedMillis(clock);
            long ageMillis = Math.max(0, clock.millis() - timeMillis);
            var change = new Change<>(state, List.copyOf(events), elapsedMillis - ageMillis, sizeBytes);
            history.publish(List.of(change), elapsedMillis);
            events.clear();
            sizeBytes = Change.OVERHEAD_BYTES;
        }
    }
}
