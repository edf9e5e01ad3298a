package dev.jibe.schema;

import dev.jibe.schema.ApiOperation.Parameter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A version of OpenAPI: how it writes an operation and a parameter. What both do alike is here. */
sealed interface OpenApiForm permits OpenApi2, OpenApi3 {
    Map<String, Object> INFO = ordered("title", "Kubernetes", "version", "1.36");

    Map<String, Object> SECURITY = Map.of(
            "BearerToken",
            ordered(
                    "type", "apiKey",
                    "description", "Bearer Token authentication",
                    "name", "authorization",
                    "in", "header"));

    List<String> PATCHES = List.of(
            "application/apply-patch+yaml",
            "application/json-patch+json",
            "application/merge-patch+json",
            "application/strategic-merge-patch+json");

    Map<String, Object> operation(ApiOperation operation, List<Parameter> own);

    Map<String, Object> parameter(Parameter parameter);

    /** The paths; a parameter that all operations of a path take belongs to the path. */
    default Map<String, Object> paths(Collection<ApiOperation> operations) {
        Map<String, List<ApiOperation>> byPath = new TreeMap<>();
        operations.forEach(operation ->
                byPath.computeIfAbsent(operation.path(), _ -> new ArrayList<>()).add(operation));
        Map<String, Object> paths = new TreeMap<>();
        byPath.forEach((path, members) -> paths.put(path, path(members)));
        return paths;
    }

    private Map<String, Object> path(List<ApiOperation> members) {
        List<Parameter> shared = new ArrayList<>(members.getFirst().parameters());
        members.forEach(member -> shared.retainAll(member.parameters()));
        Map<String, Object> item = new LinkedHashMap<>();
        for (ApiOperation member : members) {
            List<Parameter> own = new ArrayList<>(member.parameters());
            own.removeAll(shared);
            Map<String, Object> operation = operation(member, own);
            if (!member.action().isEmpty()) {
                operation.put("x-kubernetes-action", member.action());
            }
            if (!member.kind().isEmpty()) {
                operation.put("x-kubernetes-group-version-kind", member.kind());
            }
            item.put(member.method(), operation);
        }
        if (!shared.isEmpty()) {
            item.put("parameters", shared.stream().map(this::parameter).toList());
        }
        return item;
    }

    /** The types that operations take and return. */
    static Set<String> types(Collection<ApiOperation> operations) {
        Set<String> types = new TreeSet<>();
        operations.forEach(operation -> {
            types.add(operation.body());
            types.add(operation.response());
        });
        types.remove("");
        return types;
    }

    static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
