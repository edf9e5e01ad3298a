package dev.jibe.server.admission;

import dev.jibe.object.JsonMap;
import dev.jibe.server.authn.User;
import dev.jibe.server.registry.Resource;

/**
 * A write on its way to the store.
 *
 * @param object the new state; empty for a deletion
 * @param old the state before; empty for a creation
 */
public record Attributes(
        Operation operation,
        Resource resource,
        String subresource,
        String namespace,
        String name,
        JsonMap object,
        JsonMap old,
        User user,
        boolean dryRun) {

    /** What is being done. */
    public enum Operation {
        CREATE,
        UPDATE,
        DELETE,
        CONNECT
    }

    public Attributes with(JsonMap changed) {
        return new Attributes(operation, resource, subresource, namespace, name, changed, old, user, dryRun);
    }

    /** Whether this is the main resource with this group and plural name. */
    public boolean isOf(String group, String plural) {
        return subresource.isEmpty()
                && resource.info().plural().equals(plural)
                && resource.info().group().equals(group);
    }
}
