package dev.jibe.client;

import dev.jibe.object.JsonMap;
import dev.jibe.object.api.meta.v1.ObjectMeta;
import dev.jibe.object.view.ApiObject;
import dev.jibe.object.view.Kind;

/** A view of an object whose kind is known at run time only: its metadata, and the tree. */
public record AnyObject(JsonMap tree) implements ApiObject {
    public static final AnyObject EMPTY = new AnyObject(JsonMap.EMPTY);

    /** A kind made at run time, such as discovery tells of. */
    public static Kind<AnyObject> kind(String group, String version, String kind, String plural, boolean namespaced) {
        return new Kind<>(group, version, kind, plural, namespaced, EMPTY);
    }

    @Override
    public AnyObject of(JsonMap other) {
        return new AnyObject(other);
    }

    @Override
    public ObjectMeta metadata() {
        return new ObjectMeta(tree.map("metadata"));
    }
}
