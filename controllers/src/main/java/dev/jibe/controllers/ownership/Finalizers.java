package dev.jibe.controllers.ownership;

import dev.jibe.client.ApiFailure;
import dev.jibe.client.Patch;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.view.ApiObject;

/**
 * Finalizers, put on an object and taken away, if it is still the one that was looked at.
 *
 * <p>See <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/">Finalizers</a>.
 */
public final class Finalizers {

    private Finalizers() {}

    public static <T extends ApiObject> void add(
            Resource<T> resource, Informer<T> cache, T object, String finalizer, Fence fence) {
        write(resource, cache, object, JsonMap.of("finalizers", JsonList.of(finalizer)), fence);
    }

    public static <T extends ApiObject> void remove(
            Resource<T> resource, Informer<T> cache, T object, String finalizer, Fence fence) {
        write(
                resource,
                cache,
                object,
                JsonMap.of("$deleteFromPrimitiveList/finalizers", JsonList.of(finalizer)),
                fence);
    }

    private static <T extends ApiObject> void write(
            Resource<T> resource, Informer<T> cache, T object, JsonMap change, Fence fence) {
        ApiFailure.unlessGone(() -> {
            var patch = new Patch.Strategic(JsonMap.of("metadata", change.with("uid", object.uid())));
            fence.wrote(cache, resource.patch(object.namespace(), object.name(), patch));
        });
    }
}
