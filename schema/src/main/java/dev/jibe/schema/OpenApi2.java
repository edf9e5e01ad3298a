package dev.jibe.schema;

import dev.jibe.schema.ApiOperation.Parameter;
import dev.jibe.schema.OpenApiSchemas.Dialect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** OpenAPI version 2: one document for the whole API. */
final class OpenApi2 implements OpenApiForm {
    private final Map<String, TypeDef> types;
    private final ScalarSchemas scalars;
    private final Overlay overlay;

    OpenApi2(Map<String, TypeDef> types, ScalarSchemas scalars, Overlay overlay) {
        this.types = types;
        this.scalars = scalars;
        this.overlay = overlay;
    }

    String document(Collection<ApiOperation> operations) {
        OpenApiSchemas schemas =
                new OpenApiSchemas(Dialect.V2, types, scalars, overlay, overlay.strings("groups", "optionVersions"));
        return JsonText.of(OpenApiForm.ordered(
                "swagger",
                "2.0",
                "info",
                INFO,
                "paths",
                paths(operations),
                "definitions",
                schemas.closure(OpenApiForm.types(operations)),
                "securityDefinitions",
                SECURITY,
                "security",
                List.of(Map.of("BearerToken", List.of()))));
    }

    @Override
    public Map<String, Object> operation(ApiOperation operation, List<Parameter> own) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("description", operation.description());
        List<String> consumes = consumes(operation);
        if (!consumes.isEmpty()) {
            result.put("consumes", consumes);
        }
        result.put("produces", operation.produces());
        result.put("schemes", List.of("https"));
        result.put("tags", List.of(operation.tag()));
        result.put("operationId", operation.id());
        List<Object> parameters = new ArrayList<>();
        if (!operation.body().isEmpty()) {
            Map<String, Object> body = OpenApiForm.ordered("name", "body", "in", "body");
            if (operation.bodyRequired()) {
                body.put("required", true);
            }
            body.put("schema", reference(operation.body()));
            parameters.add(body);
        }
        own.forEach(parameter -> parameters.add(parameter(parameter)));
        if (!parameters.isEmpty()) {
            result.put("parameters", parameters);
        }
        Map<String, Object> responses = new LinkedHashMap<>();
        for (int code : operation.codes()) {
            responses.put(
                    Integer.toString(code),
                    OpenApiForm.ordered(
                            "description", ApiOperation.phrase(code), "schema", reference(operation.response())));
        }
        responses.put("401", Map.of("description", "Unauthorized"));
        result.put("responses", responses);
        return result;
    }

    private static List<String> consumes(ApiOperation operation) {
        if (operation.action().isEmpty()) {
            return operation.path().startsWith("/api") || operation.path().startsWith("/version")
                    ? operation.produces()
                    : List.of();
        }
        return operation.patches() ? PATCHES : List.of("*/*");
    }

    private static Map<String, Object> reference(String type) {
        return type.isEmpty() ? Map.of("type", "string") : Map.of("$ref", Dialect.V2.references + Names.openApi(type));
    }

    @Override
    public Map<String, Object> parameter(Parameter parameter) {
        Map<String, Object> result = OpenApiForm.ordered(
                "uniqueItems",
                true,
                "type",
                parameter.type(),
                "description",
                parameter.description(),
                "name",
                parameter.name(),
                "in",
                parameter.in());
        if (parameter.inPath()) {
            result.put("required", true);
        }
        return result;
    }
}
