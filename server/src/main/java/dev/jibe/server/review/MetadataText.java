package dev.jibe.server.review;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import java.util.List;
import java.util.stream.Collectors;

/** Metadata as upstream's messages show it: as JSON, in the order of its structure. */
record MetadataText(JsonMap metadata) {

    private static final List<String> FIELDS = List.of(
            "name",
            "generateName",
            "namespace",
            "selfLink",
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "labels",
            "annotations",
            "ownerReferences",
            "finalizers",
            "managedFields");
    private static final List<String> ENTRY =
            List.of("manager", "operation", "apiVersion", "time", "fieldsType", "fieldsV1", "subresource");

    @Override
    public String toString() {
        return ordered(metadata, FIELDS);
    }

    private static String ordered(JsonMap map, List<String> fields) {
        return fields.stream()
                .filter(map::has)
                .map(field -> Json.text(field) + ":" + value(field, map.get(field)))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String value(String field, @org.jspecify.annotations.Nullable Object value) {
        if (field.equals("managedFields") && value instanceof JsonList entries) {
            return entries.maps().map(entry -> ordered(entry, ENTRY)).collect(Collectors.joining(",", "[", "]"));
        }
        return value == null ? "null" : Json.text(value);
    }
}
