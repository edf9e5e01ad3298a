package dev.jibe.schema;

import dev.jibe.schema.TypeRef.Scalar;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The types as OpenAPI schemas.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/kubernetes-api/#openapi-interface-definition">OpenAPI</a>
 */
final class OpenApiSchemas {

    /** What the two versions of OpenAPI write differently. */
    enum Dialect {
        V2("#/definitions/"),
        V3("#/components/schemas/");

        final String references;

        Dialect(String references) {
            this.references = references;
        }
    }

    private static final Set<String> IN_EVERY_GROUP = Set.of(Joiner.META + "DeleteOptions", Joiner.META + "WatchEvent");

    private final Dialect dialect;
    private final Map<String, TypeDef> types;
    private final ScalarSchemas scalars;
    private final Overlay overlay;
    private final List<String> groupVersions;

    /** @param groupVersions {@code group/version}: those that the options of meta/v1 are said to belong to */
    OpenApiSchemas(
            Dialect dialect,
            Map<String, TypeDef> types,
            ScalarSchemas scalars,
            Overlay overlay,
            List<String> groupVersions) {
        this.dialect = dialect;
        this.types = types;
        this.scalars = scalars;
        this.overlay = overlay;
        this.groupVersions = groupVersions;
    }

    /** The schemas of some types and of all that they refer to, by OpenAPI name. */
    Map<String, Object> closure(Collection<String> roots) {
        Map<String, Object> schemas = new TreeMap<>();
        Set<String> open = new TreeSet<>(roots);
        while (!open.isEmpty()) {
            String name = open.iterator().next();
            open.remove(name);
            if (schemas.putIfAbsent(Names.openApi(name), schema(name)) == null) {
                TypeDef type = types.get(name);
                if (type != null && type.form() == 0) {
                    type.jsonFields(types).forEach(field -> open.add(target(name, field.type())));
                    open.remove("");
                }
            }
        }
        return schemas;
    }

    private Map<String, Object> schema(String name) {
        Map<String, Object> scalar = scalars.schema(name, dialect);
        if (scalar != null) {
            return scalar;
        }
        TypeDef type = types.get(name);
        if (type == null) {
            throw new SchemaException("unknown type", "name", name);
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        putText(schema, "description", type.description());
        if (type.form() == 0) {
            schema.put("type", "object");
            putFields(schema, type);
        }
        if (type.atomic()) {
            schema.put("x-kubernetes-map-type", "atomic");
        }
        if (!type.union().isEmpty()) {
            schema.put("x-kubernetes-unions", List.of(union(type)));
        }
        List<Object> kinds = kinds(type);
        if (!kinds.isEmpty()) {
            schema.put("x-kubernetes-group-version-kind", kinds);
        }
        return schema;
    }

    private void putFields(Map<String, Object> schema, TypeDef type) {
        List<FieldDef> fields = type.jsonFields(types);
        List<String> required =
                fields.stream().filter(FieldDef::required).map(FieldDef::name).toList();
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        Map<String, Object> properties = new LinkedHashMap<>();
        fields.forEach(field -> properties.put(field.name(), property(type.name(), field)));
        if (!properties.isEmpty()) {
            schema.put("properties", properties);
        }
    }

    private static Map<String, Object> union(TypeDef type) {
        Map<String, Object> union = new LinkedHashMap<>();
        Map<String, Object> fields = new LinkedHashMap<>();
        if (!type.union().equals("-")) {
            union.put("discriminator", type.union());
        }
        for (FieldDef field : type.fields()) {
            if (!field.name().equals(type.union())) {
                fields.put(field.name(), Names.capitalised(field.name()));
            }
        }
        union.put("fields-to-discriminateBy", fields);
        return union;
    }

    private List<Object> kinds(TypeDef type) {
        List<Object> kinds = new ArrayList<>();
        String simple = Names.simple(type.name());
        if (IN_EVERY_GROUP.contains(type.name())) {
            groupVersions.forEach(pair -> kinds.add(
                    kind(pair.substring(0, pair.indexOf('/')), pair.substring(pair.indexOf('/') + 1), simple)));
        } else if (type.isKind()) {
            String packageName = Names.packageOf(type.name());
            boolean meta = type.name().startsWith(Joiner.META);
            String group = meta ? "" : Groups.groupOf(packageName, overlay);
            kinds.add(kind(group, Names.version(packageName), simple));
        }
        return kinds;
    }

    static Map<String, Object> kind(String group, String version, String kind) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("group", group);
        map.put("kind", kind);
        map.put("version", version);
        return map;
    }

