package dev.jibe.client.cache;

import dev.jibe.object.JsonMap;
import dev.jibe.object.view.ApiObject;

/** The name of an object among those of its kind; the namespace is empty for objects of the whole cluster. */
public record Key(String namespace, String name) {

    public static Key of(ApiObject object) {
        return new Key(object.namespace(), object.name());
    }

    static Key of(JsonMap tree) {
        var metadata = tree.map("metadata");
        return new Key(metadata.string("namespace"), metadata.string("name"));
    }

    /** An object of the whole cluster. */
    public static Key cluster(String name) {
        return new Key("", name);
    }

    /** As upstream's logs print it. */
    @Override
    public String toString() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
