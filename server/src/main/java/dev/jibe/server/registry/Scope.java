package dev.jibe.server.registry;

import dev.jibe.object.JsonMap;
import dev.jibe.store.Event;
import java.util.function.Predicate;

/**
 * Where in the store a selection's objects can be; what is there need not match.
 *
 * @param bucket of the resource
 * @param prefix that their keys begin with
 * @param key of the only one that it can be; empty if there may be several
 * @param node that they are bound to; empty if they need not be bound, or are no pods
 */
record Scope(String bucket, String prefix, String key, String node) {

    static Scope of(Resource resource, String namespace, Selection selection) {
        var prefix = namespace.isEmpty() ? "" : namespace + "/";
        var name = selection.valueOf("metadata.name");
        boolean isOne = !name.isEmpty() && (!resource.namespaced() || !namespace.isEmpty());
        var node = resource.bucket().equals(PodsByNode.PODS) ? selection.valueOf("spec.nodeName") : "";
        return new Scope(resource.bucket(), prefix, isOne ? Resource.key(namespace, name) : "", node);
    }

    /** The changes that concern objects within. */
    Predicate<Event<JsonMap>> changes() {
        if (!key.isEmpty()) {
            return event -> event.current().key().equals(key);
        }
        Predicate<Event<JsonMap>> within = event -> event.current().key().startsWith(prefix);
        return node.isEmpty() ? within : within.and(PodsByNode.changesOn(node));
    }
}
