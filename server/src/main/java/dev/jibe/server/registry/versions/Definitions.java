package dev.jibe.server.registry.versions;

import static dev.jibe.server.registry.versions.Shape.each;
import static dev.jibe.server.registry.versions.Shape.renamed;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import java.util.List;
import java.util.Objects;

/**
 * CustomResourceDefinitions of {@code apiextensions.k8s.io/v1beta1}: what holds for all versions is said once, one version
 * may be named without a list, and a schema may be missing or incomplete.
 *
 * <p>{@code v1} insists on a structural schema, so types are filled in where they can be told, and objects that were never
 * pruned ({@code preserveUnknownFields}, then the default) keep what is unknown at every depth.
 */
final class Definitions implements Shape {

    private static final List<String> SHARED = List.of("subresources", "additionalPrinterColumns");
    private static final String KEEPS = "x-kubernetes-preserve-unknown-fields";

    @Override
    public JsonMap toCurrent(JsonMap object) {
        var spec = object.map("spec");
        boolean keeps = !Boolean.FALSE.equals(spec.get("preserveUnknownFields"));
        var versions = spec.list("versions");
        if (versions.isEmpty() && !spec.string("version").isEmpty()) {
            versions = JsonList.of(JsonMap.of("name", spec.string("version"), "served", true, "storage", true));
        }
        var top = spec;
        versions = versions.map(version -> version instanceof JsonMap map ? complete(map, top, keeps) : version);
        for (var key : List.of("version", "validation", "preserveUnknownFields", "subresources")) {
            spec = spec.without(key);
        }
        spec = spec.without("additionalPrinterColumns").with("versions", versions);
        return object.with("spec", spec.has("conversion") ? spec.with("conversion", nested(spec)) : spec);
    }

    private static JsonMap complete(JsonMap version, JsonMap spec, boolean keeps) {
        var result = version;
        for (var key : SHARED) {
            var shared = spec.get(key);
            result = result.has(key) || shared == null ? result : result.with(key, shared);
        }
        result = each(result, "additionalPrinterColumns", column -> renamed(column, "JSONPath", "jsonPath"));
        var schema = result.has("schema") ? result.map("schema") : spec.map("validation");
        var root = structural(schema.map("openAPIV3Schema"), keeps).with("type", "object");
        return result.with("schema", schema.with("openAPIV3Schema", schema.isEmpty() ? root.with(KEEPS, true) : root));
    }

    private static JsonMap structural(JsonMap schema, boolean keeps) {
        var result = schema;
        if (result.string("type").isEmpty() && !result.bool("x-kubernetes-int-or-string")) {
            if (result.has("properties") || result.has("additionalProperties")) {
                result = result.with("type", "object");
            } else if (result.has("items")) {
                result = result.with("type", "array");
            } else if (keeps) {
                result = result.with(KEEPS, true);
            }
        }
        if (keeps && result.string("type").equals("object") && !result.has("additionalProperties")) {
            result = result.with(KEEPS, true);
        }
        var properties = result.map("properties");
        for (int i = 0; i < properties.size(); i++) {
            if (properties.valueAt(i) instanceof JsonMap inner) {
                properties = properties.with(properties.keyAt(i), structural(inner, keeps));
            }
        }
        result = properties.isEmpty() ? result : result.with("properties", properties);
        for (var key : List.of("items", "additionalProperties")) {
            if (result.get(key) instanceof JsonMap inner) {
                result = result.with(key, structural(inner, keeps));
            }
        }
        return result;
    }

    private static JsonMap nested(JsonMap spec) {
        var conversion = spec.map("conversion");
        var result = conversion.without("webhookClientConfig").without("conversionReviewVersions");
        if (!conversion.string("strategy").equals("Webhook")) {
            return result;
        }
        var versions = conversion.list("conversionReviewVersions");
        return result.with(
                "webhook",
                JsonMap.of(
                        "clientConfig",
                        conversion.map("webhookClientConfig"),
                        "conversionReviewVersions",
                        versions.isEmpty() ? JsonList.of("v1beta1") : versions));
    }

    @Override
    public JsonMap fromCurrent(JsonMap object) {
        var spec = object.map("spec");
        spec = each(
                spec,
                "versions",
                version ->
                        each(version, "additionalPrinterColumns", column -> renamed(column, "jsonPath", "JSONPath")));
        var versions = spec.list("versions").maps().toList();
        if (!versions.isEmpty()) {
            spec = spec.with("version", versions.getFirst().string("name"));
            spec = hoisted(spec, versions, "schema", "validation");
            for (var key : SHARED) {
                spec = hoisted(spec, versions, key, key);
            }
        }
        var webhook = spec.map("conversion").map("webhook");
        if (!webhook.isEmpty()) {
            spec = spec.with(
                    "conversion",
                    spec.map("conversion")
                            .without("webhook")
                            .with("webhookClientConfig", webhook.map("clientConfig"))
                            .with("conversionReviewVersions", webhook.list("conversionReviewVersions")));
        }
        return object.with("spec", spec.with("preserveUnknownFields", spec.bool("preserveUnknownFields")));
    }

    /** The spec with what all versions have in common said once, as the older version insists. */
    private static JsonMap hoisted(JsonMap spec, List<JsonMap> versions, String key, String name) {
        var first = versions.getFirst().get(key);
        if (first == null || versions.stream().anyMatch(version -> !Objects.equals(version.get(key), first))) {
            return spec;
        }
        return each(spec.with(name, first), "versions", version -> version.without(key));
    }
}
