package dev.jibe.schema;

import dev.jibe.schema.TypeRef.Scalar;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The hand-written facts that no published jar has. Each YAML file explains its own shape. */
final class Overlay {
    private static final List<String> FILES =
            List.of("groups", "messages", "defaults", "enums", "fields", "presence", "resources");

    private final Map<String, Map<String, Object>> files = new HashMap<>();

    private Overlay() {}

    static Overlay read() {
        Overlay overlay = new Overlay();
        for (String file : FILES) {
            overlay.files.put(file, load("/overlay/" + file + ".yaml"));
        }
        return overlay;
    }

    private static Map<String, Object> load(String resource) {
        try (InputStream in = Overlay.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new SchemaException("missing", "resource", resource);
            }
            Object loaded = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
            return asMap(loaded);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked") // the files' keys are all strings
    static Map<String, Object> asMap(@Nullable Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked") // as above, with strings for elements
    static List<String> asStrings(@Nullable Object value) {
        return value == null ? List.of() : (List<String>) value;
    }

    /** A part of a file. */
    Map<String, Object> section(String file, String name) {
        return asMap(files.getOrDefault(file, Map.of()).get(name));
    }

    List<String> strings(String file, String name) {
        return asStrings(files.getOrDefault(file, Map.of()).get(name));
    }

    /** What is said of a field of a type, or null. Facts of {@code *} hold for the type in any version. */
    @Nullable
    FieldFacts field(String protoName, String field) {
        Map<String, Object> all = section("fields", "fields");
        String group = Names.group(Names.packageOf(protoName));
        String simple = Names.simple(protoName);
        Object exact = asMap(all.get(group + "." + Names.version(Names.packageOf(protoName)) + "." + simple))
                .get(field);
        Object any = asMap(all.get(group + "." + simple)).get(field);
        Object found = exact == null ? any : exact;
        return found == null ? null : FieldFacts.of(found);
    }

    /** The values that a field may have, or none if any will do. */
    List<String> enumValues(String protoName, String field) {
        String group = Names.group(Names.packageOf(protoName));
        return asStrings(section("enums", "enums").get(group + "." + Names.simple(protoName) + "." + field));
    }

    /** Facts of one field; a plain number is its protobuf number. */
    record FieldFacts(Map<String, Object> facts) {
        static FieldFacts of(Object value) {
            return new FieldFacts(value instanceof Integer number ? Map.of("number", number) : asMap(value));
        }

        int number() {
            return facts.get("number") instanceof Integer number ? number : 0;
        }

        @Nullable
        TypeRef type() {
            return facts.get("type") instanceof String text ? parseType(text) : null;
        }

        @Nullable
        Boolean required() {
            return (Boolean) facts.get("required");
        }

        boolean has(String key) {
            return facts.containsKey(key);
        }

        @Nullable
        Object value(String key) {
            Object value = facts.get(key);
            return value instanceof Integer number ? (Object) number.longValue() : value;
        }

        String text(String key, String otherwise) {
            return facts.get(key) instanceof String text ? text : otherwise;
        }

        List<String> texts(String key, List<String> otherwise) {
            return facts.containsKey(key) ? asStrings(facts.get(key)) : otherwise;
        }
    }

    /** A type such as {@code int32}, {@code []string}, {@code map[]quantity} or {@code k8s.io.api.core.v1.Pod}. */
    static TypeRef parseType(String text) {
        if (text.startsWith("[]")) {
            return new TypeRef.ListOf(parseType(text.substring(2)), false);
        }
        if (text.startsWith("map[]")) {
            return new TypeRef.MapOf(parseType(text.substring(5)));
        }
        return text.indexOf('.') > 0 ? new TypeRef.Struct(text) : Scalar.valueOf(text.toUpperCase(Locale.ROOT));
    }
}
