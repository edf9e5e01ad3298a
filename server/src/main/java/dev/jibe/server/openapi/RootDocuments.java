package dev.jibe.server.openapi;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The third version's documents of paths that are no group version: {@code /api}, {@code /apis}, groups, {@code /version}
 * and the keys. They are made of the document of the second version, when somebody asks for the first time.
 */
final class RootDocuments {

    private static final String DEFINITIONS = "#/definitions/";
    private static final String SCHEMAS = "#/components/schemas/";
    private static final JsonMap SECURITY = JsonMap.of(
            "BearerToken",
            JsonMap.of(
                    "description", "Bearer Token authentication",
                    "in", "header",
                    "name", "authorization",
                    "type", "apiKey"));

    private final Supplier<JsonMap> version2;
    private @Nullable Map<String, byte[]> documents;

    /** @param version2 reads the document of the second version */
    RootDocuments(Supplier<JsonMap> version2) {
        this.version2 = version2;
    }

    /** The documents by path, without slashes around it. */
    synchronized Map<String, byte[]> all(Function<byte[], byte[]> pack) {
        var known = documents;
        if (known == null) {
            known = new TreeMap<>();
            var source = version2.get();
            var paths = source.map("paths");
            for (int i = 0; i < paths.size(); i++) {
                var path = paths.keyAt(i);
                if (path.endsWith("/") && paths.valueAt(i) instanceof JsonMap item && !isGroupVersion(path)) {
                    known.put(
                            path.substring(1, path.length() - 1),
                            pack.apply(Json.write(document(source, path, item))));
                }
            }
            documents = known;
        }
        return known;
    }

    private static boolean isGroupVersion(String path) {
        var parts = path.split("/", -1);
        return (parts[1].equals("api") && parts.length == 4) || (parts[1].equals("apis") && parts.length == 5);
    }

    private static JsonMap document(JsonMap source, String path, JsonMap item) {
        var schemas = new TreeMap<String, JsonMap>();
        var get = operation(item.map("get"), reference -> collect(source, reference, schemas));
        var components = JsonMap.of("securitySchemes", SECURITY);
        components = schemas.isEmpty() ? components : components.with("schemas", JsonMap.copyOf(schemas));
        return JsonMap.of(
                "openapi",
                "3.0.0",
                "info",
                source.map("info"),
                "paths",
                JsonMap.of(path, JsonMap.of("get", get)),
                "components",
                components);
    }

    private static JsonMap operation(JsonMap operation, Consumer<String> seen) {
        var forms = new ArrayList<>(operation.list("produces").strings().toList());
        forms.removeIf(form -> form.endsWith("cbor"));
        forms.sort(Comparator.naturalOrder());
        var responses = JsonMap.builder();
        operation.map("responses").forEach((code, value) -> {
            var response = (JsonMap) value;
            var made = JsonMap.of("description", response.string("description"));
            var schema = response.map("schema");
            responses.put(code, schema.isEmpty() ? made : made.with("content", content(forms, schema, seen)));
        });
        return JsonMap.of(
                "tags", tags(operation),
                "description", operation.string("description"),
                "operationId", operation.string("operationId"),
                "responses", responses.build());
    }

    private static JsonList tags(JsonMap operation) {
        return operation.list("tags");
    }

    private static JsonMap content(List<String> forms, JsonMap schema, Consumer<String> seen) {
        var reference = schema.string("$ref");
        var shown = schema;
        if (!reference.isEmpty()) {
            seen.accept(reference);
            shown = JsonMap.of("$ref", reference.replace(DEFINITIONS, SCHEMAS));
        }
        var content = JsonMap.builder();
        for (var form : forms) {
            content.put(form, JsonMap.of("schema", shown));
        }
        return content.build();
    }

    private static void collect(JsonMap source, String reference, Map<String, JsonMap> schemas) {
        var name = reference.substring(DEFINITIONS.length());
        if (schemas.containsKey(name)) {
            return;
        }
        var definition = source.map("definitions").map(name);
        schemas.put(name, JsonMap.EMPTY);
        var required = definition.list("required").strings().toList();
        var properties = JsonMap.builder();
        definition.map("properties").forEach((key, value) -> properties.put(
                key, property((JsonMap) value, required.contains(key), each -> collect(source, each, schemas))));
        schemas.put(name, definition.has("properties") ? definition.with("properties", properties.build()) : definition);
    }

    /** Version 3 says what is there if nothing is said: an empty text, or an empty object. */
    private static JsonMap property(JsonMap property, boolean required, Consumer<String> seen) {
        var reference = property.string("$ref");
        if (!reference.isEmpty()) {
            seen.accept(reference);
            var target = JsonMap.of("$ref", reference.replace(DEFINITIONS, SCHEMAS));
            return property.without("$ref").with("allOf", JsonList.of(target)).with("default", JsonMap.EMPTY);
        }
        if (property.get("items") instanceof JsonMap items) {
            return property.with("items", property(items, true, seen));
        }
        return required && property.string("type").equals("string") ? property.with("default", "") : property;
    }
}