    private Map<String, Object> property(String owner, FieldDef field) {
        Map<String, Object> property = new LinkedHashMap<>();
        putText(property, "description", field.description());
        Object absent = defaultOf(field);
        if (absent != null && dialect == Dialect.V3) {
            property.put("default", absent);
        }
        putType(property, owner, field.type(), !property.isEmpty());
        putEnum(property, field.enumValues());
        if (!field.listMapKeys().isEmpty()) {
            property.put("x-kubernetes-list-map-keys", field.listMapKeys());
        }
        putText(property, "x-kubernetes-list-type", field.listType());
        putText(property, "x-kubernetes-map-type", field.mapType());
        putText(property, "x-kubernetes-patch-merge-key", field.patchMergeKey());
        putText(property, "x-kubernetes-patch-strategy", field.patchStrategy());
        return property;
    }

    /** The values are those of the elements, if there are elements. */
    @SuppressWarnings("unchecked") // this class made the schema
    private static void putEnum(Map<String, Object> property, List<String> values) {
        if (values.isEmpty()) {
            return;
        }
        Object elements = property.getOrDefault("items", property.get("additionalProperties"));
        if (elements instanceof Map<?, ?> schema) {
            ((Map<String, Object>) schema).put("enum", values);
            return;
        }
        StringBuilder text = new StringBuilder((String) property.getOrDefault("description", ""));
        text.append(text.isEmpty() ? "" : "\n\n").append("Possible enum values:");
        values.forEach(value -> text.append("\n - `\"").append(value).append("\"`"));
        property.put("description", text.toString());
        property.put("enum", values);
    }

    /** A value that is no pointer and is always written has the zero value for a default. */
    private @Nullable Object defaultOf(FieldDef field) {
        if (field.defaultValue() != null) {
            return field.defaultValue();
        }
        if (field.nullable()) {
            return null;
        }
        return switch (field.type()) {
            case Scalar scalar -> field.omitEmpty() ? null : zero(scalar);
            case TypeRef.Struct(String name) -> isObject(name) ? Map.of() : null;
            case TypeRef.ListOf _, TypeRef.MapOf _ -> null;
        };
    }

    private static @Nullable Object zero(Scalar scalar) {
        return switch (scalar) {
            case STRING -> "";
            case INT32, INT64, DOUBLE -> 0L;
            case BOOL -> false;
            case BYTES, QUANTITY, INT_OR_STRING, TIME, MICRO_TIME, DURATION, RAW, FIELDS_V1 -> null;
        };
    }

    private boolean isObject(String name) {
        TypeDef type = types.get(name);
        return type != null && type.form() == 0;
    }

    private void putType(Map<String, Object> schema, String owner, TypeRef type, boolean hasSiblings) {
        switch (type) {
            case TypeRef.ListOf(TypeRef element, boolean _) -> {
                schema.put("type", "array");
                schema.put("items", element(owner, element));
            }
            case TypeRef.MapOf(TypeRef value) -> {
                schema.put("type", "object");
                schema.put("additionalProperties", element(owner, value));
            }
            case Scalar scalar -> {
                String target = target(owner, scalar);
                if (target.isEmpty()) {
                    scalars.put(schema, scalar);
                } else {
                    putReference(schema, target, hasSiblings);
                }
            }
            case TypeRef.Struct(String name) -> putReference(schema, name, hasSiblings);
        }
    }

    private Map<String, Object> element(String owner, TypeRef type) {
        Map<String, Object> schema = new LinkedHashMap<>();
        if (dialect == Dialect.V3) {
            Object zero = switch (type) {
                case Scalar scalar -> zero(scalar);
                case TypeRef.Struct(String name) -> isObject(name) ? Map.of() : null;
                case TypeRef.ListOf _, TypeRef.MapOf _ -> null;
            };
            if (zero != null) {
                schema.put("default", zero);
            }
        }
        putType(schema, owner, type, !schema.isEmpty());
        return schema;
    }

    /** Version 3 allows nothing beside a reference. */
    private void putReference(Map<String, Object> schema, String type, boolean hasSiblings) {
        String reference = dialect.references + Names.openApi(type);
        if (hasSiblings && dialect == Dialect.V3) {
            schema.put("allOf", List.of(Map.of("$ref", reference)));
        } else {
            schema.put("$ref", reference);
        }
    }

    /** The type whose schema a field refers to, or an empty string. */
    private String target(String owner, TypeRef type) {
        return switch (type) {
            case TypeRef.ListOf(TypeRef element, boolean _) -> target(owner, element);
            case TypeRef.MapOf(TypeRef value) -> target(owner, value);
            case TypeRef.Struct(String name) -> name;
            case Scalar scalar -> ScalarSchemas.typeOf(scalar, owner);
        };
    }

    private static void putText(Map<String, Object> schema, String key, String text) {
        if (!text.isEmpty()) {
            schema.put(key, text);
        }
    }
}
