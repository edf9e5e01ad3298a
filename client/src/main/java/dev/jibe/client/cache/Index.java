package dev.jibe.client.cache;

import dev.jibe.client.AnyObject;
import dev.jibe.object.JsonMap;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Objects by values taken from them, kept up to date one change at a time. One thread writes, any may read. */
final class Index {
    private final Function<AnyObject, Collection<String>> values;
    private final Map<String, Map<Key, JsonMap>> buckets = new ConcurrentHashMap<>();

    Index(Function<AnyObject, Collection<String>> values) {
        this.values = values;
    }

    Collection<JsonMap> get(String value) {
        var bucket = buckets.get(value);
        return bucket == null ? Set.of() : Collections.unmodifiableCollection(bucket.values());
    }

    void replace(Key key, @Nullable JsonMap before, @Nullable JsonMap now) {
        var added = valuesOf(now);
        for (var value : valuesOf(before)) {
            if (!added.contains(value)) {
                buckets.computeIfPresent(value, (same, bucket) -> {
                    bucket.remove(key);
                    return bucket.isEmpty() ? null : bucket;
                });
            }
        }
        if (now != null) {
            for (var value : added) {
                buckets.computeIfAbsent(value, same -> new ConcurrentHashMap<>())
                        .put(key, now);
            }
        }
    }

    private Collection<String> valuesOf(@Nullable JsonMap tree) {
        return tree == null ? Set.of() : values.apply(new AnyObject(tree));
    }
}
