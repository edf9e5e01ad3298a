package dev.jibe.server.registry.versions;

import static dev.jibe.server.registry.versions.Shape.changed;
import static dev.jibe.server.registry.versions.Shape.each;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.MalformedException;
import dev.jibe.object.json.Json;
import dev.jibe.server.registry.AutoscalerMetrics;

/** Autoscalers of {@code autoscaling/v2beta1}: metrics have flat targets, and the behaviour is in an annotation. */
final class Autoscalers implements Shape {

    private static final String BEHAVIOR = "autoscaling.alpha.kubernetes.io/behavior";

    @Override
    public JsonMap toCurrent(JsonMap object) {
        var annotations = object.map("metadata").map("annotations");
        var behavior = AutoscalerMetrics.toBehavior(map(annotations.string(BEHAVIOR)));
        var result = changed(object, "spec", spec -> {
            var metrics = each(spec, "metrics", AutoscalerMetrics::toSpec);
            return behavior.isEmpty() ? metrics : metrics.with("behavior", behavior);
        });
        result = changed(result, "status", status -> each(status, "currentMetrics", AutoscalerMetrics::toStatus));
        return annotated(result, annotations.without(BEHAVIOR));
    }

    @Override
    public JsonMap fromCurrent(JsonMap object) {
        var behavior = object.map("spec").map("behavior");
        var annotations = object.map("metadata").map("annotations");
        var result = changed(
                object,
                "spec",
                spec -> list(spec, "metrics", AutoscalerMetrics.specs(spec.list("metrics")))
                        .without("behavior"));
        result = changed(
                result,
                "status",
                status -> list(status, "currentMetrics", AutoscalerMetrics.statuses(status.list("currentMetrics"))));
        return behavior.isEmpty()
                ? result
                : annotated(result, annotations.with(BEHAVIOR, AutoscalerMetrics.behavior(behavior)));
    }

    private static JsonMap list(JsonMap object, String key, String text) {
        return object.list(key).isEmpty() ? object : object.with(key, (JsonList) Json.parse(text));
    }

    private static JsonMap annotated(JsonMap object, JsonMap annotations) {
        return annotations.isEmpty()
                ? object.withoutAt("metadata", "annotations")
                : object.withAt(annotations, "metadata", "annotations");
    }

    /** What cannot be read is nothing. */
    private static JsonMap map(String text) {
        try {
            return !text.isEmpty() && Json.parse(text) instanceof JsonMap map ? map : JsonMap.EMPTY;
        } catch (MalformedException e) {
            return JsonMap.EMPTY;
        }
    }
}
