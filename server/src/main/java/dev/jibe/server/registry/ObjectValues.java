package dev.jibe.server.registry;

import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.server.encryption.Encryption;
import dev.jibe.store.Values;

/** Objects as the store keeps them: JSON without the resource version, which is the store's revision; or encrypted. */
public final class ObjectValues implements Values<JsonMap> {

    private final Encryption encryption;

    public ObjectValues(Encryption encryption) {
        this.encryption = encryption;
    }

    @Override
    public byte[] encode(String bucket, String key, JsonMap object) {
        var plain = Json.write(object.with("metadata", object.map("metadata").without("resourceVersion")));
        return encryption.seal(bucket, key, plain);
    }

    @Override
    public JsonMap decode(String bucket, String key, byte[] bytes) {
        return Json.parseMap(encryption.open(bucket, key, bytes));
    }

    @Override
    public JsonMap stamp(JsonMap object, long revision) {
        return object.with("metadata", object.map("metadata").with("resourceVersion", Long.toString(revision)));
    }
}
