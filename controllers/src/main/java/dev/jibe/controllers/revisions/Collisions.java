package dev.jibe.controllers.revisions;

import dev.jibe.client.Patch;
import dev.jibe.client.Resource;
import dev.jibe.client.cache.Fence;
import dev.jibe.client.cache.Informer;
import dev.jibe.object.JsonMap;
import dev.jibe.object.view.ApiObject;

/** Counts in an object's status how often a name made of a hash was somebody else's, so that the next is another. */
public final class Collisions {
    private static final String COUNT = "collisionCount";

    private Collisions() {}

    public static <T extends ApiObject> void count(Resource<T> resource, Informer<T> cache, T owner, Fence fence) {
        long count = owner.tree().map("status").number(COUNT) + 1;
        var body = JsonMap.of("metadata", JsonMap.of("uid", owner.uid()), "status", JsonMap.of(COUNT, count));
        fence.wrote(cache, resource.patchStatus(owner.namespace(), owner.name(), new Patch.Merge(body)));
    }
}
