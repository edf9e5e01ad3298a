package dev.jibe.object.schema;

import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A struct of the API: its fields as JSON shows them and as protobuf numbers them.
 *
 * <p>The two differ where a struct is embedded in another: JSON writes the inner fields into the outer object, protobuf
 * nests a message. {@link #fields} is the JSON side, flat; {@link #wireFields} is the protobuf side, in which an embedded
 * struct is one {@link Field#inline} field.
 */
public final class StructType {

    /** What a value of the type looks like in JSON. */
    public enum Form {
        OBJECT,
        /** A schema, or a boolean; protobuf: {@code allows = 1, schema = 2}. */
        OBJECT_OR_BOOL,
        /** A schema, or a list of them; protobuf: {@code schema = 1, jSONSchemas = 2}. */
        OBJECT_OR_LIST,
        /** A schema, or a list of property names; protobuf: {@code schema = 1, property = 2}. */
        OBJECT_OR_STRINGS
    }

    private final String name;
    private final Form form;
    private final boolean atomic;
    private final String defaultsJson;
    private List<Field> fields = List.of();
    private List<Field> wireFields = List.of();
    private List<Field> shownWhenAbsent = List.of();
    private @Nullable JsonMap empty;
    private @Nullable JsonMap defaults;
    // Built when first asked for, since most types never are. A race builds two equal immutable maps.
    private @Nullable Map<String, Field> byName;
    private @Nullable Map<Integer, Field> byNumber;

    StructType(String name, Form form, boolean atomic, String defaultsJson) {
        this.name = name;
        this.form = form;
        this.atomic = atomic;
        this.defaultsJson = defaultsJson;
    }

    /** A type made at run time, as for a custom resource: JSON only, unless its fields are numbered. */
    public static StructType of(String name, List<Field> fields) {
        StructType type = new StructType(name, Form.OBJECT, false, "");
        type.define(fields, List.of());
        return type;
    }

    /** Gives the fields, once all types that they may refer to exist. */
    void define(List<Field> jsonFields, List<Field> inlineFields) {
        fields = List.copyOf(jsonFields);
        shownWhenAbsent =
                jsonFields.stream().filter(field -> !field.omitEmpty()).toList();
        wireFields = Stream.concat(jsonFields.stream(), inlineFields.stream())
                .filter(field -> field.number() > 0)
                .sorted(Comparator.comparingInt(Field::number))
                .toList();
    }

    /** The name of the type in OpenAPI, such as {@code io.k8s.api.core.v1.Pod}. */
    public String name() {
        return name;
    }

    public Form form() {
        return form;
    }

    /** Whether server-side apply sees a value of the type as one. */
    public boolean atomic() {
        return atomic;
    }

    /** The fields as JSON has them. */
    public List<Field> fields() {
        return fields;
    }

    /** The fields that JSON shows even if nobody set them; {@link Field#absent} says how. */
    public List<Field> shownWhenAbsent() {
        return shownWhenAbsent;
    }

    /** What JSON shows of a value of which nothing was set. */
    public JsonMap empty() {
        JsonMap known = empty;
        if (known == null) {
            JsonMap.Builder builder = JsonMap.builder();
            for (Field field : shownWhenAbsent) {
                Object value = field.absent();
                if (value != null) {
                    builder.put(field.name(), value);
                }
            }
            known = builder.build();
            empty = known;
        }
        return known;
    }

    /** What the server fills in where a value of this type has nothing: field name or dotted path to value. */
    public JsonMap defaults() {
        JsonMap known = defaults;
        if (known == null) {
            known = defaultsJson.isEmpty() ? JsonMap.EMPTY : Json.parseMap(defaultsJson);
            defaults = known;
        }
        return known;
    }

    public boolean hasDefaults() {
        return !defaultsJson.isEmpty();
    }

    /** The fields as protobuf has them, by rising number. */
    public List<Field> wireFields() {
        return wireFields;
    }

    public @Nullable Field field(String jsonName) {
        Map<String, Field> index = byName;
        if (index == null) {
            Map<String, Field> made = new HashMap<>();
            fields.forEach(field -> made.put(field.name(), field));
            index = Map.copyOf(made);
            byName = index;
        }
        return index.get(jsonName);
    }

    public @Nullable Field byNumber(int number) {
        Map<Integer, Field> index = byNumber;
        if (index == null) {
            Map<Integer, Field> made = new HashMap<>();
            wireFields.forEach(field -> made.put(field.number(), field));
            index = Map.copyOf(made);
            byNumber = index;
        }
        return index.get(number);
    }

    /** The documentation of the type, or an empty string. Loads all documentation when first asked. */
    public String description() {
        return Descriptions.of(name);
    }

    /** The documentation of a field of this type, or an empty string. */
    public String descriptionOf(String jsonName) {
        return Descriptions.of(name + '#' + jsonName);
    }

    @Override
    public String toString() {
        return name;
    }
}
