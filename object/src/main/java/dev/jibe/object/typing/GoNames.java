package dev.jibe.object.typing;

import dev.jibe.object.schema.FieldType;
import dev.jibe.object.schema.FieldType.ListOf;
import dev.jibe.object.schema.FieldType.MapOf;
import dev.jibe.object.schema.FieldType.Ref;
import dev.jibe.object.schema.FieldType.Scalar;
import dev.jibe.object.schema.StructType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What Go's JSON decoder calls types and fields in its messages.
 *
 * <p>It names a field by the path of Go fields, in which embedded structs, that JSON does not show, have a place; and a
 * type by its Go name, which for a string may be that of an enumeration.
 */
final class GoNames {

    private GoNames() {}

    /** The type at a path whose last name is a field of {@code owner}, or of its items. */
    static String of(FieldType type, StructType owner, List<?> path) {
        var field = "";
        int depth = 0;
        for (var step : path) {
            field = step instanceof String name ? name : field;
            depth = step instanceof String ? 0 : depth + 1;
        }
        var key = owner.unversionedName() + "." + field;
        var named = Named.TYPES.get(key + "[]".repeat(depth));
        if (named != null) {
            return named;
        }
        var items = Named.TYPES.get(key + "[]".repeat(depth + 1));
        return items != null && type instanceof ListOf ? "[]" + items : plain(type);
    }

    /** The names of Go fields that lead to a place. */
    static String path(StructType root, List<?> path) {
        var text = new StringBuilder();
        @Nullable StructType type = root;
        for (var step : path) {
            if (step instanceof String name) {
                text.append(text.isEmpty() ? "" : ".").append(type == null ? "" : embedded(type, name));
                text.append(name);
                var field = type == null ? null : type.field(name);
                type = field == null ? null : struct(field.type());
            }
        }
        return text.toString();
    }

    static String simple(StructType type) {
        return type.name().substring(type.name().lastIndexOf('.') + 1);
    }

    /** The embedded structs that a field of JSON is in, each followed by a dot. */
    private static String embedded(StructType type, String name) {
        for (var field : type.wireFields()) {
            if (field.inline() && field.type() instanceof Ref(StructType inner) && inner.field(name) != null) {
                return simple(inner) + "." + embedded(inner, name);
            }
        }
        return "";
    }

    private static @Nullable StructType struct(FieldType type) {
        return switch (type) {
            case Scalar ignored -> null;
            case ListOf(FieldType element, boolean ignored) -> struct(element);
            case MapOf(FieldType element) -> struct(element);
            case Ref(StructType struct) -> struct;
        };
    }

    private static String plain(FieldType type) {
        return switch (type) {
            case Scalar scalar ->
                switch (scalar) {
                    case STRING -> "string";
                    case BOOL -> "bool";
                    case INT32 -> "int32";
                    case INT64 -> "int64";
                    case DOUBLE -> "float64";
                    case BYTES -> "[]uint8";
                    case QUANTITY -> "resource.Quantity";
                    case INT_OR_STRING -> "intstr.IntOrString";
                    case TIME -> "v1.Time";
                    case MICRO_TIME -> "v1.MicroTime";
                    case DURATION -> "v1.Duration";
                    case RAW -> "runtime.RawExtension";
                    case FIELDS_V1 -> "v1.FieldsV1";
                };
            case ListOf(FieldType element, boolean ignored) -> "[]" + plain(element);
            case MapOf(FieldType element) -> "map[string]" + plain(element);
            case Ref(StructType struct) -> version(struct) + "." + simple(struct);
        };
    }

    private static String version(StructType type) {
        var parts = type.name().split("\\.", -1);
        return parts.length > 1 ? parts[parts.length - 2] : "";
    }

    /** Read when the first message needs it. */
    private static final class Named {
        static final Map<String, String> TYPES = read();

        private static Map<String, String> read() {
            try (var stream = Objects.requireNonNull(GoNames.class.getResourceAsStream("go-types.txt"))) {
                Map<String, String> types = new HashMap<>();
                for (var line : new String(stream.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                    var words = line.split(" ", -1);
                    for (int i = 1; i < words.length && !words[0].equals("#"); i++) {
                        types.put(words[i], words[0]);
                    }
                }
                return Map.copyOf(types);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
