package dev.jibe.client.queue;

import dev.jibe.client.cache.Change;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Key;
import dev.jibe.object.api.meta.v1.OwnerReference;
import dev.jibe.object.view.ApiObject;
import dev.jibe.object.view.Kind;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Which keys a change of an object concerns. Of an update both states are looked at, so that whoever lost the object
 * hears of it as well as whoever gained it.
 */
public sealed interface Trigger<T extends ApiObject> {
    Informer<T> informer();

    /** The object itself. */
    record On<T extends ApiObject>(Informer<T> informer) implements Trigger<T> {}

    /** The object's controller, if it is of this kind. */
    record OwnerOf<T extends ApiObject>(Informer<T> informer, Kind<?> owner) implements Trigger<T> {}

    /** Whatever the function says. It is called while the informer waits, so it must not block. */
    record Mapped<T extends ApiObject>(Informer<T> informer, Function<T, ? extends Collection<Key>> keys)
            implements Trigger<T> {}

    default Set<Key> keys(Change<T> change) {
        var keys = new HashSet<Key>();
        switch (change) {
            case Change.Added<T>(T now) -> keys.addAll(keysOf(now));
            case Change.Updated<T>(T before, T now) -> {
                keys.addAll(keysOf(before));
                keys.addAll(keysOf(now));
            }
            case Change.Deleted<T>(T last) -> keys.addAll(keysOf(last));
        }
        return keys;
    }

    private Collection<Key> keysOf(T object) {
        return switch (this) {
            case On<T>(Informer<T> informer) -> List.of(Key.of(object));
            case OwnerOf<T>(Informer<T> informer, Kind<?> owner) ->
                object.metadata().ownerReferences().stream()
                        .filter(reference -> reference.controller() && isOfKind(reference, owner))
                        .map(reference -> new Key(owner.namespaced() ? object.namespace() : "", reference.name()))
                        .toList();
            case Mapped<T>(Informer<T> informer, Function<T, ? extends Collection<Key>> keys) -> keys.apply(object);
        };
    }

    /** Versions may differ: the group is what counts. */
    private static boolean isOfKind(OwnerReference reference, Kind<?> kind) {
        int slash = reference.apiVersion().indexOf('/');
        var group = slash < 0 ? "" : reference.apiVersion().substring(0, slash);
        return reference.kind().equals(kind.kind()) && group.equals(kind.group());
    }
}
