package dev.jibe.server.crd.serve;

import dev.jibe.object.JsonMap;
import dev.jibe.server.crd.schema.Filling;
import dev.jibe.server.registry.Conversion;

/**
 * Between a served version and the stored one.
 *
 * <p>What was stored under an older schema is read under the newest: what it no longer specifies goes, what it now fills
 * in comes.
 */
record CustomConversion(Definition definition, VersionDefinition served, Converter converter) implements Conversion {

    @Override
    public JsonMap toStorage(JsonMap object) {
        var storage = definition.version(definition.storageVersion());
        return storage == null || storage.name().equals(served.name()) ? object : converted(object, storage);
    }

    @Override
    public JsonMap fromStorage(JsonMap object) {
        var stored = definition.version(versionOf(object));
        var current = object;
        if (stored != null) {
            current = Filling.resource(CustomReading.coerced(object, stored, true, null), stored.schema());
        }
        return stored != null && stored.name().equals(served.name()) ? current : converted(current, served);
    }

    private JsonMap converted(JsonMap object, VersionDefinition to) {
        var converted = converter.convert(object, definition.group() + "/" + to.name());
        return CustomReading.coerced(converted, to, false, null);
    }

    private static String versionOf(JsonMap object) {
        var apiVersion = object.string("apiVersion");
        return apiVersion.substring(apiVersion.indexOf('/') + 1);
    }
}
