package dev.jibe.server.registry.versions;

import dev.jibe.object.JsonMap;
import dev.jibe.object.schema.StructType;
import dev.jibe.object.typing.Conform;
import dev.jibe.server.registry.Conversion;
import dev.jibe.server.registry.Resource;

/** The way from another version to the current one, and on to the one that is stored. */
record VersionConversion(Shape shape, String apiVersion, StructType type, Resource successor) implements Conversion {

    JsonMap toCurrent(JsonMap object) {
        return object.isEmpty()
                ? object
                : relabelled(shape.toCurrent(object), successor.apiVersion(), successor.type());
    }

    JsonMap fromCurrent(JsonMap object) {
        return object.isEmpty() ? object : relabelled(shape.fromCurrent(object), apiVersion, type);
    }

    private static JsonMap relabelled(JsonMap object, String apiVersion, StructType type) {
        return Conform.conform(object.with("apiVersion", apiVersion), type).object();
    }

    @Override
    public JsonMap toStorage(JsonMap object) {
        return successor.storage().toStorage(toCurrent(object));
    }

    @Override
    public JsonMap fromStorage(JsonMap object) {
        return fromCurrent(successor.storage().fromStorage(object));
    }
}
