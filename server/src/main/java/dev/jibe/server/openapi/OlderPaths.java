package dev.jibe.server.openapi;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.util.ArrayList;
import java.util.List;

/** The operations of custom resources in the words of version 2 of OpenAPI, made of those of version 3. */
final class OlderPaths {

    private static final JsonList FORMS = JsonList.of("application/json", "application/yaml");
    private static final JsonList SCHEMES = JsonList.of("https");
    private static final List<String> KEPT =
            List.of("description", "operationId", "tags", "x-kubernetes-action", "x-kubernetes-group-version-kind");

    private OlderPaths() {}

    /** @param item what can be done at a path */
    static JsonMap of(JsonMap item) {
        var result = JsonMap.builder();
        item.forEach((method, value) -> {
            if (value instanceof JsonMap operation) {
                result.put(method, operation(operation));
            } else if (value instanceof JsonList parameters) {
                result.put(method, parameters(parameters));
            }
        });
        return result.build();
    }

    private static JsonMap operation(JsonMap operation) {
        var body = operation.map("requestBody");
        var forms = body.map("content");
        boolean patches = forms.has("application/merge-patch+json");
        var result = JsonMap.of("consumes", patches ? keys(forms) : FORMS, "produces", FORMS, "schemes", SCHEMES);
        for (var key : KEPT) {
            var value = operation.get(key);
            result = value == null ? result : result.with(key, value);
        }
        var parameters = new ArrayList<Object>();
        if (!forms.isEmpty()) {
            var schema = ((JsonMap) forms.valueAt(0)).map("schema");
            var given = JsonMap.of("in", "body", "name", "body", "schema", schema(schema));
            parameters.add(body.bool("required") ? given.with("required", true) : given);
        }
        parameters(operation.list("parameters")).forEach(parameters::add);
        if (!parameters.isEmpty()) {
            result = result.with("parameters", JsonList.copyOf(parameters));
        }
        var answers = JsonMap.builder();
        operation.map("responses").forEach((code, answer) -> answers.put(code, answer((JsonMap) answer)));
        return result.with("responses", answers.build());
    }

    private static JsonList keys(JsonMap map) {
        var keys = new ArrayList<String>();
        map.forEach((key, value) -> keys.add(key));
        return JsonList.copyOf(keys);
    }

    private static JsonMap answer(JsonMap answer) {
        var plain = JsonMap.of("description", answer.string("description"));
        var content = answer.map("content");
        return content.isEmpty() ? plain : plain.with("schema", schema(((JsonMap) content.valueAt(0)).map("schema")));
    }

    private static JsonList parameters(JsonList parameters) {
        return parameters.map(each -> parameter((JsonMap) each));
    }

    private static JsonMap parameter(JsonMap parameter) {
        var result = parameter.without("schema");
        var schema = parameter.map("schema");
        for (int i = 0; i < schema.size(); i++) {
            result = result.with(schema.keyAt(i), schema.valueAt(i));
        }
        return result;
    }

    private static JsonMap schema(JsonMap schema) {
        var reference = schema.string("$ref");
        return reference.isEmpty()
                ? schema
                : JsonMap.of("$ref", reference.replace("#/components/schemas/", "#/definitions/"));
    }
}
