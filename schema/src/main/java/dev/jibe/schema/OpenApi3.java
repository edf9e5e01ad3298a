package dev.jibe.schema;

import dev.jibe.schema.ApiOperation.Parameter;
import dev.jibe.schema.OpenApiSchemas.Dialect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** OpenAPI version 3: a document for each group and version. */
final class OpenApi3 implements OpenApiForm {
    private final Map<String, TypeDef> types;
    private final ScalarSchemas scalars;
    private final Overlay overlay;

    OpenApi3(Map<String, TypeDef> types, ScalarSchemas scalars, Overlay overlay) {
        this.types = types;
        this.scalars = scalars;
        this.overlay = overlay;
    }

    /** By the document's path without the leading slash, such as {@code apis/apps/v1}. */
    Map<String, String> documents(Collection<ApiOperation> operations) {
        Map<String, List<ApiOperation>> byDocument = new TreeMap<>();
        for (ApiOperation operation : operations) {
            byDocument
                    .computeIfAbsent(document(operation.path()), _ -> new ArrayList<>())
                    .add(operation);
        }
        Map<String, String> documents = new TreeMap<>();
        byDocument.forEach((name, members) -> documents.put(name, JsonText.of(document(name, members))));
        return documents;
    }

    private static String document(String path) {
        List<String> parts = List.of(path.substring(1).split("/", -1));
        int length = switch (parts.getFirst()) {
            case "api" -> Math.min(parts.size() - 1, 2);
            case "apis" -> Math.min(parts.size() - 1, 3);
            default -> parts.size() - 1;
        };
        return String.join("/", parts.subList(0, length));
    }

    private Map<String, Object> document(String name, List<ApiOperation> operations) {
        List<String> groupVersions = new ArrayList<>(List.of("/v1"));
        if (name.matches("apis/.*/.*")) {
            groupVersions.add(name.substring("apis/".length()));
        }
        OpenApiSchemas schemas = new OpenApiSchemas(Dialect.V3, types, scalars, overlay, groupVersions);
        Map<String, Object> components = new LinkedHashMap<>();
        Map<String, Object> used = schemas.closure(OpenApiForm.types(operations));
        if (!used.isEmpty()) {
            components.put("schemas", used);
        }
        components.put("securitySchemes", SECURITY);
        return OpenApiForm.ordered(
                "openapi", "3.0.0", "info", INFO, "paths", paths(operations), "components", components);
    }

    @Override
    public Map<String, Object> operation(ApiOperation operation, List<Parameter> own) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("tags", List.of(operation.tag()));
        result.put("description", operation.description());
        result.put("operationId", operation.id());
        if (!own.isEmpty()) {
            result.put("parameters", own.stream().map(this::parameter).toList());
        }
        if (!operation.body().isEmpty()) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("content", content(operation.patches() ? PATCHES : List.of("*/*"), operation.body()));
            if (operation.bodyRequired()) {
                body.put("required", true);
            }
            result.put("requestBody", body);
        }
        Map<String, Object> responses = new LinkedHashMap<>();
        for (int code : operation.codes()) {
            Map<String, Object> content = content(operation.produces(), operation.response());
            responses.put(
                    Integer.toString(code),
                    OpenApiForm.ordered("description", ApiOperation.phrase(code), "content", content));
        }
        responses.put("401", Map.of("description", "Unauthorized"));
        result.put("responses", responses);
        return result;
    }

    private static Map<String, Object> content(List<String> mediaTypes, String type) {
        Map<String, Object> schema =
                type.isEmpty() ? Map.of("type", "string") : Map.of("$ref", Dialect.V3.references + Names.openApi(type));
        Map<String, Object> content = new TreeMap<>();
        mediaTypes.forEach(mediaType -> content.put(mediaType, Map.of("schema", schema)));
        return content;
    }

    @Override
    public Map<String, Object> parameter(Parameter parameter) {
        Map<String, Object> result = OpenApiForm.ordered(
                "name", parameter.name(), "in", parameter.in(), "description", parameter.description());
        if (parameter.inPath()) {
            result.put("required", true);
        }
        result.put("schema", OpenApiForm.ordered("type", parameter.type(), "uniqueItems", true));
        return result;
    }
}
