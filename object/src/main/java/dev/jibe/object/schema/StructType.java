package dev.jibe.object.schema;

import dev.jibe.object.JsonMap;
import dev.jibe.object.KeyLookup;
import dev.jibe.object.json.Json;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A struct of the API: its fields as JSON shows them and as protobuf numbers them.
 *
 * <p>The two differ where a struct is embedded in another: JSON writes the inner fields into the outer object, protobuf
 * nests a message. {@link #fields} is the JSON side, flat; {@link #wireFields} is the protobuf side, in which an embedded
 * struct is one {@link Field#inline} field.
 *
 * <p>A process uses few of the built-in types, so each reads its fields when they are first asked for. Two threads may
 * both do so; what they get is equal and immutable.
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

    /** What is known of a type without reading its fields. */
    record Head(String name, Form form, boolean atomic, boolean defaulted, String defaultsJson) {}

    private final Head head;
    private final Supplier<Layout> source;
    private volatile @Nullable Layout layout;
    private volatile @Nullable String unversionedName;
    private volatile @Nullable JsonMap empty;
    private volatile @Nullable JsonMap defaults;

    StructType(Head head, Supplier<Layout> source) {
        this.head = head;
        this.source = source;
    }

    /** A type made at run time, as for a custom resource: JSON only, unless its fields are numbered. */
    public static StructType of(String name, List<Field> fields) {
        Layout layout = Layout.of(fields, List.of());
        return new StructType(new Head(name, Form.OBJECT, false, false, ""), () -> layout);
    }

    private Layout layout() {
        Layout known = layout;
        if (known == null) {
            known = source.get();
            layout = known;
        }
        return known;
    }

    /** The name of the type in OpenAPI, such as {@code io.k8s.api.core.v1.Pod}. */
    public String name() {
        return head.name();
    }

    public Form form() {
        return head.form();
    }

    /** Whether server-side apply sees a value of the type as one. */
    public boolean atomic() {
        return head.atomic();
    }

    /** The fields as JSON has them. */
    public List<Field> fields() {
        return layout().fields();
    }

    /** The fields as protobuf has them, by rising number. */
    public List<Field> wireFields() {
        return layout().wireFields();
    }

    /** The names of {@link #wireFields}, in their order. */
    public KeyLookup wireKeys() {
        return layout().wireKeys();
    }

    /** The fields that JSON shows even if nobody set them; {@link Field#absent} says how. */
    public List<Field> shownWhenAbsent() {
        return layout().shownWhenAbsent();
    }

    public @Nullable Field field(String jsonName) {
        return layout().byName().get(jsonName);
    }

    public @Nullable Field byNumber(int number) {
        return layout().byNumber().get(number);
    }

    /** What JSON shows of a value of which nothing was set. */
    public JsonMap empty() {
        JsonMap known = empty;
        if (known == null) {
            JsonMap.Builder builder = JsonMap.builder();
            for (Field field : shownWhenAbsent()) {
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

    /** The group's part of the name and the type, such as {@code apps.Deployment}: the same in every version. */
    public String unversionedName() {
        String known = unversionedName;
        if (known == null) {
            String[] parts = name().split("\\.", -1);
            known = parts.length < 3 ? name() : parts[parts.length - 3] + '.' + parts[parts.length - 1];
            unversionedName = known;
        }
        return known;
    }

    /** Whether the server fills in anything in a value of this type, at any depth. */
    public boolean isDefaulted() {
        return head.defaulted();
    }

    /** What the server fills in where a value of this type has nothing: field name or dotted path to value. */
    public JsonMap defaults() {
        JsonMap known = defaults;
        if (known == null) {
            known = head.defaultsJson().isEmpty() ? JsonMap.EMPTY : Json.parseMap(head.defaultsJson());
            defaults = known;
        }
        return known;
    }

    /** The documentation of the type, or an empty string. Loads all documentation when first asked. */
    public String description() {
        return Descriptions.of(name());
    }

    /** The documentation of a field of this type, or an empty string. */
    public String descriptionOf(String jsonName) {
        return Descriptions.of(name() + '#' + jsonName);
    }

    @Override
    public String toString() {
        return name();
    }
}
