package dev.jibe.server.openapi;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.object.schema.Field;
import dev.jibe.object.schema.FieldType;
import dev.jibe.object.schema.StructType;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The OpenAPI documents of versions that are served besides the current ones: the paths of the current ones under their own
 * names, and schemas made from their types. Without them kubectl refuses to send what it cannot look up.
 */
final class OtherVersionDocuments {

    private static final String REFERENCE = "#/components/schemas/";
    private static final String KIND = "x-kubernetes-group-version-kind";

    private final Resources resources;
    private final Function<String, JsonMap> builtin;
    private final Map<String, byte[]> made = new ConcurrentHashMap<>();

    /** @param builtin the documents of built-in groups, by path; empty for others */
    OtherVersionDocuments(Resources resources, Function<String, JsonMap> builtin) {
        this.resources = resources;
        this.builtin = builtin;
    }

    /** The document of a path such as {@code apis/extensions/v1beta1}; null if nothing of the sort is served there. */
    byte @Nullable [] version3(String path) {
        var parts = path.split("/", -1);
        if (parts.length != 3) {
            return null;
        }
        var others = resources.in(parts[1], parts[2]).stream()
                .filter(resource -> resource.replacement() != null)
                .toList();
        return others.isEmpty() ? null : made.computeIfAbsent(path, key -> Json.write(document(key, others)));
    }

    private JsonMap document(String path, List<Resource> others) {
        var document = builtin.apply(path);
        var paths = document.map("paths");
        var schemas = document.map("components").map("schemas");
        for (var resource : others) {
            var current = resource.current();
            var source = builtin.apply("apis/" + current.apiVersion());
            document = document.isEmpty() ? source : document;
            schemas = joined(schemas, source.map("components").map("schemas"));
            var names = new Renamed(resource);
            schemas = withType(schemas, resource.type());
            schemas = schemas.with(
                    resource.type().name(),
                    schemas.map(resource.type().name()).with(KIND, JsonList.of(names.kind(resource.kind()))));
            var list = schemas.map(current.type().name() + "List");
            schemas = schemas.with(resource.type().name() + "List", names.in(list));
            var served = source.map("paths");
            for (int i = 0; i < served.size(); i++) {
                var place = served.keyAt(i);
                if (List.of(place.split("/", -1)).contains(current.info().plural())) {
                    paths = paths.with(names.path(place), names.in(served.valueAt(i)));
                }
            }
        }
        return document.with("paths", paths).with("components", JsonMap.of("schemas", schemas));
    }

    private static JsonMap joined(JsonMap first, JsonMap second) {
        var result = first;
        for (int i = 0; i < second.size(); i++) {
            result = result.with(second.keyAt(i), second.valueAt(i));
        }
        return result;
    }

    /** The schemas, with that of a type and those of all types in it. */
    private static JsonMap withType(JsonMap schemas, StructType type) {
        if (schemas.has(type.name())) {
            return schemas;
        }
        var properties = JsonMap.EMPTY;
        var required = new ArrayList<Object>();
        for (var field : type.fields()) {
            properties = properties.with(field.name(), described(field, type));
            if (field.required()) {
                required.add(field.name());
            }
        }
        var schema = JsonMap.of("type", "object", "description", type.description(), "properties", properties);
        schema = required.isEmpty() ? schema : schema.with("required", JsonList.copyOf(required));
        var result = schemas.with(type.name(), schema);
        for (var field : type.fields()) {
            var inner = struct(field.type());
            result = inner == null ? result : withType(result, inner);
        }
        return result;
    }

    private static JsonMap described(Field field, StructType type) {
        return schema(field.type()).with("description", type.descriptionOf(field.name()));
    }

    private static @Nullable StructType struct(FieldType type) {
        return switch (type) {
            case FieldType.Scalar _ -> null;
            case FieldType.Ref(StructType struct) -> struct;
            case FieldType.ListOf(FieldType element, boolean _) -> struct(element);
            case FieldType.MapOf(FieldType element) -> struct(element);
        };
    }

    private static JsonMap schema(FieldType type) {
        return switch (type) {
            case FieldType.Scalar scalar -> scalar(scalar);
            case FieldType.Ref(StructType struct) ->
                JsonMap.of("allOf", JsonList.of(JsonMap.of("$ref", REFERENCE + struct.name())));
            case FieldType.ListOf(FieldType element, boolean _) ->
                JsonMap.of("type", "array", "items", schema(element));
            case FieldType.MapOf(FieldType element) ->
                JsonMap.of("type", "object", "additionalProperties", schema(element));
        };
    }

    private static JsonMap scalar(FieldType.Scalar scalar) {
        return switch (scalar) {
            case STRING -> JsonMap.of("type", "string");
            case BYTES -> JsonMap.of("type", "string", "format", "byte");
            case TIME, MICRO_TIME -> JsonMap.of("type", "string", "format", "date-time");
            case INT32 -> JsonMap.of("type", "integer", "format", "int32");
            case INT64 -> JsonMap.of("type", "integer", "format", "int64");
            case BOOL -> JsonMap.of("type", "boolean");
            case DOUBLE -> JsonMap.of("type", "number", "format", "double");
            case INT_OR_STRING, QUANTITY, DURATION ->
                JsonMap.of("oneOf", JsonList.of(JsonMap.of("type", "string"), JsonMap.of("type", "number")));
            default -> JsonMap.of("type", "object");
        };
    }

    /** What stands for the current version in a document, as it is for the other one. */
    private record Renamed(Resource resource) {

        JsonMap kind(String kind) {
            return JsonMap.of(
                    "group", resource.info().group(),
                    "kind", kind,
                    "version", resource.info().version());
        }

        String path(String place) {
            return place.replace("/" + resource.current().apiVersion() + "/", "/" + resource.apiVersion() + "/");
        }

        Object in(Object value) {
            return switch (value) {
                case JsonMap map -> in(map);
                case JsonList list -> list.map(this::in);
                case String text -> reference(text);
                default -> value;
            };
        }

        private JsonMap in(JsonMap map) {
            var info = resource.current().info();
            if (map.size() == 3
                    && map.string("group").equals(info.group())
                    && map.string("version").equals(info.version())
                    && map.has("kind")) {
                return kind(map.string("kind"));
            }
            var result = map;
            for (int i = 0; i < map.size(); i++) {
                result = result.with(map.keyAt(i), in(map.valueAt(i)));
            }
            return result;
        }

        private String reference(String text) {
            var current = REFERENCE + resource.current().type().name();
            var own = REFERENCE + resource.type().name();
            if (text.equals(current)) {
                return own;
            }
            return text.equals(current + "List") ? own + "List" : text;
        }
    }
}
