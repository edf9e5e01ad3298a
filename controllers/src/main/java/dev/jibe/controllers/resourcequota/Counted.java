package dev.jibe.controllers.resourcequota;

import dev.jibe.client.AnyObject;
import dev.jibe.client.cache.Change;
import dev.jibe.client.cache.Informer;
import dev.jibe.controllers.Surroundings;
import dev.jibe.object.JsonMap;
import dev.jibe.object.quota.CountedResource;
import dev.jibe.object.view.ApiObject;
import dev.jibe.object.view.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The caches of whatever some quota counts; a cache is begun when the first quota asks for it. */
final class Counted {
    private final Surroundings surroundings;
    private final BiConsumer<CountedResource, String> onRelease;
    private final Map<CountedResource, Informer<AnyObject>> informers = new HashMap<>();

    /** @param onRelease hears of a resource and a namespace in which less of it may be used than before */
    Counted(Surroundings surroundings, BiConsumer<CountedResource, String> onRelease) {
        this.surroundings = surroundings;
        this.onRelease = onRelease;
    }

    /** The objects of a namespace; none if the resource is not served. */
    List<JsonMap> objects(CountedResource resource, String namespace) {
        var informer = informer(resource);
        if (informer.isEmpty()) {
            return List.of();
        }
        try {
            informer.get().awaitSynced();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
        return informer.get().cache().inNamespace(namespace).stream()
                .map(AnyObject::tree)
                .toList();
    }

    private synchronized Optional<Informer<AnyObject>> informer(CountedResource resource) {
        var known = informers.get(resource);
        if (known != null) {
            return Optional.of(known);
        }
        return kind(resource).map(kind -> {
            var informer = surroundings.informer(kind);
            informer.onChange(change -> {
                if (releases(change)) {
                    onRelease.accept(resource, change.object().namespace());
                }
            });
            informers.put(resource, informer);
            return informer;
        });
    }

    private Optional<Kind<AnyObject>> kind(CountedResource resource) {
        return surroundings.client().discovery().preferred().resources().stream()
                .filter(it -> it.can("list", "watch") && it.kind().namespaced())
                .map(it -> it.kind())
                .filter(it -> it.group().equals(resource.group()) && it.plural().equals(resource.plural()))
                .findFirst();
    }

    /** What is new was counted when it was admitted. */
    private static <T extends ApiObject> boolean releases(Change<T> change) {
        return switch (change) {
            case Change.Added<T> added -> false;
            case Change.Deleted<T> deleted -> true;
            case Change.Updated<T>(T before, T now) ->
                !phase(before).equals(phase(now))
                        || !before.tree().map("spec").equals(now.tree().map("spec"));
        };
    }

    private static String phase(ApiObject object) {
        return object.tree().map("status").string("phase");
    }
}
