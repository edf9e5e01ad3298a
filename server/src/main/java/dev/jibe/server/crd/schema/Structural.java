package dev.jibe.server.crd.schema;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One node of a custom resource's schema, read once from its {@code JSONSchemaProps} and asked often.
 *
 * <p>See <a href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema">
 * Specifying a structural schema</a>.
 *
 * @param source the node as the definition has it
 * @param type empty where any type is allowed
 * @param additional what values of unnamed properties look like; null if nothing is said of them
 * @param hasAdditional whether {@code additionalProperties} is there, be it a schema or a boolean
 * @param listType empty, {@code atomic}, {@code set} or {@code map}
 * @param rules the {@code x-kubernetes-validations}
 */
public record Structural(
        JsonMap source,
        String type,
        boolean nullable,
        boolean preserves,
        boolean embedded,
        boolean intOrString,
        Map<String, Structural> properties,
        @Nullable Structural additional,
        boolean hasAdditional,
        @Nullable Structural items,
        @Nullable Object defaultValue,
        String listType,
        List<String> listMapKeys,
        String mapType,
        JsonList rules,
        ValueRules values) {

    /** The keys that every object has. */
    public static boolean isMeta(String key) {
        return key.equals("apiVersion") || key.equals("kind") || key.equals("metadata");
    }

    public static Structural of(JsonMap source) {
        var properties = new LinkedHashMap<String, Structural>();
        source.map("properties").forEach((key, value) -> {
            if (value instanceof JsonMap map) {
                properties.put(key, of(map));
            }
        });
        return new Structural(
                source,
                source.string("type"),
                source.bool("nullable"),
                source.bool("x-kubernetes-preserve-unknown-fields"),
                source.bool("x-kubernetes-embedded-resource"),
                source.bool("x-kubernetes-int-or-string"),
                properties,
                source.get("additionalProperties") instanceof JsonMap map ? of(map) : null,
                source.has("additionalProperties"),
                source.get("items") instanceof JsonMap map ? of(map) : null,
                source.get("default"),
                source.string("x-kubernetes-list-type"),
                source.list("x-kubernetes-list-map-keys").strings().toList(),
                source.string("x-kubernetes-map-type"),
                source.list("x-kubernetes-validations"),
                ValueRules.of(source));
    }

    /** The schemas of a junctor such as {@code allOf}. */
    static List<Structural> each(JsonList schemas) {
        if (schemas.isEmpty()) {
            return List.of();
        }
        var result = new ArrayList<Structural>();
        schemas.maps().forEach(map -> result.add(of(map)));
        return result;
    }

    /** This node as that of a whole resource: its apiVersion, kind and metadata go without saying. */
    public Structural asResource() {
        return embedded
                ? this
                : new Structural(
                        source,
                        type,
                        nullable,
                        preserves,
                        true,
                        intOrString,
                        properties,
                        additional,
                        hasAdditional,
                        items,
                        defaultValue,
                        listType,
                        listMapKeys,
                        mapType,
                        rules,
                        values);
    }

    /** The node below an object's key, or null if the schema says nothing of it. */
    public @Nullable Structural at(String key) {
        var property = properties.get(key);
        return property != null ? property : additional;
    }

    /** Whether two versions of a list of this type can be matched item by item. */
    public boolean isMapList() {
        return listType.equals("map");
    }

    /** Whether the value of a map of this type is one and not the sum of its keys. */
    public boolean isAtomicMap() {
        return mapType.equals("atomic");
    }
}
