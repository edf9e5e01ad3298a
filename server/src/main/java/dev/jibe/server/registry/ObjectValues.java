package dev.jibe.server.registry;

import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.store.Values;

/** Objects as the store keeps them: JSON without the resource version, which is the store's revision. */
public final class ObjectValues implements Values<JsonMap> {

    @Override
    public byte[] encode(JsonMap object) {
        return Json.write(object.with("metadata", object.map("metadata").without("resourceVersion")));
    }

    @Override
    public JsonMap decode(byte[] bytes) {
        return Json.parseMap(bytes);
    }

    @Override
    public JsonMap stamp(JsonMap object, long revision) {
        return object.with("metadata", object.map("metadata").with("resourceVersion", Long.toString(revision)));
    }
}
