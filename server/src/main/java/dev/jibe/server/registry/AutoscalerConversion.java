package dev.jibe.server.registry;

import dev.jibe.object.JsonList;
import dev.jibe.object.JsonMap;
import dev.jibe.object.json.Json;

/**
 * Autoscalers of {@code autoscaling/v1}, stored as {@code v2}: the one CPU target becomes a metric; what the old version
 * cannot say is kept in annotations, as upstream does.
 */
final class AutoscalerConversion implements Conversion {

    private static final String METRICS = "autoscaling.alpha.kubernetes.io/metrics";
    private static final String BEHAVIOR = "autoscaling.alpha.kubernetes.io/behavior";
    private static final String CONDITIONS = "autoscaling.alpha.kubernetes.io/conditions";

    @Override
    public JsonMap toStorage(JsonMap object) {
        var spec = object.map("spec");
        var annotations = object.map("metadata").map("annotations");
        var metrics = annotations.string(METRICS).isEmpty()
                ? JsonList.EMPTY
                : (JsonList) Json.parse(annotations.string(METRICS));
        if (spec.has("targetCPUUtilizationPercentage")) {
            var target = JsonMap.of(
                    "type", "Utilization", "averageUtilization", spec.number("targetCPUUtilizationPercentage"));
            metrics = metrics.insert(
                    0, JsonMap.of("type", "Resource", "resource", JsonMap.of("name", "cpu", "target", target)));
        }
        spec = spec.without("targetCPUUtilizationPercentage");
        spec = metrics.isEmpty() ? spec : spec.with("metrics", metrics);
        spec = annotations.has(BEHAVIOR) ? spec.with("behavior", Json.parse(annotations.string(BEHAVIOR))) : spec;
        var status = object.map("status").without("currentCPUUtilizationPercentage");
        var kept = annotations.without(METRICS).without(BEHAVIOR).without(CONDITIONS);
        return withAnnotations(
                Conversions.relabelled(object, "autoscaling/v2")
                        .with("spec", spec)
                        .with("status", status),
                kept);
    }

    @Override
    public JsonMap fromStorage(JsonMap object) {
        var spec = object.map("spec");
        var annotations = object.map("metadata").map("annotations");
        var others = JsonList.EMPTY;
        boolean found = false;
        for (var metric : spec.list("metrics").maps().toList()) {
            var target = metric.map("resource").map("target");
            if (!found && metric.map("resource").string("name").equals("cpu") && target.has("averageUtilization")) {
                spec = spec.with("targetCPUUtilizationPercentage", target.number("averageUtilization"));
                found = true;
            } else {
                others = others.with(metric);
            }
        }
        annotations = others.isEmpty() ? annotations : annotations.with(METRICS, Json.text(others));
        if (spec.has("behavior")) {
            annotations = annotations.with(BEHAVIOR, Json.text(spec.map("behavior")));
        }
        var status = object.map("status");
        for (var metric : status.list("currentMetrics").maps().toList()) {
            var current = metric.map("resource").map("current");
            if (metric.map("resource").string("name").equals("cpu") && current.has("averageUtilization")) {
                status = status.with("currentCPUUtilizationPercentage", current.number("averageUtilization"));
            }
        }
        if (!status.list("conditions").isEmpty()) {
            annotations = annotations.with(CONDITIONS, Json.text(status.list("conditions")));
        }
        status = status.without("conditions").without("currentMetrics");
        status = status.has("currentReplicas") ? status : status.with("currentReplicas", 0L);
        spec = spec.without("metrics").without("behavior");
        return withAnnotations(
                Conversions.relabelled(object, "autoscaling/v1")
                        .with("spec", spec)
                        .with("status", status),
                annotations);
    }

    private static JsonMap withAnnotations(JsonMap object, JsonMap annotations) {
        var metadata = object.map("metadata");
        return object.with(
                "metadata",
                annotations.isEmpty() ? metadata.without("annotations") : metadata.with("annotations", annotations));
    }
}
