package dev.jibe.server.crd.serve;

import dev.jibe.object.JsonMap;
import dev.jibe.server.crd.schema.Filling;
import dev.jibe.server.registry.Conversion;
import java.util.List;

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
        var current = current(object);
        return isServed(current) ? current : converted(current, served);
    }

    /** Those in other versions are converted together. */
    @Override
    public List<JsonMap> fromStorage(List<JsonMap> objects) {
        var current = objects.stream().map(this::current).toList();
        var others = current.stream().filter(object -> !isServed(object)).toList();
        if (others.isEmpty()) {
            return current;
        }
        var converted = converted(others, served).iterator();
        return current.stream()
                .map(object -> isServed(object) ? object : converted.next())
                .toList();
    }

    /** The object as the newest schema of its version has it. */
    private JsonMap current(JsonMap object) {
        var stored = definition.version(versionOf(object));
        return stored == null
                ? object
                : Filling.resource(CustomReading.coerced(object, stored, true, null), stored.schema());
    }

    private boolean isServed(JsonMap object) {
        return versionOf(object).equals(served.name());
    }

    private JsonMap converted(JsonMap object, VersionDefinition to) {
        return converted(List.of(object), to).getFirst();
    }

    private List<JsonMap> converted(List<JsonMap> objects, VersionDefinition to) {
        return converter.convert(objects, definition.group() + "/" + to.name()).stream()
                .map(object -> CustomReading.coerced(object, to, false, null))
                .toList();
    }

    private static String versionOf(JsonMap object) {
        var apiVersion = object.string("apiVersion");
        return apiVersion.substring(apiVersion.indexOf('/') + 1);
    }
}
