package dev.jibe.server.openapi;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;
import dev.jibe.server.registry.Resource;
import dev.jibe.server.registry.Resources;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The OpenAPI documents of what definitions have added, made when they are asked for and kept until that changes. */
final class CustomDocuments {

    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
    private static final List<String> SHARED = List.of(
            "DeleteOptions",
            "FieldsV1",
            "ListMeta",
            "ManagedFieldsEntry",
            "ObjectMeta",
            "OwnerReference",
            "Patch",
            "Preconditions",
            "ShardInfo",
            "Status",
            "StatusCause",
            "StatusDetails",
            "Time");

    private final Resources resources;
    private final Function<String, JsonMap> builtin;
    private final Supplier<JsonList> deletable;
    private final Map<String, Made> made = new ConcurrentHashMap<>();

    private record Made(long generation, byte[] bytes) {}

    /**
     * Documents beside the built-in ones.
     *
     * @param builtin the documents of built-in groups, by path
     * @param deletable the kinds that can be deleted with options, in all groups
     */
    CustomDocuments(Resources resources, Function<String, JsonMap> builtin, Supplier<JsonList> deletable) {
        this.resources = resources;
        this.builtin = builtin;
        this.deletable = deletable;
    }

    /** The document of a path such as {@code apis/example.com/v1}; null if no definition is behind it. */
    byte @Nullable [] version3(String path) {
        var parts = path.split("/", -1);
        if (parts.length != 3) {
            return null;
        }
        var custom = resources.in(parts[1], parts[2]).stream()
                .filter(resource -> resource.custom() != null)
                .toList();
        return custom.isEmpty() ? null : kept(path, () -> Json.write(document(custom)));
    }

    private byte[] kept(String path, Supplier<byte[]> make) {
        long generation = resources.generation();
        var known = made.get(path);
        if (known == null || known.generation() != generation) {
            made.keySet().removeIf(key -> !key.equals(path) && made.size() > 64);
            known = new Made(generation, make.get());
            made.put(path, known);
        }
        return known.bytes();
    }

    private JsonMap document(List<Resource> custom) {
        var template = builtin.apply("apis/coordination.k8s.io/v1");
        var schemas = new CustomSchemas("#/components/schemas/", false);
        var parameters = parameters(template);
        var components = JsonMap.EMPTY;
        var known = template.map("components").map("schemas");
        for (var name : SHARED) {
            components = components.with(META + name, known.map(META + name));
        }
        components = components.with(
                META + "DeleteOptions",
                components.map(META + "DeleteOptions").with("x-kubernetes-group-version-kind", deletable.get()));
        var paths = JsonMap.EMPTY;
        for (var resource : custom) {
            components = withSchemas(components, schemas, resource);
            var own = new CustomPaths(schemas, parameters, resource).paths();
            for (int i = 0; i < own.size(); i++) {
                paths = paths.with(own.keyAt(i), own.valueAt(i));
            }
            boolean scales = resource.info().subresources().stream()
                    .anyMatch(s -> s.name().equals("scale"));
            components = scales ? withScale(components) : components;
        }
        return JsonMap.of(
                "openapi",
                "3.0.0",
                "info",
                JsonMap.of("title", "Kubernetes CRD Swagger", "version", "v0.1.0"),
                "paths",
                paths,
                "components",
                JsonMap.of("schemas", components));
    }

    private static JsonMap withSchemas(JsonMap components, CustomSchemas schemas, Resource resource) {
        var custom = resource.custom();
        return custom == null
                ? components
                : components
                        .with(CustomSchemas.name(resource, resource.kind()), schemas.object(resource, custom))
                        .with(CustomSchemas.name(resource, resource.listKind()), schemas.list(resource));
    }

    private JsonMap withScale(JsonMap components) {
        var known = builtin.apply("apis/autoscaling/v1").map("components").map("schemas");
        var result = components;
        for (var name : List.of("Scale", "ScaleSpec", "ScaleStatus")) {
            var full = "io.k8s.api.autoscaling.v1." + name;
            result = result.with(full, known.map(full));
        }
        return result;
    }

    /** The parameters that built-in resources have too. */
    private static Map<String, JsonMap> parameters(JsonMap template) {
        var found = new HashMap<String, JsonMap>();
        template.map("paths").forEach((path, operations) -> {
            if (operations instanceof JsonMap map) {
                collect(map.list("parameters"), found);
                map.forEach((method, operation) -> {
                    if (operation instanceof JsonMap inner) {
                        collect(inner.list("parameters"), found);
                    }
                });
            }
        });
        return found;
    }

    private static void collect(JsonList parameters, Map<String, JsonMap> found) {
        parameters.maps().forEach(parameter -> found.putIfAbsent(parameter.string("name"), parameter));
    }

    /** The definitions that version 2 has besides the built-in ones, as members of an object; null if there are none. */
    byte @Nullable [] version2() {
        var custom = resources.all().stream().filter(r -> r.custom() != null).toList();
        return custom.isEmpty() ? null : kept("v2", () -> definitions(custom));
    }

    /** The paths that version 2 has besides the built-in ones, as members of an object; null if there are none. */
    byte @Nullable [] version2Paths() {
        var custom = resources.all().stream().filter(r -> r.custom() != null).toList();
        return custom.isEmpty() ? null : kept("v2 paths", () -> paths(custom));
    }

    private byte[] paths(List<Resource> custom) {
        var schemas = new CustomSchemas("#/components/schemas/", false);
        var parameters = parameters(builtin.apply("apis/coordination.k8s.io/v1"));
        var members = new ArrayList<String>();
        for (var resource : custom) {
            new CustomPaths(schemas, parameters, resource)
                    .paths()
                    .forEach((path, item) ->
                            members.add(Json.text(path) + ":" + Json.text(OlderPaths.of((JsonMap) item))));
        }
        return String.join(",", members).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] definitions(List<Resource> custom) {
        var schemas = new CustomSchemas("#/definitions/", true);
        var members = new ArrayList<String>();
        for (var resource : custom) {
            var all = withSchemas(JsonMap.EMPTY, schemas, resource);
            all.forEach((name, schema) -> members.add(Json.text(name) + ":" + Json.text(schema)));
        }
        return String.join(",", members).getBytes(StandardCharsets.UTF_8);
    }
}
