package dev.jibe.server.openapi;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.server.registry.Resource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The operations of a custom resource as OpenAPI 3 describes them. */
final class CustomPaths {

    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
    private static final List<String> LIST = List.of(
            "allowWatchBookmarks",
            "continue",
            "fieldSelector",
            "labelSelector",
            "limit",
            "resourceVersion",
            "resourceVersionMatch",
            "sendInitialEvents",
            "shardSelector",
            "timeoutSeconds",
            "watch");
    private static final List<String> WRITE = List.of("dryRun", "fieldManager", "fieldValidation");
    private static final List<String> DELETE = List.of(
            "dryRun",
            "gracePeriodSeconds",
            "ignoreStoreReadErrorWithClusterBreakingPotential",
            "orphanDependents",
            "propagationPolicy");

    private final CustomSchemas schemas;
    private final Map<String, JsonMap> parameters;
    private final Resource resource;

    /** @param parameters of the operations of built-in resources, by name */
    CustomPaths(CustomSchemas schemas, Map<String, JsonMap> parameters, Resource resource) {
        this.schemas = schemas;
        this.parameters = parameters;
        this.resource = resource;
    }

    /** The paths of the resource, each with its operations. */
    JsonMap paths() {
        var info = resource.info();
        var root = "/apis/" + info.group() + "/" + info.version() + "/";
        var collection = root + (resource.namespaced() ? "namespaces/{namespace}/" : "") + info.plural();
        var paths = JsonMap.of(collection, collection(), collection + "/{name}", item());
        for (var sub : info.subresources()) {
            paths = paths.with(collection + "/{name}/" + sub.name(), subresource(sub.name()));
        }
        return resource.namespaced() ? paths.with(root + info.plural(), everywhere()) : paths;
    }

    private JsonMap collection() {
        var kind = resource.kind();
        var object = reference(kind);
        return JsonMap.of(
                "get",
                operation("list objects of kind " + kind, "list", "", "list", LIST, answers("200", list())),
                "post",
                operation("create a " + kind, "create", "", "post", WRITE, answers(object, "200", "201", "202"))
                        .with("requestBody", body(object)),
                "delete",
                operation(
                        "delete collection of " + kind,
                        "delete",
                        "Collection",
                        "deletecollection",
                        LIST,
                        answers("200", status())),
                "parameters",
                resource.namespaced() ? all(List.of("namespace", "pretty")) : all(List.of("pretty")));
    }

    private JsonMap item() {
        var kind = resource.kind();
        var object = reference(kind);
        var options = schemas.reference(META + "DeleteOptions");
        var paths = JsonMap.of(
                "get",
                operation(
                        "read the specified " + kind,
                        "read",
                        "",
                        "get",
                        List.of("resourceVersion"),
                        answers("200", object)),
                "delete",
                operation("delete a " + kind, "delete", "", "delete", DELETE, answers(status(), "200", "202"))
                        .with("requestBody", body(options).without("required")));
        return changes(paths, "the specified " + kind, "", object).with("parameters", itemParameters());
    }

    private JsonMap subresource(String name) {
        boolean isScale = name.equals("scale");
        var object = isScale ? schemas.reference("io.k8s.api.autoscaling.v1.Scale") : reference(resource.kind());
        var what = name + " of the specified " + resource.kind();
        var suffix = isScale ? "Scale" : "Status";
        var paths = JsonMap.of(
                "get",
                operation("read " + what, "read", "", "get", List.of("resourceVersion"), answers("200", object)));
        paths = changes(paths, what, suffix, object);
        var result = JsonMap.builder();
        paths.forEach((method, operation) -> {
            var map = (JsonMap) operation;
            var id = map.string("operationId");
            map = map.with("operationId", id.endsWith(suffix) ? id : id + suffix);
            if (isScale) {
                map = map.with(
                        "x-kubernetes-group-version-kind",
                        JsonMap.of("group", "autoscaling", "kind", "Scale", "version", "v1"));
            }
            result.put(method, map);
        });
        return result.build().with("parameters", itemParameters());
    }

