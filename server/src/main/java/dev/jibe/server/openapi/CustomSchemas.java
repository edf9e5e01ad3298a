package dev.jibe.server.openapi;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.registry.Custom;
import dev.jibe.server.registry.Resource;
import java.util.Arrays;
import java.util.Collections;

/** The schemas of custom resources as OpenAPI publishes them: the definition's, and what every object has. */
final class CustomSchemas {

    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
    private static final String PRESERVES = "x-kubernetes-preserve-unknown-fields";
    private static final String CONVENTIONS =
            "https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md";
    private static final String API_VERSION = "APIVersion defines the versioned schema of this representation of an"
            + " object. Servers should convert recognized schemas to the latest internal value, and may reject"
            + " unrecognized values. More info: " + CONVENTIONS + "#resources";
    private static final String KIND = "Kind is a string value representing the REST resource this object represents."
            + " Servers may infer this from the endpoint the client submits requests to. Cannot be updated. In"
            + " CamelCase. More info: " + CONVENTIONS + "#types-kinds";

    private final String prefix;
    private final boolean older;

    /**
     * Schemas for one version of OpenAPI.
     *
     * @param prefix of references
     * @param older whether it is version 2, which knows fewer words
     */
    CustomSchemas(String prefix, boolean older) {
        this.prefix = prefix;
        this.older = older;
    }

    /** The name of a kind's schema: the group from back to front, version and kind. */
    static String name(Resource resource, String kind) {
        var labels = Arrays.asList(resource.info().group().split("\\.", -1));
        Collections.reverse(labels);
        return String.join(".", labels) + "." + resource.info().version() + "." + kind;
    }

    static JsonMap kind(Resource resource, String kind) {
        return JsonMap.of(
                "group", resource.info().group(),
                "kind", kind,
                "version", resource.info().version());
    }

    JsonMap reference(String name) {
        return JsonMap.of("$ref", prefix + name);
    }

    private JsonMap described(String name, String description) {
        return older
                ? reference(name).with("description", description)
                : JsonMap.of("allOf", JsonList.of(reference(name)), "description", description);
    }

    private static JsonMap text(String description) {
        return JsonMap.of("type", "string", "description", description);
    }

    JsonMap object(Resource resource, Custom custom) {
        var source = custom.schema();
        var kinds = JsonList.of(kind(resource, resource.kind()));
        if (source.isEmpty() || older && source.bool(PRESERVES)) {
            // With properties, kubectl would take every other one for a mistake.
            return JsonMap.of("type", "object", "x-kubernetes-group-version-kind", kinds);
        }
        var schema = (JsonMap) shown(source);
        var properties = schema.map("properties")
                .with(
                        "metadata",
                        described(
                                META + "ObjectMeta",
                                "Standard object's metadata. More info: " + CONVENTIONS + "#metadata"))
                .with("apiVersion", text(API_VERSION))
                .with("kind", text(KIND));
        return schema.with("properties", properties).with("x-kubernetes-group-version-kind", kinds);
    }

    JsonMap list(Resource resource) {
        var items = JsonMap.of(
                "description",
                "List of " + resource.info().plural() + ". More info: " + CONVENTIONS,
                "type",
                "array",
                "items",
                reference(name(resource, resource.kind())));
        var properties = JsonMap.of(
                "apiVersion",
                text(API_VERSION),
                "kind",
                text(KIND),
                "items",
                items,
                "metadata",
                described(META + "ListMeta", "Standard list metadata. More info: " + CONVENTIONS + "#types-kinds"));
        return JsonMap.of(
                "description",
                resource.listKind() + " is a list of " + resource.kind(),
                "type",
                "object",
                "required",
                JsonList.of("items"),
                "properties",
                properties,
                "x-kubernetes-group-version-kind",
                JsonList.of(kind(resource, resource.listKind())));
    }

    /** A node with what embedded objects have, and in the words of this version. */
    private Object shown(Object value) {
        return switch (value) {
            case JsonMap map -> node(map);
            case JsonList list -> list.map(this::shown);
            default -> value;
        };
    }

    private JsonMap node(JsonMap map) {
        var result = older ? inOlderWords(map) : map;
        if (result.get("properties") instanceof JsonMap properties) {
            for (int i = 0; i < properties.size(); i++) {
                properties = properties.with(properties.keyAt(i), shown(properties.valueAt(i)));
            }
            result = result.with("properties", properties);
        }
        for (var key : new String[] {"items", "additionalProperties"}) {
            var inner = result.get(key);
            result = inner == null ? result : result.with(key, shown(inner));
        }
        return map.bool("x-kubernetes-embedded-resource") ? embedded(result) : result;
    }

    /** What kubectl's readers of version 2 cannot cope with is left out. */
    private static JsonMap inOlderWords(JsonMap map) {
        var result = map.without("allOf")
                .without("oneOf")
                .without("anyOf")
                .without("not")
                .without("default");
        if (map.bool("nullable")) {
            result = result.without("nullable").without("type").without("items").without("properties");
        }
        if (map.bool(PRESERVES)) {
            result = result.without("items").without("properties");
        }
        boolean isOpen = map.bool(PRESERVES) && map.string("type").equals("object");
        boolean holdsAnything = !result.has("items") && map.string("type").equals("array");
        if (isOpen || holdsAnything || map.bool("x-kubernetes-int-or-string")) {
            result = result.without("type");
        }
        return withoutNullableRequired(result);
    }

    private static JsonMap withoutNullableRequired(JsonMap map) {
        var properties = map.map("properties");
        var required = JsonList.copyOf(map.list("required")
                .strings()
                .filter(name -> !properties.map(name).bool("nullable"))
                .toList());
        return required.isEmpty() || map.map("additionalProperties").bool("nullable")
                ? map.without("required")
                : map.with("required", required);
    }

    private JsonMap embedded(JsonMap map) {
        var properties = map.map("properties")
                .with(
                        "apiVersion",
                        text("apiVersion defines the versioned schema of this representation of an object. More info: "
                                + CONVENTIONS + "#resources"))
                .with(
                        "kind",
                        text("kind is a string value representing the type of this object. In CamelCase. More info: "
                                + CONVENTIONS + "#types-kinds"))
                .with(
                        "metadata",
                        described(
                                META + "ObjectMeta",
                                "Standard object's metadata. More info: " + CONVENTIONS + "#metadata"));
        var required = map.list("required");
        for (var key : new String[] {"kind", "apiVersion"}) {
            required = required.stream().anyMatch(key::equals) ? required : required.with(key);
        }
        return map.with("properties", properties).with("required", required);
    }
}
