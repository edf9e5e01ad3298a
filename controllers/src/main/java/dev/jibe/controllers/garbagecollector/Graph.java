package dev.jibe.controllers.garbagecollector;

import dev.jibe.client.AnyObject;
import dev.jibe.client.Client;
import dev.jibe.client.Discovery.Served;
import dev.jibe.client.cache.Informer;
import dev.jibe.client.cache.Informers;
import dev.jibe.client.cache.Listener;
import dev.jibe.object.api.meta.v1.OwnerReference;
import dev.jibe.object.view.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Who owns whom, over everything the API serves.
 *
 * <p>It has no edges of its own: each cache keeps an index by the uids of owners, so that dependents are a look into each
 * cache, and an owner is a look into one.
 */
final class Graph {
    private static final String BY_OWNER = "owner";
    private static final int REMEMBERED_ABSENT = 10_000;

    private final Client client;
    private final Informers informers;
    private final Map<Resource, Informer<AnyObject>> caches = new ConcurrentHashMap<>();
    private final Map<GroupKind, Resource> resources = new ConcurrentHashMap<>();

    /** Owners that the API did not know. Uids are never given twice, so what is absent once is absent for ever. */
    private final Set<Owner> absent = Collections.synchronizedSet(Collections.newSetFromMap(bounded()));

    /** An owner as others name it. Who names the wrong object with a uid says nothing about the right one. */
    private record Owner(Identity identity, String uid) {}

    private record Resource(String group, String plural) {}

    private record GroupKind(String group, String kind) {}

    Graph(Client client, Informers informers) {
        this.client = client;
        this.informers = informers;
    }

    /** Begins to watch a resource, and has its changes told. */
    void watch(Kind<AnyObject> kind, Listener<AnyObject> listener) {
        var resource = new Resource(kind.group(), kind.plural());
        if (!caches.containsKey(resource)) {
            var informer = informers.of(kind);
            informer.addIndex(BY_OWNER, Graph::ownersOf);
            resources.put(new GroupKind(kind.group(), kind.kind()), resource);
            caches.put(resource, informer);
            informer.onChange(listener);
        }
    }

    /** Whether objects of the resource can be garbage, and can be looked at. */
    static boolean isCollectable(Served served) {
        boolean isEvent = served.kind().plural().equals("events"); // they expire, and are many
        return !isEvent && served.can("list", "watch", "delete");
    }

    void awaitSynced() throws InterruptedException {
        for (var cache : caches.values()) {
            cache.awaitSyncedPatiently();
        }
    }

    Optional<AnyObject> find(Identity identity) {
        return cache(identity).flatMap(cache -> cache.cache().get(identity.namespace(), identity.name()));
    }

    Optional<Informer<AnyObject>> cache(Identity identity) {
        return Optional.ofNullable(caches.get(new Resource(identity.group(), identity.plural())));
    }

    List<Dependent> dependents(String ownerUid) {
        var dependents = new ArrayList<Dependent>();
        for (var cache : caches.values()) {
            for (var object : cache.cache().byIndex(BY_OWNER, ownerUid)) {
                dependents.add(new Dependent(Identity.of(cache.kind(), object), object));
            }
        }
        return dependents;
    }

    /** What is known of each owner that the object names; the API is asked for those that no cache has. */
    Map<String, OwnerState> owners(AnyObject object) {
        var states = new HashMap<String, OwnerState>();
        for (var reference : object.metadata().ownerReferences()) {
            states.put(reference.uid(), state(object, reference));
        }
        return states;
    }

    /** The object that the reference names, whether or not it is still the one of its uid. */
    Optional<Identity> owner(AnyObject dependent, OwnerReference reference) {
        return Optional.ofNullable(resources.get(new GroupKind(group(reference), reference.kind())))
                .flatMap(resource -> Optional.ofNullable(caches.get(resource)))
                .map(cache -> new Identity(
                        cache.kind().group(),
                        cache.kind().plural(),
                        cache.kind().namespaced() ? dependent.namespace() : "",
                        reference.name()));
    }

    /** Notes that an object is gone which others may name. */
    void gone(Identity identity, String uid) {
        absent.add(new Owner(identity, uid));
    }

    private OwnerState state(AnyObject object, OwnerReference reference) {
        var identity = owner(object, reference);
        var cache = identity.flatMap(this::cache);
        if (identity.isEmpty() || cache.isEmpty() || isOutOfReach(object, cache.get())) {
            return OwnerState.UNKNOWN;
        }
        var named = new Owner(identity.get(), reference.uid());
        if (absent.contains(named)) {
            return OwnerState.ABSENT;
        }
        Function<Optional<AnyObject>, Optional<AnyObject>> sameUid =
                found -> found.filter(owner -> owner.uid().equals(reference.uid()));
        var owner = sameUid.apply(find(identity.get()))
                .or(() -> sameUid.apply(client.of(cache.get().kind())
                        .find(identity.get().namespace(), identity.get().name())));
        if (owner.isEmpty()) {
            absent.add(named);
            boolean isElsewhere = cache.get().cache().all().stream()
                    .anyMatch(it ->
                            it.uid().equals(reference.uid()) && !it.namespace().equals(object.namespace()));
            return isElsewhere ? OwnerState.ELSEWHERE : OwnerState.ABSENT;
        }
        return Finalizers.waitsForDependents(owner.get()) ? OwnerState.WAITING : OwnerState.PRESENT;
    }

    /** An object of the whole cluster cannot be owned by one of a namespace: there is no telling of which. */
    private static boolean isOutOfReach(AnyObject object, Informer<AnyObject> owners) {
        return owners.kind().namespaced() && object.namespace().isEmpty();
    }

    private static List<String> ownersOf(AnyObject object) {
        return object.metadata().ownerReferences().stream()
                .map(OwnerReference::uid)
                .toList();
    }

    private static String group(OwnerReference reference) {
        int slash = reference.apiVersion().indexOf('/');
        return slash < 0 ? "" : reference.apiVersion().substring(0, slash);
    }

    private static Map<Owner, Boolean> bounded() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Owner, Boolean> eldest) {
                return size() > REMEMBERED_ABSENT;
            }
        };
    }
}
