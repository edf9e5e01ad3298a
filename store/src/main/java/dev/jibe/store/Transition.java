package dev.jibe.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a write does to a state: either events and the next state, or a conflict and nothing. Pure. */
sealed interface Transition<V> {

    record Applied<V>(Root<V> root, List<Event<V>> events) implements Transition<V> {}

    record Refused<V>(StoreException.Conflict conflict) implements Transition<V> {}

    /** The write, as revision {@code root.revision() + 1}; {@code nowMillis} is what times to live count from. */
    static <V> Transition<V> of(Root<V> root, Write<V> write, Values<V> values, long nowMillis) {
        long revision = root.revision() + 1;
        return switch (write) {
            case Write.Single<V> single -> {
                Conflicting<V> conflicting = check(root, single);
                yield conflicting != null ? conflicting.refuse() : one(root, single, values, nowMillis, revision);
            }
            case Write.Batch<V> batch -> all(root, batch, values, nowMillis, revision);
        };
    }

    private static <V> Transition<V> all(
            Root<V> root, Write.Batch<V> batch, Values<V> values, long nowMillis, long revision) {
        List<Event<V>> events = new ArrayList<>(batch.writes().size());
        Root<V> state = root;
        for (Write.Single<V> single : batch.writes()) {
            Conflicting<V> conflicting = check(state, single);
            if (conflicting != null) {
                return conflicting.refuse();
            }
            Applied<V> next = one(state, single, values, nowMillis, revision);
            events.addAll(next.events());
            state = next.root();
        }
        return new Applied<>(state, List.copyOf(events));
    }

    private static <V> Applied<V> one(
            Root<V> root, Write.Single<V> write, Values<V> values, long nowMillis, long revision) {
        return switch (write) {
            case Write.Put<V> put -> {
                long expiresAtMillis = put.ttlMillis() == 0 ? Entry.NEVER : nowMillis + put.ttlMillis();
                yield put(
                        root, put.bucket(), put.key(), values.stamp(put.value(), revision), expiresAtMillis, revision);
            }
            case Write.Delete<V> delete -> delete(root, delete.bucket(), delete.key(), values, revision);
        };
    }

    /** Sets a key, whatever it is now. */
    static <V> Applied<V> put(Root<V> root, String bucket, String key, V stamped, long expiresAtMillis, long revision) {
        Entry<V> previous = root.get(bucket, key);
        long created = previous == null ? revision : previous.createRevision();
        var entry = new Entry<>(bucket, key, stamped, created, revision, expiresAtMillis);
        Event.Type type = previous == null ? Event.Type.ADDED : Event.Type.MODIFIED;
        return new Applied<>(root.with(entry), List.of(new Event<>(type, entry, previous, revision)));
    }

    /** Removes a key; if it does not exist, nothing happens. */
    static <V> Applied<V> delete(Root<V> root, String bucket, String key, Values<V> values, long revision) {
        Entry<V> previous = root.get(bucket, key);
        if (previous == null) {
            return new Applied<>(root, List.of());
        }
        var last = new Entry<>(
                bucket,
                key,
                values.stamp(previous.value(), revision),
                previous.createRevision(),
                revision,
                previous.expiresAtMillis());
        return new Applied<>(
                root.without(previous, revision), List.of(new Event<>(Event.Type.DELETED, last, previous, revision)));
    }

    /** A write that may not happen, and what it found. */
    record Conflicting<V>(Write.Single<V> write, @Nullable Entry<V> current) {
        Refused<V> refuse() {
            return new Refused<>(new StoreException.Conflict(write, current));
        }
    }

    private static <V> @Nullable Conflicting<V> check(Root<V> root, Write.Single<V> write) {
        Entry<V> current = root.get(write.bucket(), write.key());
        return isMet(write.expect(), current) ? null : new Conflicting<>(write, current);
    }

    static boolean isMet(Expect expect, @Nullable Entry<?> current) {
        return switch (expect) {
            case Expect.Any() -> true;
            case Expect.Absent() -> current == null;
            case Expect.Exists() -> current != null;
            case Expect.Revision(long revision) -> current != null && current.modRevision() == revision;
        };
    }
}
