package dev.jibe.server.registry.validation;

import dev.jibe.object.JsonMap;
import dev.jibe.object.defaults.Defaults;
import dev.jibe.object.json.Json;
import dev.jibe.object.schema.ResourceInfo;
import dev.jibe.object.schema.Schema;
import dev.jibe.object.typing.Conform;
import dev.jibe.server.features.FeatureGates;
import dev.jibe.server.request.FieldError;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Objects for tests, written shortly, in the form in which rules get them. */
final class Sample {

    /** When status is changed. */
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private Sample() {}

    static ResourceInfo resource(String groupResource) {
        return Schema.builtin().resources().stream()
                .filter(info -> info.groupResource().equals(groupResource))
                .max(Comparator.comparing(ResourceInfo::servedByDefault))
                .orElseThrow();
    }

    /** A tree; single quotes stand for double ones. */
    static JsonMap map(String text) {
        return Json.parseMap(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    /** An object named {@code x}, conformed and defaulted; single quotes stand for double ones. */
    static JsonMap object(String groupResource, String text) {
        var info = resource(groupResource);
        var given = Json.parseMap(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        var metadata = given.map("metadata");
        metadata = metadata.has("name") ? metadata : metadata.with("name", "x");
        metadata = info.namespaced() && !metadata.has("namespace") ? metadata.with("namespace", "default") : metadata;
        metadata = metadata.with("resourceVersion", "1").with("uid", "u");
        var typed = given.with("apiVersion", info.apiVersion())
                .with("kind", info.kind())
                .with("metadata", metadata);
        return Defaults.apply(Conform.conform(typed, info.type()).object(), info.type());
    }

    static List<String> wrong(String groupResource, String text) {
        return wrong(groupResource, text, FeatureGates.DEFAULT);
    }

    static List<String> wrong(String groupResource, String text, FeatureGates features) {
        return texts(Validation.check(resource(groupResource), object(groupResource, text), features));
    }

    static List<String> wrongChange(String groupResource, String before, String after) {
        return wrongChange(groupResource, before, after, FeatureGates.DEFAULT);
    }

    static List<String> wrongChange(String groupResource, String before, String after, FeatureGates features) {
        return texts(Validation.checkUpdate(
                resource(groupResource), object(groupResource, after), object(groupResource, before), features));
    }

    static List<String> wrongStatus(String groupResource, String before, String after) {
        return texts(Validation.checkStatus(
                resource(groupResource),
                object(groupResource, after),
                object(groupResource, before),
                FeatureGates.DEFAULT,
                NOW));
    }

    private static List<String> texts(List<FieldError> errors) {
        return errors.stream().map(FieldError::toString).toList();
    }
}
