package dev.jibe.server.crd.definition;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.Null;
import dev.jibe.object.json.Json;
import dev.jibe.server.crd.path.Place;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where messages say that a part of a version stands.
 *
 * <p>Upstream moves what is the same in all versions to the top of the spec before it looks at it, and its messages show
 * that: {@code spec.validation} rather than {@code spec.versions[0].schema}.
 */
record VersionParts(JsonMap spec) {

    static final Place SPEC = Place.ROOT.at("spec");

    List<JsonMap> versions() {
        return spec.list("versions").maps().toList();
    }

    /** Whether all versions have the same at the key. */
    boolean isShared(String key) {
        var versions = versions();
        return versions.stream()
                .allMatch(v -> Objects.equals(v.get(key), versions.getFirst().get(key)));
    }

    static Place version(int index) {
        return SPEC.at("versions").at(index);
    }

    /** All versions as upstream prints them. */
    String shown() {
        var versions = versions();
        if (versions.isEmpty()) {
            return spec.get("versions") instanceof JsonList ? "[]" : "null";
        }
        return versions.stream().map(this::shown).collect(Collectors.joining(",", "[", "]"));
    }

    private String shown(JsonMap version) {
        return "{\"Name\":" + Json.text(version.string("name"))
                + ",\"Served\":" + version.bool("served")
                + ",\"Storage\":" + version.bool("storage")
                + ",\"Deprecated\":" + version.bool("deprecated")
                + ",\"DeprecationWarning\":" + any(version.get("deprecationWarning"))
                + ",\"Schema\":" + own(version, "schema", VersionParts::schema)
                + ",\"Subresources\":" + own(version, "subresources", VersionParts::subresources)
                + ",\"AdditionalPrinterColumns\":" + own(version, "additionalPrinterColumns", VersionParts::columns)
                + ",\"SelectableFields\":" + own(version, "selectableFields", VersionParts::selectable) + "}";
    }

    /** What the version has for itself; what all have alike is shown nowhere. */
    private String own(JsonMap version, String key, Function<Object, String> form) {
        var value = version.get(key);
        return value == null || value == Null.NULL || isShared(key) ? "null" : form.apply(value);
    }

    private static String any(@Nullable Object value) {
        return value == null ? "null" : Json.text(value);
    }

    private static String schema(Object value) {
        return value instanceof JsonMap map && map.get("openAPIV3Schema") instanceof JsonMap schema
                ? "{\"OpenAPIV3Schema\":" + ShownSchema.text(schema) + "}"
                : "{\"OpenAPIV3Schema\":null}";
    }

    private static String subresources(Object value) {
        var parts = value instanceof JsonMap map ? map : JsonMap.EMPTY;
        var scale = parts.get("scale") instanceof JsonMap map
                ? "{\"SpecReplicasPath\":" + Json.text(map.string("specReplicasPath")) + ",\"StatusReplicasPath\":"
                        + Json.text(map.string("statusReplicasPath")) + ",\"LabelSelectorPath\":"
                        + any(map.get("labelSelectorPath")) + "}"
                : "null";
        return "{\"Status\":" + (parts.get("status") instanceof JsonMap ? "{}" : "null") + ",\"Scale\":" + scale + "}";
    }

    private static String columns(Object value) {
        return list(
                value,
                column -> "{\"Name\":" + Json.text(column.string("name")) + ",\"Type\":"
                        + Json.text(column.string("type")) + ",\"Format\":" + Json.text(column.string("format"))
                        + ",\"Description\":" + Json.text(column.string("description")) + ",\"Priority\":"
                        + column.number("priority") + ",\"JSONPath\":" + Json.text(column.string("jsonPath")) + "}");
    }

    private static String selectable(Object value) {
        return list(value, field -> "{\"JSONPath\":" + Json.text(field.string("jsonPath")) + "}");
    }

    private static String list(Object value, Function<JsonMap, String> item) {
        return value instanceof JsonList list
                ? list.maps().map(item).collect(Collectors.joining(",", "[", "]"))
                : "null";
    }
}
