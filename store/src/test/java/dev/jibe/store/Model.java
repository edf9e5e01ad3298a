package dev.jibe.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a store must hold, as plainly as it can be said: for each bucket a sorted map. */
final class Model {

    private final SortedMap<String, SortedMap<String, Entry<Words>>> buckets = new TreeMap<>();

    /** The model of what a store holds. */
    static Model of(Snapshot<Words> snapshot, Iterable<String> buckets) {
        var model = new Model();
        for (String bucket : buckets) {
            for (Entry<Words> entry : snapshot.range(bucket)) {
                model.bucket(bucket).put(entry.key(), entry);
            }
        }
        return model;
    }

    Model copy() {
        var copy = new Model();
        buckets.forEach((name, bucket) -> copy.bucket(name).putAll(bucket));
        return copy;
    }

    SortedMap<String, Entry<Words>> bucket(String name) {
        return buckets.computeIfAbsent(name, missing -> new TreeMap<>());
    }

    void apply(Committed<Words> committed) {
        for (Event<Words> event : committed.events()) {
            Entry<Words> entry = event.current();
            if (event.type() == Event.Type.DELETED) {
                bucket(entry.bucket()).remove(entry.key());
            } else {
                bucket(entry.bucket()).put(entry.key(), entry);
            }
        }
    }

    /** Says where a snapshot differs from this model. */
    void assertSame(Snapshot<Words> snapshot, Iterable<String> names) {
        for (String name : names) {
            Map<String, Entry<Words>> found = new HashMap<>();
            for (Entry<Words> entry : snapshot.range(name)) {
                found.put(entry.key(), entry);
            }
            assertEquals(new HashMap<>(bucket(name)), found, () -> "bucket " + name + " at " + snapshot.revision());
        }
    }
}