    private JsonMap changes(JsonMap paths, String what, String suffix, JsonMap object) {
        var patch = schemas.reference(META + "Patch");
        var forms = JsonMap.of(
                "application/apply-patch+yaml", JsonMap.of("schema", patch),
                "application/json-patch+json", JsonMap.of("schema", patch),
                "application/merge-patch+json", JsonMap.of("schema", patch));
        var put = operation("replace " + what, "replace", "", "put", WRITE, answers(object, "200", "201"))
                .with("requestBody", body(object));
        var patched = operation(
                        "partially update " + what,
                        "patch",
                        "",
                        "patch",
                        List.of("dryRun", "fieldManager", "fieldValidation", "force"),
                        answers("200", object))
                .with("requestBody", JsonMap.of("content", forms, "required", true));
        return paths.with("put", withSuffix(put, suffix)).with("patch", withSuffix(patched, suffix));
    }

    private static JsonMap withSuffix(JsonMap operation, String suffix) {
        return operation.with("operationId", operation.string("operationId") + suffix);
    }

    private JsonMap everywhere() {
        var get = operation(
                "list objects of kind " + resource.kind(), "list", "", "list", List.of(), answers("200", list()));
        var id = get.string("operationId").replace("Namespaced", "") + "ForAllNamespaces";
        var names = new ArrayList<>(LIST);
        names.add(5, "pretty");
        return JsonMap.of("get", get.with("operationId", id).without("parameters"), "parameters", all(names));
    }

    private JsonMap operation(
            String description, String verb, String scope, String action, List<String> names, JsonMap responses) {
        var info = resource.info();
        var group = Arrays.stream(info.group().split("\\.", -1))
                .map(CustomPaths::capital)
                .collect(Collectors.joining());
        var id = verb
                + group
                + capital(info.version())
                + scope
                + (resource.namespaced() ? "Namespaced" : "")
                + info.kind();
        var operation = JsonMap.of(
                "description",
                description,
                "operationId",
                id,
                "responses",
                responses.with("401", JsonMap.of("description", "Unauthorized")),
                "tags",
                JsonList.of(group.substring(0, 1).toLowerCase(Locale.ROOT) + group.substring(1) + "_" + info.version()),
                "x-kubernetes-action",
                action,
                "x-kubernetes-group-version-kind",
                CustomSchemas.kind(resource, info.kind()));
        return names.isEmpty() ? operation : operation.with("parameters", all(names));
    }

    private static String capital(String word) {
        return word.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    private JsonMap reference(String kind) {
        return schemas.reference(CustomSchemas.name(resource, kind));
    }

    private JsonMap list() {
        return reference(resource.listKind());
    }

    private JsonMap status() {
        return schemas.reference(META + "Status");
    }

    private JsonList itemParameters() {
        return all(resource.namespaced() ? List.of("name", "namespace", "pretty") : List.of("name", "pretty"));
    }

    private JsonList all(List<String> names) {
        return JsonList.copyOf(names.stream().map(this::parameter).toList());
    }

    private JsonMap parameter(String name) {
        var known = parameters.getOrDefault(name, JsonMap.EMPTY);
        return name.equals("name") ? known.with("description", "name of the " + resource.kind()) : known;
    }

    private static JsonMap content(JsonMap schema) {
        return JsonMap.of(
                "application/json", JsonMap.of("schema", schema), "application/yaml", JsonMap.of("schema", schema));
    }

    private static JsonMap body(JsonMap schema) {
        return JsonMap.of("content", content(schema), "required", true);
    }

    private static JsonMap answers(String code, JsonMap schema) {
        return answers(schema, code);
    }

    private static JsonMap answers(JsonMap schema, String... codes) {
        var answers = JsonMap.builder();
        for (var code : codes) {
            var description = switch (code) {
                case "200" -> "OK";
                case "201" -> "Created";
                default -> "Accepted";
            };
            answers.put(code, JsonMap.of("description", description, "content", content(schema)));
        }
        return answers.build();
    }
}
