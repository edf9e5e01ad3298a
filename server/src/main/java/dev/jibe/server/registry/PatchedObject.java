package dev.jibe.server.registry;

import dev.jibe.object.JsonMap;
import dev.jibe.server.request.ApiException;

/** What a patch may not do to an object: move it elsewhere. */
public final class PatchedObject {

    private PatchedObject() {}

    /**
     * The patched object, in its namespace.
     *
     * @param namespace of the request; empty if the resource has none
     */
    public static JsonMap checked(JsonMap patched, String namespace, String name) {
        var metadata = patched.map("metadata");
        var inside = metadata.string("namespace");
        if (!namespace.isEmpty() && !inside.isEmpty() && !inside.equals(namespace)) {
            throw ApiException.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
        if (metadata.string("name").isEmpty()) {
            throw ApiException.badRequest(
                    "the name of the object (" + name + " based on URL) was undeterminable: name must be provided");
        }
        if (!metadata.string("name").equals(name)) {
            throw ApiException.badRequest("the name of the object (" + metadata.string("name")
                    + ") does not match the name on the URL (" + name + ")");
        }
        var placed = namespace.isEmpty() ? metadata.without("namespace") : metadata.with("namespace", namespace);
        return patched.with("metadata", placed);
    }
}
