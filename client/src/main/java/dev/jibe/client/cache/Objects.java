package dev.jibe.client.cache;

import dev.jibe.client.AnyObject;
import dev.jibe.object.JsonMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The trees of one kind by namespace and name, with their indexes. One thread writes at a time, any may read. */
final class Objects {
    private final Map<String, Map<String, JsonMap>> namespaces = new ConcurrentHashMap<>();
    private final Map<String, Index> indexes = new ConcurrentHashMap<>();

    @Nullable
    JsonMap get(String namespace, String name) {
        var names = namespaces.get(namespace);
        return names == null ? null : names.get(name);
    }

    List<JsonMap> all() {
        var all = new ArrayList<JsonMap>();
        namespaces.values().forEach(names -> all.addAll(names.values()));
        return all;
    }

    Collection<JsonMap> inNamespace(String namespace) {
        var names = namespaces.get(namespace);
        return names == null ? List.of() : names.values();
    }

    Collection<JsonMap> byIndex(String index, String value) {
        var found = indexes.get(index);
        if (found == null) {
            throw new IllegalArgumentException("no such index: " + index);
        }
        return found.get(value);
    }

    /** Sets the object, or removes it if {@code now} is null; answers what was there. */
    @Nullable
    JsonMap replace(Key key, @Nullable JsonMap now) {
        var before = now == null
                ? remove(key)
                : namespaces
                        .computeIfAbsent(key.namespace(), same -> new ConcurrentHashMap<>())
                        .put(key.name(), now);
        indexes.values().forEach(index -> index.replace(key, before, now));
        return before;
    }

    /** Adds an index unless there is one of that name, and fills it. */
    void addIndex(String name, Function<AnyObject, Collection<String>> values) {
        if (!indexes.containsKey(name)) {
            var index = new Index(values);
            all().forEach(tree -> index.replace(Key.of(tree), null, tree));
            indexes.put(name, index);
        }
    }

    private @Nullable JsonMap remove(Key key) {
        var names = namespaces.get(key.namespace());
        var before = names == null ? null : names.remove(key.name());
        if (names != null && names.isEmpty()) {
            namespaces.remove(key.namespace());
        }
        return before;
    }
}
